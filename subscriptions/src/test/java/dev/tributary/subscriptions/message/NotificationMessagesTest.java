package dev.tributary.subscriptions.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.context.Record;
import dev.tributary.subscriptions.context.Stay;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NotificationMessagesTest {

    private static final String NPI = "http://hl7.org/fhir/sid/us-npi";

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String BASE = "https://hub.example/fhir";

    private final NotificationMessages messages = new NotificationMessages(
            FHIR,
            new NotificationMessages.Sender(BASE, "Lakeside Exchange", "1.0"),
            () -> Instant.parse("2026-03-05T14:30:03Z"));

    private Bundle build(Record record, String kind) {
        return messages.build(
                        record.about(kind, "Encounter/e1", "Patient/p1"),
                        "s1/1",
                        "https://payer.example/fhir/$process-message",
                        List.of())
                .orElseThrow();
    }

    @Test
    @DisplayName("AL-02, AL-03: a message whose header says what happened, to whom it goes and who answers for it")
    void header_saysWhatHappened() {
        Bundle bundle = build(Stay.finished(), "discharge");

        assertThat(bundle.getType()).isEqualTo(BundleType.MESSAGE);
        assertThat(bundle.getIdElement().getIdPart()).isNotBlank();
        MessageHeader header = (MessageHeader) bundle.getEntryFirstRep().getResource();
        assertThat(header.getEventCoding().getCode()).isEqualTo("notification-discharge");
        assertThat(header.getFocusFirstRep().getReference()).isEqualTo("Encounter/e1");
        assertThat(header.getResponsible().getReference()).isEqualTo("Organization/o1");
        assertThat(header.getAuthor().getReference()).isEqualTo("Practitioner/d1");
        assertThat(header.getSource().getEndpoint()).isEqualTo(BASE + "/$process-message");
        assertThat(header.getDestinationFirstRep().getEndpoint())
                .isEqualTo("https://payer.example/fhir/$process-message");
        assertThat(header.hasResponse()).isFalse();
    }

    @Test
    @DisplayName("AL-04, AL-12: a visit that was deleted is told of as it last was, entered in error")
    void deletedVisit_isToldAsEnteredInError() {
        Record record = Stay.finished();
        record.delete("Encounter/e1", "1");

        Bundle bundle = messages.build(
                        record.aboutDeleted("encounter-cancelled", "Encounter/e1", "Patient/p1"),
                        "s1/1",
                        "https://payer.example/fhir/$process-message",
                        List.of())
                .orElseThrow();

        MessageHeader header = (MessageHeader) bundle.getEntryFirstRep().getResource();
        assertThat(header.getEventCoding().getCode()).isEqualTo("notification-progress-update");
        assertThat(header.getFocusFirstRep().getReference()).isEqualTo("Encounter/e1");
        Encounter told = (Encounter) bundle.getEntry().get(1).getResource();
        assertThat(told.getStatus()).isEqualTo(Encounter.EncounterStatus.ENTEREDINERROR);
        assertThat(told.getIdentifier()).isNotEmpty();
    }

    @Test
    @DisplayName(
            "AL-04, AL-05: all that the visit refers to is in the bundle, with its conditions and the person's coverage")
    void theGraph_isComplete() {
        Bundle bundle = build(Stay.finished(), "admission");

        assertThat(bundle.getEntry().stream().map(entry -> entry.getResource().fhirType()))
                .contains("Encounter", "Patient", "Practitioner", "Location", "Condition", "Coverage", "Organization");
        List<String> urls = bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getFullUrl)
                .toList();
        assertThat(urls).doesNotHaveDuplicates();
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            FHIR.newTerser().getAllPopulatedChildElementsOfType(entry.getResource(), Reference.class).stream()
                    .filter(Reference::hasReference)
                    .forEach(reference -> assertThat(urls).contains(BASE + "/" + reference.getReference()));
        }
    }

    @Test
    @DisplayName("AL-11: the same event has the same ids whenever it is built")
    void aRepeatedMessage_hasTheSameIds() {
        Bundle one = build(Stay.finished(), "discharge");
        Bundle other = build(Stay.finished(), "discharge");

        assertThat(one.getId()).isEqualTo(other.getId());
        assertThat(one.getEntryFirstRep().getFullUrl())
                .isEqualTo(other.getEntryFirstRep().getFullUrl());
    }

    @Test
    @DisplayName("AL-12: a correction is an update with its reason, never the event that it takes back")
    void aCorrection_isAnUpdate() {
        MessageHeader header = (MessageHeader)
                build(Stay.finished(), "encounter-corrected").getEntryFirstRep().getResource();

        assertThat(header.getEventCoding().getCode()).isEqualTo("notification-progress-update");
        assertThat(header.getReason().getCodingFirstRep().getCode()).isEqualTo("edit");
    }

    @Test
    void outpatientVisits_haveAnEventOfTheirOwn() {
        Record record = Stay.finished();
        Encounter visit =
                (Encounter) record.reads().resources().read("Encounter/e1", "").orElseThrow();
        visit.getClass_().setCode("AMB");

        MessageHeader header = (MessageHeader)
                build(record, "encounter-start").getEntryFirstRep().getResource();

        assertThat(header.getEventCoding().getCode()).isEqualTo("notification-outpatient-visit");
    }

    @Test
    void whatCannotBeReadAnyMore_isNotTold() {
        Record record = Stay.finished();
        record.remove("Encounter/e1");

        assertThat(messages.build(record.about("discharge", "Encounter/e1", "Patient/p1"), "s1/1", "x", List.of()))
                .isEmpty();
    }

    @Test
    @DisplayName("AL-02 to AL-06: every message validates against the guide, with whatever the record lacks")
    void everyMessage_validates() {
        AlertsGuide guide = AlertsGuide.load();
        assumeTrue(guide != null, "Not validated: the packages of the guides are not there");
        for (String kind : List.of("admission", "discharge", "transfer", "encounter-cancelled", "emergency-visit")) {
            guide.assertValid(build(Stay.finished(), kind));
        }
        guide.assertValid(build(sparse(), "discharge"));
        guide.assertValid(build(misnumbered(), "discharge"));
        guide.assertValid(messages.build(
                        result().about("result-new", "Observation/b1", "Patient/p1"),
                        "s1/3",
                        "https://x.example",
                        List.of())
                .orElseThrow());
    }

    @Test
    @DisplayName("AL-04: a number that cannot be of its system does not make the message invalid")
    void aNumberThatCannotBe_losesItsSystem() {
        Bundle bundle = build(misnumbered(), "discharge");
        List<Identifier> numbers = bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(Practitioner.class::isInstance)
                .flatMap(each -> ((Practitioner) each).getIdentifier().stream())
                .toList();
        assertThat(numbers).extracting(Identifier::getValue).containsExactly("1234567890", "1234567893");
        assertThat(numbers).extracting(Identifier::getSystem).containsExactly(null, NPI);
    }

    private static Record misnumbered() {
        Record record = Stay.finished();
        Practitioner doctor = (Practitioner)
                record.reads().resources().read("Practitioner/d1", "").orElseThrow();
        doctor.getIdentifier().clear();
        doctor.addIdentifier().setSystem(NPI).setValue("1234567890");
        doctor.addIdentifier().setSystem(NPI).setValue("1234567893");
        return record;
    }

    /** A record with hardly anything in it. */
    private static Record sparse() {
        Record record = new Record();
        record.add("p1", new Patient());
        record.add("d1", new Practitioner());
        Encounter visit = record.add("e1", new Encounter());
        visit.setStatus(Encounter.EncounterStatus.FINISHED).setSubject(new Reference("Patient/p1"));
        visit.addParticipant().setIndividual(new Reference("Practitioner/d1"));
        visit.addParticipant().setIndividual(new Reference("Practitioner/gone"));
        visit.addLocation().setLocation(new Reference("Location/gone"));
        visit.setServiceProvider(new Reference("Organization/gone").setDisplay("Elsewhere"));
        return record;
    }

    private static Record result() {
        Record record = Stay.finished();
        Observation observation = record.add("b1", new Observation());
        observation.setStatus(Observation.ObservationStatus.FINAL).setSubject(new Reference("Patient/p1"));
        observation.setEncounter(new Reference("Encounter/e1"));
        observation.getCode().addCoding(new Coding("http://loinc.org", "2345-7", "Glucose"));
        return record;
    }
}
