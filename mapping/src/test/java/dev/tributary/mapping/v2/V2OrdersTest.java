package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static dev.tributary.mapping.v2.Fixtures.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What golden messages of orders, documents and appointments do not show by themselves: identity, statuses, exact content. */
class V2OrdersTest {

    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR||Doe^Ann";

    /** V2-11. */
    @Test
    void orderItsCancellationAndItsResult_areOneServiceRequest() {
        var obr = "OBR|1|P1^ADT1||2345-7^Glucose^LN";
        var ordered = only(map(msh("ORM^O01", ""), PID, "ORC|NW|P1^ADT1", obr), ServiceRequest.class);
        var cancelled = only(map(msh("ORM^O01", ""), PID, "ORC|CA|P1^ADT1", obr), ServiceRequest.class);
        var resulted =
                only(map(msh("ORU^R01", ""), PID, "OBR|1|P1^ADT1|F1^LAB|2345-7^Glucose^LN"), ServiceRequest.class);

        assertThat(cancelled.getId()).isEqualTo(ordered.getId()).isEqualTo(resulted.getId());
        assertThat(ordered.getStatus().toCode() + " " + cancelled.getStatus().toCode())
                .isEqualTo("active revoked");
    }

    /** V2-11. */
    @ParameterizedTest
    @CsvSource({
        "NW, '', active",
        "XO, '', active",
        "CA, '', revoked",
        "DC, '', revoked",
        "HD, '', on-hold",
        "SC, CM, completed",
        "SC, HD, on-hold",
        "NW, CA, revoked"
    })
    void orderStatus_followsOrc5ThenOrc1(String control, String status, String expected) {
        var request = only(
                map(msh("ORM^O01", ""), PID, "ORC|" + control + "|P1|||" + status, "OBR|1|P1||A^B^L"),
                ServiceRequest.class);

        assertThat(request.getStatus().toCode()).isEqualTo(expected);
    }

    /** V2-10. */
    @Test
    void correctionWithoutFillerNumber_findsTheResultByItsTime() {
        var first =
                map(msh("ORU^R01", ""), PID, "OBR|1|||GLU^Glucose^L|||202601110530||||||||||||||||||F", glucose("F"));
        var second = map(
                msh("ORU^R01", "").replace("|C1|", "|C2|"),
                PID,
                "OBR|1|||GLU^Glucose^L|||202601110530||||||||||||||||||C",
                glucose("C"));

        assertThat(only(second, Observation.class).getId())
                .isEqualTo(only(first, Observation.class).getId());
        assertThat(only(second, DiagnosticReport.class).getId())
                .isEqualTo(only(first, DiagnosticReport.class).getId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ORL^O22", "ORR^O02", "ORG^O20"})
    void responseWithoutPatient_isTakenWithoutChanges(String trigger) {
        var mapped = map(msh(trigger, ""), "MSA|AA|1", "ORC|OK|P1^ADT1|F1^LAB");

        assertThat(mapped.changes()).isEmpty();
        assertThat(mapped.hasErrors()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3.5-5.1; 3.5; 5.1",
                "135 to 145 mmol/L; 135; 145",
                "[0.5 - 1.1]; 0.5; 1.1",
                "<5; ; 5",
                "<= 5 mg/dL; ; 5",
                ">60; 60; ",
                "up to 40; ; 40",
                "Negative; ; "
            })
    void referenceRange_isReadWhereItReadsLikeOne(String text, String low, String high) {
        var observation = only(
                map(msh("ORU^R01", ""), PID, "OBR|1||F1|A^B^L", "OBX|1|NM|A^B^L||4|mmol/L|" + text + "||||F"),
                Observation.class);
        var range = observation.getReferenceRangeFirstRep();

        assertThat(range.getText()).isEqualTo(text);
        assertThat(range.hasLow() ? range.getLow().getValue().toPlainString() : null)
                .isEqualTo(low);
        assertThat(range.hasHigh() ? range.getHigh().getValue().toPlainString() : null)
                .isEqualTo(high);
    }

    /** V2-13. */
    @ParameterizedTest
    @CsvSource({
        "^application^pdf^Base64, application/pdf",
        "^AP^PDF^base64, application/pdf",
        "^TEXT^HTML^Base64, text/html",
        "^TEXT^^Base64, text/plain",
        "^IM^JPEG^Base64, image/jpeg",
        "^multipart^x-hl7-cda-level-one^Base64, text/xml",
        "^^^Base64, application/rtf"
    })
    void documentContent_isByteExactWithItsType(String ed, String contentType) {
        var bytes = "{\\rtf1 any bytes \u00e4\u0000}".getBytes(StandardCharsets.ISO_8859_1);
        var mapped = map(
                msh("MDM^T02", ""),
                PID,
                "TXA|1|DS||||||||||D1^X",
                "OBX|1|ED|A^B^L||" + ed + "^" + Base64.getEncoder().encodeToString(bytes) + "||||||F");
        var attachment =
                only(mapped, DocumentReference.class).getContentFirstRep().getAttachment();

        assertThat(attachment.getData()).isEqualTo(bytes);
        assertThat(attachment.getContentType()).isEqualTo(contentType);
    }

    /** V2-14. */
    @ParameterizedTest
    @CsvSource({
        "S12, '', booked",
        "S12, Pending, pending",
        "S14, Started, checked-in",
        "S15, Booked, cancelled",
        "S17, '', entered-in-error",
        "S26, Booked, noshow",
        "S13, Nonsense, booked"
    })
    void appointmentStatus_isOfTheEventOrOfSch25(String event, String filler, String expected) {
        var mapped = map(
                msh("SIU^" + event, ""), Fixtures.segment("SCH", 2, "A1", 11, "^^30^202601200930", 25, filler), PID);

        assertThat(only(mapped, Appointment.class).getStatus().toCode()).isEqualTo(expected);
    }

    /** V2-14: one appointment through its life. */
    @Test
    void appointment_isTheSameInEveryEvent() {
        var ids = Stream.of("S12", "S13", "S14", "S15", "S26")
                .map(event -> only(map(msh("SIU^" + event, ""), "SCH|P1|A1^S", PID), Appointment.class)
                        .getId())
                .distinct();

        assertThat(ids).hasSize(1);
    }

    @Test
    void appointmentWithoutNumber_isAnError() {
        assertThat(map(msh("SIU^S12", ""), "SCH||", PID).hasErrors()).isTrue();
    }

    /** V2-13: T10 makes its parent superseded, T06 only names it. */
    @ParameterizedTest
    @CsvSource({"T10, replaces, superseded, PARTIAL", "T06, appends, current, MENTION"})
    void relatedDocument_isToldWhatBecameOfIt(String event, String relation, String status, String extent) {
        var mapped = map(msh("MDM^" + event, ""), PID, "TXA|1|DS||||||||||D2^X|D1^X", "OBX|1|TX|A^B^L||x||||||F");
        var documents = mapped.changes().stream()
                .map(Change.Write.class::cast)
                .filter(write -> write.resource() instanceof DocumentReference)
                .toList();
        var parent = (DocumentReference) documents.get(0).resource();
        var own = (DocumentReference) documents.get(1).resource();

        assertThat(own.getRelatesToFirstRep().getCode().toCode()).isEqualTo(relation);
        assertThat(own.getRelatesToFirstRep().getTarget().getReference())
                .isEqualTo("DocumentReference/" + parent.getId());
        assertThat(parent.getStatus().toCode()).isEqualTo(status);
        assertThat(documents.get(0).extent()).hasToString(extent);
        assertThat(parent.getId()).isEqualTo(documentId("D1^X"));
    }

    private static String documentId(String number) {
        Mapped mapped = map(msh("MDM^T01", ""), PID, "TXA|1|DS||||||||||" + number);
        return only(mapped, DocumentReference.class).getId();
    }

    private static String glucose(String status) {
        return "OBX|1|NM|GLU^Glucose^L||5.4|mmol/L|||||" + status;
    }
}
