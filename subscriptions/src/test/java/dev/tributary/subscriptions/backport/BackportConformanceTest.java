package dev.tributary.subscriptions.backport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import dev.tributary.subscriptions.Subscriptions;
import dev.tributary.subscriptions.context.Record;
import dev.tributary.subscriptions.context.Stay;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.ChannelDefinition;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.PayloadDefinition;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.summary.DischargeSummary;
import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The bundles against the guide's own profiles; {@code -Dbackport.package=<tgz>} or {@code BACKPORT_PACKAGE} names its package, which is also
 * looked for beside the repository.
 */
class BackportConformanceTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String PACKAGE = "hl7.fhir.uv.subscriptions-backport.r4-1.1.0.tgz";
    private static final List<String> BESIDE = List.of("../..", "../../..");
    private static FhirValidator validator;

    private final BackportBundles bundles = new BackportBundles(
            "https://hub.example/fhir",
            BackportConformanceTest::read,
            UUID::randomUUID,
            () -> Instant.parse("2026-03-01T10:00:01Z"));

    @BeforeAll
    static void loadGuide() throws IOException {
        Optional<Path> file = Optional.ofNullable(System.getProperty("backport.package"))
                .or(() -> Optional.ofNullable(System.getenv("BACKPORT_PACKAGE")))
                .map(Path::of)
                .or(() -> BESIDE.stream()
                        .map(folder -> Path.of(folder, "shared/ig-packages", PACKAGE))
                        .filter(Files::exists)
                        .findFirst());
        if (file.isEmpty()) {
            return;
        }
        PrePopulatedValidationSupport guide = new PrePopulatedValidationSupport(FHIR);
        NpmPackage npm;
        try (InputStream bytes = Files.newInputStream(file.get())) {
            npm = NpmPackage.fromPackage(bytes);
        }
        for (String resource : npm.listResources("StructureDefinition")) {
            guide.addStructureDefinition(
                    FHIR.newJsonParser().parseResource(StructureDefinition.class, npm.load("package", resource)));
        }
        ValidationSupportChain chain = new ValidationSupportChain(
                guide,
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR),
                new SnapshotGeneratingValidationSupport(FHIR));
        validator = FHIR.newValidator().registerValidatorModule(new FhirInstanceValidator(chain));
    }

    @Test
    @DisplayName("SB-04: every bundle validates against the Backport 1.1.0 profiles")
    void everyBundle_validates() {
        assumeTrue(validator != null, "Not validated: no -Dbackport.package=<tgz> given");
        for (PayloadContent content : PayloadContent.values()) {
            assertValid(bundles.notification(subscription(content), List.of(event(1, "1"), event(2, "2"))));
        }
        for (PayloadContent content : PayloadContent.values()) {
            StoredSubscription subscription = subscription(content);
            assertValid(bundles.handshake(subscription));
            assertValid(bundles.heartbeat(subscription));
            assertValid(bundles.events(subscription, List.of(), content));
            assertValid(bundles.events(subscription, List.of(event(1, "1")), PayloadContent.EMPTY));
            assertValid(bundles.statuses(List.of(subscription)));
        }
    }

    @Test
    @DisplayName("SB-04, SB-15: so does one with a discharge summary, and one whose event is withheld")
    void bundleWithMoreOrLess_validates() {
        assumeTrue(validator != null, "Not validated: no -Dbackport.package=<tgz> given");
        Instant now = Instant.parse("2026-03-05T14:30:03Z");
        DischargeSummary summary = new DischargeSummary("https://hub.example/fhir", "Lakeside Exchange", () -> now);
        Record record = Stay.finished();
        Subscription chosen = new Subscription();
        chosen.getChannel()
                .addExtension(
                        "https://tributary.dev/fhir/StructureDefinition/discharge-summary", new BooleanType(true));
        BackportBundles more = new BackportBundles(
                "https://hub.example/fhir",
                BackportConformanceTest::read,
                Referrers.NONE,
                (subscription, event) -> summary.of(
                        new SubscriptionDefinition(
                                subscription.definition().topic(),
                                true,
                                List.of(),
                                subscription.definition().channel(),
                                subscription.definition().payload(),
                                null,
                                chosen),
                        record.reads().of(event, "owner")),
                UUID::randomUUID,
                () -> now);
        Bundle bundle = more.notification(subscription(PayloadContent.FULL_RESOURCE), List.of(event(1, "1")));
        assertThat(bundle.getEntry()).anyMatch(entry -> entry.getResource() instanceof Composition);
        assertValid(bundle);

        NotifiedEvent withheld = event(1, "1").disclosedTo("owner", (owner, reference, patient) -> Optional.of("No."));
        assertValid(bundles.notification(subscription(PayloadContent.FULL_RESOURCE), List.of(withheld)));
    }

    @Test
    @DisplayName(
            "SB-04, SB-07: what was deleted is told as a DELETE without a resource, at every payload level, and validates")
    void deletion_isToldAsOne() {
        for (PayloadContent content : PayloadContent.values()) {
            List<String> gone = content == PayloadContent.EMPTY ? List.of() : List.of("DELETE Encounter/e1 204 false");
            for (List<NotifiedEvent> events :
                    List.of(List.of(deletion(1, "3")), List.of(event(1, "3"), deletion(1, "3")))) {
                assertThat(focus(bundles.notification(subscription(content), events)))
                        .isEqualTo(gone);
                assertThat(focus(bundles.events(subscription(content), events, content)))
                        .isEqualTo(gone);
            }
            boolean whole = content == PayloadContent.FULL_RESOURCE;
            assertThat(focus(bundles.notification(subscription(content), List.of(deletion(0, "3"), event(1, "5")))))
                    .as("written again")
                    .isEqualTo(gone.isEmpty() ? gone : List.of("PUT Encounter/e1 200 " + whole));
        }
    }

    /** What the Bundle, which must be valid, says of the visit e1. */
    private static List<String> focus(Bundle bundle) {
        if (validator != null) {
            assertValid(bundle);
        }
        return bundle.getEntry().stream()
                .filter(entry -> entry.getFullUrl().endsWith("/Encounter/e1"))
                .map(entry -> entry.getRequest().getMethod() + " "
                        + entry.getRequest().getUrl() + " "
                        + entry.getResponse().getStatus() + " "
                        + entry.hasResource())
                .toList();
    }

    private static NotifiedEvent deletion(long number, String version) {
        NotifiedEvent event = event(1, version);
        return new NotifiedEvent(
                number + 1,
                number + 1,
                "encounter-cancelled",
                event.occurred(),
                event.recorded(),
                event.focus(),
                version,
                event.patient(),
                Facts.none().ofDeletion());
    }

    @Test
    @DisplayName("REQ 28: what is sent as XML is the same resource as what is sent as JSON")
    void xmlAndJson_sayTheSame() {
        Bundle bundle = bundles.notification(subscription(PayloadContent.FULL_RESOURCE), List.of(event(1, "1")));
        String xml = FHIR.newXmlParser().encodeResourceToString(bundle);
        IParser parser = FHIR.newXmlParser();
        parser.setOverrideResourceIdWithBundleEntryFullUrl(false);
        Bundle back = parser.parseResource(Bundle.class, xml);
        assertThat(FHIR.newJsonParser().encodeResourceToString(back))
                .isEqualTo(FHIR.newJsonParser().encodeResourceToString(bundle));
    }

    @Test
    @DisplayName("REQ 137: a Subscription as this module's clients write it is of the Backport profile")
    void subscription_validates() {
        assumeTrue(validator != null, "Not validated: no -Dbackport.package=<tgz> given");
        Subscription subscription = Subscriptions.withHeartbeat(
                Subscriptions.withMaxCount(Subscriptions.toDischarges("https://receiver.example/x", "id-only"), 5), 60);
        assertValid(subscription);
    }

    private static void assertValid(Resource resource) {
        String json = FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(resource);
        List<SingleValidationMessage> errors = validator.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .toList();
        assertThat(errors).as(json).isEmpty();
    }

    private static StoredSubscription subscription(PayloadContent content) {
        Topic topic = new ShippedTopics().find(EventKind.DISCHARGE.topic()).orElseThrow();
        SubscriptionDefinition definition = new SubscriptionDefinition(
                topic,
                true,
                List.of(),
                new ChannelDefinition(
                        "rest-hook", "https://receiver.example/x", List.of(), Duration.ofSeconds(10), null, 10),
                new PayloadDefinition("application/fhir+json", content),
                null,
                new Subscription());
        return new StoredSubscription("s1", "owner", definition, SubscriptionStatus.ERROR, 1, "It was refused.", 2);
    }

    private static NotifiedEvent event(long number, String version) {
        Instant recorded = Instant.parse("2026-03-01T10:00:00.123456Z");
        return new NotifiedEvent(
                number,
                number,
                "discharge",
                recorded,
                recorded,
                "Encounter/e" + number,
                version,
                "Patient/p1",
                Facts.none());
    }

    private static Optional<Resource> read(String reference, String owner) {
        if (reference.startsWith("Patient/")) {
            Patient patient = new Patient();
            patient.setId("p1");
            patient.addName().setFamily("Brook");
            return Optional.of(patient);
        }
        Encounter encounter = new Encounter();
        encounter.setId(reference.substring("Encounter/".length()));
        encounter.setStatus(Encounter.EncounterStatus.FINISHED);
        encounter
                .getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        encounter.getSubject().setReference("Patient/p1");
        return Optional.of(encounter);
    }
}
