package dev.tributary.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.conformance.checks.Catalogue;
import dev.tributary.conformance.report.CheckResult;
import dev.tributary.conformance.report.Outcome;
import dev.tributary.conformance.report.Report;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Target;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KitTest {
    /** What the fake server can do. */
    private static final List<String> WITHIN_REACH = List.of(
            "core.metadata",
            "core.unknown-id",
            "core.create",
            "core.transaction-atomic",
            "core.batch",
            "core.transaction-response",
            "core.conditional-create",
            "core.if-match",
            "core.delete",
            "search.strict",
            "search.lenient",
            "search.bundle",
            "core.stock-client",
            "security.no-token",
            "security.garbage-token",
            "security.alg-none",
            "security.open-metadata",
            "security.no-stack-trace");

    private static Report run(Fault fault) throws IOException {
        try (FakeFhirServer server = new FakeFhirServer(fault)) {
            Target target =
                    Target.at(server.url()).withToken(FakeFhirServer.TOKEN).withPatience(Duration.ofMillis(200));
            return Kit.run(target, Selection.ids(WITHIN_REACH));
        }
    }

    private static Set<String> failed(Report report) {
        return report.with(Outcome.FAIL).stream().map(r -> r.check().id()).collect(Collectors.toSet());
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(
                        Fault.OPEN_TO_ALL, Set.of("security.no-token", "security.garbage-token", "security.alg-none")),
                Arguments.of(Fault.TAKES_ANY_TOKEN, Set.of("security.garbage-token", "security.alg-none")),
                Arguments.of(Fault.HALF_TRANSACTIONS, Set.of("core.transaction-atomic")),
                Arguments.of(Fault.IGNORES_IF_MATCH, Set.of("core.if-match", "core.batch")),
                Arguments.of(
                        Fault.IGNORES_IF_NONE_EXIST,
                        Set.of(
                                "core.conditional-create",
                                "core.conditional-create-bundle",
                                "core.conditional-create-race")),
                Arguments.of(Fault.FORGETS_DELETIONS, Set.of("core.delete")),
                Arguments.of(Fault.SHOWS_STACK_TRACES, Set.of("security.no-stack-trace")),
                Arguments.of(Fault.NO_LOCATION, Set.of("core.create", "core.transaction-response")),
                Arguments.of(Fault.NEVER_STRICT, Set.of("search.strict")),
                Arguments.of(Fault.WRONG_FHIR_VERSION, Set.of("core.metadata")));
    }

    @Test
    void aSoundServer_passes() throws IOException {
        Report report = run(Fault.NONE);
        assertThat(report.with(Outcome.FAIL))
                .extracting(CheckResult::explanation)
                .isEmpty();
        assertThat(report.passed()).isTrue();
        assertThat(report.software()).isEqualTo("Fake");
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFault_failsTheChecksThatItConcerns_andNoOther(Fault fault, Set<String> concerned) throws IOException {
        assertThat(failed(run(fault))).isEqualTo(concerned);
    }

    @Test
    void nothingListening_failsClearly() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Target nobody = Target.at("http://127.0.0.1:" + port + "/fhir").withToken("t");
        Report report = Kit.run(nobody, Selection.ids(List.of("core.", "search.")));
        assertThat(report.passed()).isFalse();
        assertThat(report.results()).allSatisfy(result -> {
            assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
            assertThat(result.message()).contains("127.0.0.1:" + port).containsAnyOf("nothing listens", "refused");
        });
    }

    @Test
    void whatTheTargetLacks_isSkippedWithTheReason() throws IOException {
        try (FakeFhirServer server = new FakeFhirServer(Fault.NONE)) {
            Report report = Kit.run(Target.at(server.url()), Selection.ids(List.of("mllp.", "exchange.", "hl7v2.")));
            assertThat(report.results()).isNotEmpty().allSatisfy(result -> {
                assertThat(result.outcome()).isEqualTo(Outcome.SKIP);
                assertThat(result.message()).startsWith("needs ");
            });
            assertThat(report.passed()).isFalse();
        }
    }

    @Test
    void aFailedResult_throwsForACallerThatWantsATestPerCheck() throws IOException {
        CheckResult failed = run(Fault.WRONG_FHIR_VERSION).with(Outcome.FAIL).get(0);
        assertThatThrownBy(failed::expectNotFailed)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("R4-15")
                .hasMessageContaining("fhirVersion")
                .hasMessageContaining("GET ");
    }

    @Test
    void everyCheck_hasItsOwnIdAndNamesItsStatements() {
        List<Check> checks = Catalogue.all();
        assertThat(checks).extracting(Check::id).doesNotHaveDuplicates();
        assertThat(checks)
                .allSatisfy(check -> assertThat(check.statements())
                        .as(check.id())
                        .isNotEmpty()
                        .allMatch(s -> s.matches("(R4|SB|AL|V2|SM|UC|IH|MT|MG)-\\d\\d")));
    }
}
