package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.junit.jupiter.api.Test;

/** How orders, results, documents and appointments meet what is stored of them. */
class ResultMergeTest {

    /** V2-10. */
    @Test
    void preliminaryResult_neverReplacesAFinalOne() {
        var stored = observation(ObservationStatus.FINAL, 180);

        var merged = carry(observation(ObservationStatus.PRELIMINARY, 175), stored);

        assertThat(merged.equalsDeep(stored)).isTrue();
    }

    /** V2-10: the H of the wrong value would otherwise stand beside the corrected one. */
    @Test
    void correctedResult_takesTheOldInterpretationAway() {
        var stored = observation(ObservationStatus.FINAL, 180);
        stored.addInterpretation().setText("high");
        stored.setMethod(new CodeableConcept().setText("enzymatic"));

        var merged = (Observation) carry(observation(ObservationStatus.CORRECTED, 90), stored);

        assertThat(merged.hasInterpretation()).isFalse();
        assertThat(merged.getMethod().getText()).isEqualTo("enzymatic");
        assertThat(merged.getValueQuantity().getValue().intValue()).isEqualTo(90);
    }

    @Test
    void cancelledResultWithoutValue_hasNoValueBesideItsAbsentReason() {
        var cancelled = new Observation().setStatus(ObservationStatus.CANCELLED);
        cancelled.setDataAbsentReason(new CodeableConcept().setText("not performed"));

        var merged = (Observation) carry(cancelled, observation(ObservationStatus.FINAL, 180));

        assertThat(merged.hasValue()).isFalse();
        assertThat(merged.hasDataAbsentReason()).isTrue();
    }

    @Test
    void withdrawnResultWithoutValue_keepsTheValueThatWasWrong() {
        var withdrawn = new Observation().setStatus(ObservationStatus.ENTEREDINERROR);

        var merged = (Observation) carry(withdrawn, observation(ObservationStatus.FINAL, 180));

        assertThat(merged.getValueQuantity().getValue().intValue()).isEqualTo(180);
        assertThat(merged.getStatus()).isEqualTo(ObservationStatus.ENTEREDINERROR);
    }

    /** V2-10. */
    @Test
    void correctionOfOneResult_leavesTheOthersInTheReport() {
        var stored = report("Observation/a", "Observation/b");

        var merged = (DiagnosticReport) carry(report("Observation/b"), stored);

        assertThat(merged.getResult())
                .extracting(Reference::getReference)
                .containsExactlyInAnyOrder("Observation/a", "Observation/b");
    }

    @Test
    void orderStatusThatNobodyTells_staysAsItWas() {
        var stored = new ServiceRequest().setStatus(ServiceRequestStatus.COMPLETED);
        stored.setAuthoredOnElement(new DateTimeType("2026-01-10T08:00:00Z"));
        var later = new ServiceRequest().setStatus(ServiceRequestStatus.UNKNOWN);
        later.setAuthoredOnElement(new DateTimeType("2026-01-11T08:00:00Z"));

        var merged = (ServiceRequest) carry(later, stored);

        assertThat(merged.getStatus()).isEqualTo(ServiceRequestStatus.COMPLETED);
        assertThat(merged.getAuthoredOnElement().getValueAsString()).isEqualTo("2026-01-10T08:00:00Z");
    }

    /** V2-13. */
    @Test
    void notificationWithoutContent_keepsTheContent() {
        var merged = (DocumentReference) carry(document(null), document("text"));

        assertThat(merged.getContentFirstRep().getAttachment().getData())
                .asString()
                .isEqualTo("text");
        assertThat(merged.getContent()).hasSize(1);
    }

    /** V2-13: the replacement may overtake the document that it replaces. */
    @Test
    void documentThatArrivesAfterItsReplacement_givesItsContent() {
        var stub = document(null);
        stub.setDescription("superseded");

        var merged = (DocumentReference) ElementMerge.fillGaps(stub, document("text"));

        assertThat(merged.getContentFirstRep().getAttachment().getData())
                .asString()
                .isEqualTo("text");
        assertThat(merged.getDescription()).isEqualTo("superseded");
    }

    /** V2-14. */
    @Test
    void cancellationThatNamesThePatientOnly_keepsTheOtherParticipants() {
        var stored = appointment("Patient/p", "Practitioner/d");

        var merged = (Appointment) carry(appointment("Patient/p"), stored);

        assertThat(merged.getParticipant())
                .extracting(each -> each.getActor().getReference())
                .containsExactlyInAnyOrder("Patient/p", "Practitioner/d");
    }

    private static Resource carry(Resource incoming, Resource existing) {
        return ElementMerge.carryForward(incoming, existing, Set.of());
    }

    private static Observation observation(ObservationStatus status, int value) {
        return new Observation().setStatus(status).setValue(new Quantity().setValue(value));
    }

    private static DiagnosticReport report(String... results) {
        var report = new DiagnosticReport().setStatus(DiagnosticReportStatus.FINAL);
        for (var result : results) {
            report.addResult(new Reference(result));
        }
        return report;
    }

    private static DocumentReference document(String text) {
        var document = new DocumentReference();
        var attachment = new Attachment().setTitle("Report");
        document.addContent().setAttachment(text == null ? attachment : attachment.setData(text.getBytes()));
        return document;
    }

    private static Appointment appointment(String... actors) {
        var appointment = new Appointment();
        for (var actor : actors) {
            appointment.addParticipant().setActor(new Reference(actor));
        }
        return appointment;
    }
}
