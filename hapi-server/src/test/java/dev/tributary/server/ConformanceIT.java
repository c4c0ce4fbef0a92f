package dev.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tributary.conformance.Kit;
import dev.tributary.conformance.Selection;
import dev.tributary.conformance.report.Outcome;
import dev.tributary.conformance.report.Report;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Target;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The black-box kit, every check of it, against the hub on both databases. */
class ConformanceIT {

    /** Checks that do not apply to this hub, and why. */
    private static final Map<String, String> NOT_APPLICABLE = Map.of();

    @TestFactory
    Stream<DynamicTest> h2() {
        return checks(HubUnderTest.h2());
    }

    @TestFactory
    Stream<DynamicTest> postgresql() {
        return checks(HubUnderTest.postgres());
    }

    private static Stream<DynamicTest> checks(HubUnderTest hub) {
        var report = Kit.run(target(hub), Selection.all());
        var all = report.results().stream().map(result -> dynamicTest(result.displayName(), result::expectNotFailed));
        return Stream.concat(
                all, Stream.of(dynamicTest("nothing is skipped without a reason", () -> skipsAreKnown(report))));
    }

    private static void skipsAreKnown(Report report) {
        assertThat(report.with(Outcome.SKIP))
                .extracting(result -> result.check().id())
                .containsExactlyInAnyOrderElementsOf(NOT_APPLICABLE.keySet());
        assertThat(report.results()).hasSizeGreaterThan(80);
    }

    private static Target target(HubUnderTest hub) {
        return Target.at(hub.base() + "/fhir")
                .withToken(Role.SOURCE, hub.token("clinic", "source"))
                .withToken(Role.OTHER_SOURCE, hub.token("practice", "source"))
                .withToken(Role.HL7V2_SOURCE, hub.token("hospital", "source"))
                .withToken(Role.READER, hub.token("kit-reader", "reader"))
                .withToken(Role.SUBSCRIBER, hub.token("kit-subscriber", "subscriber"))
                .withToken(Role.OPERATOR, hub.token("kit-operator", "operator"))
                .withHl7v2(hub.base() + "/hl7v2")
                .withMllp("127.0.0.1", hub.mllpPort());
    }
}
