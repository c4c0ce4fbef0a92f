package dev.tributary.subscriptions.events;

import static dev.tributary.subscriptions.events.EventKind.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShippedEventsTest {

    @Test
    void aPersonDiesOnce_whoeverSaysSo() {
        Scene scene = new Scene()
                .change(person(null), person(new BooleanType(true)))
                .change(stay("in-progress", null), stay("finished", "20"));
        assertThat(scene.kinds()).containsExactly(DISCHARGE, DEATH);
        assertThat(scene.events().get(1).focus()).isEqualTo("Patient/p");
    }

    @Test
    void aDischargeOfTheDead_isADeath_andTakenBackIsNone() {
        assertThat(new Scene()
                        .stored(person(null))
                        .change(stay("in-progress", null), stay("finished", "exp"))
                        .kinds())
                .containsExactly(DISCHARGE, DEATH);
        assertThat(new Scene()
                        .stored(person(null))
                        .change(stay("finished", "exp"), stay("in-progress", null))
                        .kinds())
                .containsExactly(ENCOUNTER_CORRECTED, DEATH_CORRECTED);
        assertThat(new Scene()
                        .stored(person(new BooleanType(true)))
                        .change(stay("finished", "exp"), stay("in-progress", null))
                        .kinds())
                .containsExactly(ENCOUNTER_CORRECTED);
    }

    @Test
    void whoDiedLongAgo_isNoNews() {
        assertThat(new Scene()
                        .change(null, person(new DateTimeType("2019-01-01")))
                        .kinds())
                .isEmpty();
        assertThat(new Scene()
                        .change(null, person(new DateTimeType("2026-02-27")))
                        .kinds())
                .containsExactly(DEATH);
        assertThat(new Scene()
                        .change(person(null), person(new DateTimeType("2019-01-01")))
                        .kinds())
                .containsExactly(DEATH);
    }

    /** What one source says is no event; what was merged into another person did not rise from the dead. */
    @Test
    void onlyThePersonCounts() {
        Patient record = person(new BooleanType(true));
        record.getMeta().getTagFirstRep().setCode("source");
        assertThat(new Scene().change(null, record).kinds()).isEmpty();
        Patient tombstone = person(null);
        tombstone.addLink().setType(LinkType.REPLACEDBY).getOther().setReference("Patient/heir");
        assertThat(new Scene().change(person(new BooleanType(true)), tombstone).kinds())
                .isEmpty();
    }

    @Test
    void aDocument_isNewOnce_andWhenSigned() {
        DocumentReference draft = document(ReferredDocumentStatus.PRELIMINARY, "a");
        assertThat(new Scene().change(null, draft).kinds()).containsExactly(DOCUMENT_NEW);
        assertThat(new Scene()
                        .change(draft, document(ReferredDocumentStatus.FINAL, "a"))
                        .kinds())
                .containsExactly(DOCUMENT_NEW);
        assertThat(new Scene()
                        .change(draft, document(ReferredDocumentStatus.PRELIMINARY, "b"))
                        .kinds())
                .containsExactly(DOCUMENT_NEW);
        assertThat(new Scene()
                        .change(draft, document(ReferredDocumentStatus.PRELIMINARY, "a"))
                        .kinds())
                .isEmpty();
        DocumentReference old =
                document(ReferredDocumentStatus.FINAL, "a").setStatus(DocumentReferenceStatus.SUPERSEDED);
        assertThat(new Scene().change(draft, old).kinds()).isEmpty();
    }

    /** A C-CDA tells of encounters long past; that it came is news, and so is a death that nobody knew of. */
    @Test
    void ofTheRecordsOfThePast_onlyDocumentsAndDeathsAreNews() {
        Scene scene = new Scene()
                .change(null, document(ReferredDocumentStatus.FINAL, "a"))
                .change(null, stay("finished", null))
                .change(person(null), person(new BooleanType(true)));
        assertThat(scene.arrivals()).extracting(Happening::kind).containsExactly(DOCUMENT_NEW, DEATH);
    }

    @Test
    void appointments() {
        assertThat(new Scene().change(null, appointment("booked", 1)).kinds()).containsExactly(APPOINTMENT_BOOKED);
        assertThat(new Scene()
                        .change(appointment("booked", 1), appointment("booked", 1))
                        .kinds())
                .isEmpty();
        assertThat(new Scene()
                        .change(appointment("booked", 1), appointment("booked", 2))
                        .kinds())
                .containsExactly(APPOINTMENT_BOOKED);
        assertThat(new Scene()
                        .change(appointment("booked", 1), appointment("cancelled", 1))
                        .kinds())
                .containsExactly(APPOINTMENT_CANCELLED);
        assertThat(new Scene()
                        .change(appointment("booked", 1), appointment("noshow", 1))
                        .kinds())
                .containsExactly(APPOINTMENT_NO_SHOW);
        assertThat(new Scene().change(null, appointment("cancelled", 1)).kinds())
                .isEmpty();
        assertThat(new Scene()
                        .change(null, appointment("booked", 1))
                        .events()
                        .get(0)
                        .patient())
                .isEqualTo("Patient/p");
    }

    @Test
    void prescriptions() {
        assertThat(new Scene().change(null, order("active")).kinds()).containsExactly(MEDICATION_PRESCRIBED);
        assertThat(new Scene().change(order("on-hold"), order("active")).kinds())
                .isEmpty();
        assertThat(new Scene().change(order("active"), order("stopped")).kinds())
                .containsExactly(MEDICATION_STOPPED);
        assertThat(new Scene().change(order("active"), order("completed")).kinds())
                .isEmpty();
        assertThat(new Scene()
                        .change(null, order("active").setIntent(MedicationRequestIntent.PLAN))
                        .kinds())
                .isEmpty();
    }

    @Test
    void aReferral_isToldByItsTask() {
        ServiceRequest request = referral("active");
        assertThat(new Scene()
                        .change(null, request)
                        .change(null, task("requested"))
                        .events())
                .singleElement()
                .satisfies(event -> assertThat(event.focus()).isEqualTo("Task/t"));
        assertThat(new Scene().change(null, request).kinds()).containsExactly(REFERRAL_CHANGED);
        assertThat(new Scene().change(task("requested"), task("accepted")).kinds())
                .containsExactly(REFERRAL_CHANGED);
        assertThat(new Scene().change(task("requested"), task("requested")).kinds())
                .isEmpty();
        assertThat(new Scene().change(null, task("draft")).kinds()).isEmpty();
    }

    @Test
    void factsOfAnEncounter_areItsOwn_itsDiagnosesAndItsPatients() {
        Encounter stay = stay("in-progress", null);
        stay.getServiceProvider().setReference("Organization/o").setDisplay("General Hospital");
        stay.addLocation().getLocation().setReference("Location/bed").setDisplay("WARD-3 / 12 / B");
        stay.addDiagnosis().getCondition().setReference("Condition/c");
        Condition condition = new Condition();
        condition.setId("Condition/c");
        condition
                .getCode()
                .addCoding()
                .setSystem("http://hl7.org/fhir/sid/icd-10-cm")
                .setCode("I50.9");
        Patient person = person(null);
        person.addGeneralPractitioner().setReference("Practitioner/gp");
        person.setBirthDateElement(new DateType("1950-02-03"));

        Facts facts = new Scene()
                .stored(person)
                .stored(condition)
                .change(null, stay)
                .events()
                .get(0)
                .facts();

        assertThat(facts.of("patient")).containsExactly("Patient/p");
        assertThat(facts.of("class")).containsExactly("http://terminology.hl7.org/CodeSystem/v3-ActCode|IMP");
        assertThat(facts.of("service-provider")).containsExactly("Organization/o");
        assertThat(facts.of("facility")).containsExactly("general hospital");
        assertThat(facts.of("location")).containsExactly("Location/bed");
        assertThat(facts.of("ward")).containsExactly("ward-3");
        assertThat(facts.of("diagnosis")).containsExactly("http://hl7.org/fhir/sid/icd-10-cm|I50.9");
        assertThat(facts.of("patient.birthdate")).containsExactly("1950-02-03");
        assertThat(facts.of("patient.general-practitioner")).containsExactly("Practitioner/gp");
    }

    @Test
    void whoIsDischarged_wasInTheLastWard() {
        Encounter left = stay("finished", null);
        left.addLocation(wasAt("EAST", "2026-01-01T10:00:00Z", "2026-01-01T12:00:00Z"));
        left.addLocation(wasAt("SOUTH", "2026-01-01T10:30:00Z", null));
        left.addLocation(wasAt("WEST", "2026-01-01T08:00:00Z", "2026-01-01T10:00:00Z"));

        Facts facts = new Scene()
                .change(stay("in-progress", null), left)
                .events()
                .get(0)
                .facts();

        assertThat(facts.of("ward")).containsExactly("east");
        assertThat(facts.of("location")).containsExactly("Location/EAST");
    }

    private static EncounterLocationComponent wasAt(String ward, String since, @Nullable String until) {
        EncounterLocationComponent place =
                new EncounterLocationComponent().setStatus(EncounterLocationStatus.COMPLETED);
        place.getLocation().setReference("Location/" + ward).setDisplay(ward);
        place.getPeriod().setStartElement(new DateTimeType(since));
        if (until != null) {
            place.getPeriod().setEndElement(new DateTimeType(until));
        }
        return place;
    }

    private static Patient person(org.hl7.fhir.r4.model.@Nullable Type deceased) {
        Patient person = new Patient();
        person.setId("Patient/p/_history/2");
        person.getMeta().addTag("https://tributary.dev/fhir/CodeSystem/record", "unified", null);
        person.setDeceased(deceased);
        return person;
    }

    private static Encounter stay(String status, @Nullable String disposition) {
        Encounter stay = new Encounter();
        stay.setId("Encounter/e/_history/2");
        stay.setStatus(EncounterStatus.fromCode(status));
        stay.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        stay.getSubject().setReference("Patient/p");
        if (disposition != null) {
            stay.getHospitalization().getDischargeDisposition().addCoding().setCode(disposition);
        }
        return stay;
    }

    private static DocumentReference document(ReferredDocumentStatus status, String hash) {
        DocumentReference document = new DocumentReference();
        document.setId("DocumentReference/d/_history/1");
        document.setStatus(DocumentReferenceStatus.CURRENT).setDocStatus(status);
        document.getSubject().setReference("Patient/p");
        document.addContent().getAttachment().setTitle(hash);
        return document;
    }

    private static Appointment appointment(String status, int day) {
        Appointment appointment = new Appointment();
        appointment.setId("Appointment/a/_history/1");
        appointment.setStatus(AppointmentStatus.fromCode(status)).setStart(new Date(day * 86_400_000L));
        appointment.addParticipant().getActor().setReference("Practitioner/x");
        appointment.addParticipant().getActor().setReference("Patient/p");
        return appointment;
    }

    private static MedicationRequest order(String status) {
        MedicationRequest order = new MedicationRequest();
        order.setId("MedicationRequest/m/_history/1");
        order.setStatus(MedicationRequestStatus.fromCode(status)).setIntent(MedicationRequestIntent.ORDER);
        order.getSubject().setReference("Patient/p");
        return order;
    }

    private static ServiceRequest referral(String status) {
        ServiceRequest request = new ServiceRequest();
        request.setId("ServiceRequest/s/_history/1");
        request.setStatus(ServiceRequestStatus.fromCode(status));
        request.addCategory().addCoding().setSystem("http://snomed.info/sct").setCode("3457005");
        request.getSubject().setReference("Patient/p");
        return request;
    }

    private static Task task(String status) {
        Task task = new Task();
        task.setId("Task/t/_history/1");
        task.setStatus(TaskStatus.fromCode(status));
        task.getFocus().setReference("ServiceRequest/s");
        task.getFor().setReference("Patient/p");
        return task;
    }
}
