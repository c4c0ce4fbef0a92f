package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Scene;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;

/** Subscriptions that must be refused rather than accepted and never served. */
final class RejectionChecks {
    private static final String CHANNEL_TYPE =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-channel-type";

    private RejectionChecks() {}

    static List<Check> all() {
        Map<String, Consumer<Subscription>> wrong = new LinkedHashMap<>();
        wrong.put("unknown-topic", s -> s.setCriteria("https://tributary.dev/conformance/no-such-topic"));
        wrong.put("unknown-filter", s -> Subscriber.addFilter(s, "Encounter?no-such-parameter=1"));
        wrong.put("unsupported-channel", s -> s.getChannel().setType(SubscriptionChannelType.SMS));
        wrong.put("unsupported-mime", s -> s.getChannel().getPayloadElement().setValue("text/csv"));
        wrong.put(
                "unsupported-content",
                s -> s.getChannel()
                        .getPayloadElement()
                        .getExtensionByUrl(Subscriber.CONTENT)
                        .setValue(new CodeType("everything")));
        wrong.put("no-content", s -> s.getChannel().getPayloadElement().setExtension(List.of()));
        wrong.put(
                "unsupported-fhir-version",
                s -> s.getChannel().getPayloadElement().setValue("application/fhir+json; fhirVersion=5.0"));
        wrong.put(
                "unsupported-channel-type",
                s -> s.getChannel()
                        .getTypeElement()
                        .addExtension(
                                CHANNEL_TYPE, new Coding("https://tributary.dev/conformance", "carrier-pigeon", null)));
        wrong.put("bad-endpoint", s -> s.getChannel().setEndpoint("file:///etc/passwd"));
        wrong.put("no-endpoint", s -> s.getChannel().setEndpoint(null));
        return wrong.entrySet().stream()
                .map(e -> check(
                                Group.SUBSCRIPTIONS,
                                "subscription.reject-" + e.getKey(),
                                "Refused with 4xx: " + e.getKey().replace('-', ' '))
                        .proves("SB-03")
                        .needs(Need.SUBSCRIPTIONS)
                        .by(scene -> rejects(scene, e.getValue())))
                .toList();
    }

    private static void rejects(Scene scene, Consumer<Subscription> change) {
        Subscription subscription =
                Subscriber.subscription(scene, "http://" + scene.target().receiverHost() + ":9/never", "id-only");
        change.accept(subscription);
        Answer answer = Subscriber.create(scene, subscription);
        Expect.that(
                answer.status() / 100 == 4,
                answer.request() + ": expected 4xx, got " + answer.summary() + " for " + Fhir.json(subscription));
        answer.expectOutcome(answer.status());
    }
}
