package dev.tributary.subscriptions.summary;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.context.EventContext;
import dev.tributary.subscriptions.context.Record;
import dev.tributary.subscriptions.context.Stay;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DischargeSummaryTest {

    private static final String BASE = "https://hub.example/fhir";
    private static final Instant NOW = Instant.parse("2026-03-05T14:30:03Z");

    private final Record record = Stay.finished();
    private final DischargeSummary summary = new DischargeSummary(BASE, "Lakeside Exchange", () -> NOW);

    @BeforeEach
    void fill() {
        prescribed("m1", "Furosemide", "2025-12-01", MedicationRequestStatus.ACTIVE, "40 mg daily");
        prescribed("m2", "Furosemide", "2026-03-04", MedicationRequestStatus.ACTIVE, "80 mg daily");
        prescribed("m3", "Ibuprofen", "2025-12-01", MedicationRequestStatus.STOPPED, "400 mg");
        prescribed("m4", "Spironolactone", "2026-03-05", MedicationRequestStatus.ACTIVE, "25 mg daily");
        prescribed("m5", "Metformin", "2025-01-01", MedicationRequestStatus.ACTIVE, "500 mg");
        prescribed("m6", "Metformin", "2026-03-05", MedicationRequestStatus.ACTIVE, "500 mg");
        prescribed("m7", "Heparin", "2026-03-02", MedicationRequestStatus.ACTIVE, "s.c.")
                .addCategory(new CodeableConcept().addCoding(new Coding("x", "inpatient", null)));
        DiagnosticReport report = record.add("r1", new DiagnosticReport());
        report.setStatus(DiagnosticReportStatus.PRELIMINARY).setEncounter(new Reference("Encounter/e1"));
        report.setCode(new CodeableConcept().setText("Blood culture"));
        ServiceRequest later = record.add("s1", new ServiceRequest());
        later.setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE).setEncounter(new Reference("Encounter/e1"));
        later.setCode(new CodeableConcept().setText("Echocardiogram")).setOccurrence(new DateTimeType("2026-03-20"));
        ServiceRequest open = record.add("s2", new ServiceRequest());
        open.setStatus(ServiceRequest.ServiceRequestStatus.ACTIVE).setEncounter(new Reference("Encounter/e1"));
        open.setCode(new CodeableConcept().setText("Troponin"));
        Appointment visit = record.add("t1", new Appointment());
        visit.setStatus(Appointment.AppointmentStatus.BOOKED)
                .setDescription("Heart failure clinic")
                .setStart(Date.from(Instant.parse("2026-03-12T09:00:00Z")));
        visit.addParticipant().setActor(new Reference("Patient/p1"));
    }

    private MedicationRequest prescribed(
            String id, String name, String on, MedicationRequestStatus status, String dosage) {
        MedicationRequest request = record.add(id, new MedicationRequest());
        request.setStatus(status).setMedication(new CodeableConcept().setText(name));
        request.setSubject(new Reference("Patient/p1")).setAuthoredOnElement(new DateTimeType(on));
        request.addDosageInstruction().setText(dosage);
        request.getMeta().setLastUpdated(Date.from(NOW)).setSource("urn:tributary:source:clinic#1");
        return request;
    }

    private EventContext event() {
        return record.about("discharge", "Encounter/e1", "Patient/p1");
    }

    private Composition build() {
        return (Composition) summary.build(event()).orElseThrow();
    }

    private static List<String> lines(Composition composition, String title) {
        SectionComponent section = composition.getSection().stream()
                .filter(each -> each.getTitle().equals(title))
                .findFirst()
                .orElseThrow();
        return section.getEntry().stream().map(Reference::getDisplay).toList();
    }

    @Test
    void medications_areToldAgainstBeforeTheAdmission() {
        assertThat(lines(build(), "Changed medications"))
                .containsExactly(
                        "New: Spironolactone, 25 mg daily",
                        "Changed: Furosemide, 80 mg daily (was: 40 mg daily)",
                        "Stopped: Ibuprofen, 400 mg");
    }

    @Test
    void everySection_isThere() {
        Composition composition = build();

        assertThat(composition.getSection().stream().map(SectionComponent::getTitle))
                .containsExactly(
                        "Reason",
                        "Diagnoses",
                        "Disposition",
                        "Allergies",
                        "Changed medications",
                        "Pending results",
                        "Follow-up");
        assertThat(lines(composition, "Diagnoses")).containsExactly("Heart failure, unspecified");
        assertThat(lines(composition, "Allergies")).containsExactly("Penicillin G");
        assertThat(lines(composition, "Pending results"))
                .containsExactly("Blood culture – preliminary", "Troponin – no result yet");
        assertThat(lines(composition, "Follow-up"))
                .containsExactly("2026-03-12: Heart failure clinic", "Echocardiogram");
        assertThat(text(composition)).contains("Shortness of breath", "Discharged 2026-03-05 from RIVERSIDE");
    }

    @Test
    void links_leadToTheHub() {
        Composition composition = build();

        assertThat(composition.getEncounter().getReference()).isEqualTo(BASE + "/Encounter/e1");
        assertThat(text(composition)).contains("href=\"" + BASE + "/MedicationRequest/m4\"", "(clinic)");
    }

    @Test
    void whatSourcesWrite_isTextAndNothingElse() {
        prescribed(
                "m8",
                "<script>alert(1)</script>\u0000<img src=x onerror=y>",
                "2026-03-05",
                MedicationRequestStatus.ACTIVE,
                "]]>&lt;b>");

        String text = text(build());

        assertThat(text).doesNotContain("<script", "<img", "<b>").contains("&lt;script&gt;");
    }

    @Test
    void whatIsMore_isCountedAndNotListed() {
        for (int i = 0; i < 30; i++) {
            prescribed("n" + i, "Drug " + i, "2026-03-05", MedicationRequestStatus.ACTIVE, "");
        }

        Composition composition = build();

        assertThat(lines(composition, "Changed medications")).hasSize(20);
        assertThat(text(composition)).contains("13 more in the record.");
    }

    @Test
    void whatIsNotReachedInTime_saysSo() {
        AtomicLong seconds = new AtomicLong();
        DischargeSummary slow =
                new DischargeSummary(BASE, "Lakeside", () -> NOW.plusSeconds(seconds.getAndIncrement()));

        Composition composition = (Composition) slow.build(event()).orElseThrow();

        assertThat(lines(composition, "Changed medications")).isEmpty();
        assertThat(text(composition)).contains("Not compiled in time");
    }

    @Test
    void aVisitThatIsNotOver_hasNoSummary() {
        ((Encounter) record.reads().resources().read("Encounter/e1", "").orElseThrow())
                .setStatus(Encounter.EncounterStatus.INPROGRESS);

        assertThat(summary.build(event())).isEmpty();
    }

    private static String text(Composition composition) {
        return FhirContext.forR4Cached().newXmlParser().encodeResourceToString(composition);
    }
}
