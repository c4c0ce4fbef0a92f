package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static dev.tributary.mapping.v2.Fixtures.only;
import static dev.tributary.mapping.v2.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HL7's maps of segments, field by field, where the golden cases do not show them. */
class GuideSegmentsTest {

    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR||Doe^Ann";
    private static final String ORIGINAL = "http://hl7.org/fhir/StructureDefinition/alternate-codes";

    /** V2-05. */
    @Test
    void allergy_keepsTheCodesThatWereSent() {
        var allergy = only(map(msh("ADT^A31", ""), PID, "AL1|1|AA|CAT^Cat hair^L|SV"), AllergyIntolerance.class);
        var category = allergy.getCategory().get(0);

        assertThat(category.getCode() + " " + allergy.getType().toCode()).isEqualTo("biologic allergy");
        assertThat(code(category.getExtensionByUrl(ORIGINAL).getValue())).isEqualTo("AA");
        assertThat(code(allergy.getCriticalityElement()
                        .getExtensionByUrl(ORIGINAL)
                        .getValue()))
                .isEqualTo("SV");
    }

    @Test
    void severityThatFhirHasNoPlaceFor_isNamed() {
        var mapped = map(msh("ADT^A31", ""), PID, "AL1|1|DA|PCN^Penicillin^L|MO");

        assertThat(mapped.issues()).extracting(Issue::path).contains("AL1-4");
    }

    /** V2-10. */
    @Test
    void note_tellsItsKind_andItsSourceIsNamed() {
        var mapped = map(
                msh("ORU^R01", ""),
                PID,
                "OBR|1|P1|F1^LAB|2345-7^Glucose^LN",
                "OBX|1|NM|2345-7^Glucose^LN||5|mg/dL|||||F",
                "NTE|1|L|Hemolyzed|RE^Remark^HL70364");
        var note = only(mapped, Observation.class).getNoteFirstRep();

        assertThat(note.getText()).isEqualTo("Hemolyzed");
        assertThat(code(note.getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/annotationType")
                        .getValue()))
                .isEqualTo("RE");
        assertThat(mapped.issues()).extracting(Issue::path).contains("NTE-2");
    }

    @Test
    void commentOfAnAppointment_namesWhatItHasNoPlaceFor() {
        var mapped = siu(segment("SCH", 2, "F1", 25, "Booked"), "NTE|1||Bring the films||9^Gray^Ada");

        assertThat(only(mapped, Appointment.class).getComment()).isEqualTo("Bring the films");
        assertThat(mapped.issues()).extracting(Issue::path).contains("NTE-5");
    }

    /** V2-14. */
    @Test
    void reasonOfAnAppointment_isToldInSnomedToo() {
        var appointment = only(siu(segment("SCH", 2, "F1", 7, "FOLLOWUP^^HL70276", 25, "Booked")), Appointment.class);

        assertThat(appointment.getReasonCodeFirstRep().getCoding())
                .extracting(coding -> coding.getSystem() + "|" + coding.getCode())
                .containsExactly(
                        "http://snomed.info/sct|185389009", "http://terminology.hl7.org/CodeSystem/v2-0276|FOLLOWUP");
    }

    @Test
    void typeInThePlaceOfTheReason_isTheType() {
        var appointment = only(siu(segment("SCH", 2, "F1", 7, "Normal^^HL70277", 25, "Booked")), Appointment.class);

        assertThat(appointment.getAppointmentType().getCodingFirstRep().getCode())
                .isEqualTo("Normal");
        assertThat(appointment.hasReasonCode()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"S12, Complete, fulfilled", "S12, , booked", "S15, Booked, cancelled"})
    void statusOfTheService_countsWhereTheAppointmentTellsNone(String event, String sent, String status) {
        var mapped = map(
                msh("SIU^" + event, ""),
                segment("SCH", 2, "F1"),
                PID,
                segment("AIS", 3, "US^Scan^L", 10, sent == null ? "" : sent));

        assertThat(only(mapped, Appointment.class).getStatus().toCode()).isEqualTo(status);
    }

    /** V2-11. */
    @Test
    void timingOfAnOrder_isComputable() {
        var order = order(segment("TQ1", 2, "1", 3, "BID", 6, "10^D&days", 7, "20260401080000-0500", 10, "if febrile"));
        var repeat = order.getOccurrenceTiming().getRepeat();

        assertThat(repeat.getFrequency() + " in " + repeat.getPeriod()
                        + repeat.getPeriodUnit().toCode())
                .isEqualTo("2 in 1d");
        assertThat(repeat.getBoundsPeriod().hasEnd()).isTrue();
        assertThat(order.getQuantityQuantity().getValue()).isEqualByComparingTo("1");
        assertThat(order.getAsNeededCodeableConcept().getText()).isEqualTo("if febrile");
    }

    @Test
    void beginOfAnOrder_isATime() {
        assertThat(order(segment("TQ1", 7, "20260401080000-0500"))
                        .getOccurrenceDateTimeType()
                        .getValueAsString())
                .isEqualTo("2026-04-01T08:00:00-05:00");
    }

    @ParameterizedTest
    @CsvSource({"S, stat", "A, asap", "R, routine", "TM30, urgent", "C, routine"})
    void priority_followsTable0485(String sent, String priority) {
        assertThat(order(segment("TQ1", 9, sent)).getPriority().toCode()).isEqualTo(priority);
    }

    /** V2-15. */
    @Test
    void doseByDaysOfTheWeek_andItsMethod() {
        var mapped = map(
                msh("OMP^O09", ""),
                PID,
                "ORC|NW|P1",
                segment("TQ1", 3, "^DW^6^1"),
                "RXO|A^Aspirin^L|1||TAB",
                "RXR|PO|||CH^Chew^HL70165");
        var dosage = only(mapped, MedicationRequest.class).getDosageInstructionFirstRep();

        assertThat(dosage.getTiming().getRepeat().getDayOfWeek())
                .extracting(day -> day.getCode())
                .containsExactly("sat", "sun", "mon");
        assertThat(dosage.getMethod().getCodingFirstRep().getCode()).isEqualTo("419747000");
    }

    @ParameterizedTest
    @CsvSource({"PP, 446050000", "PI, 40570005", "DP, DP", "AT, ATND"})
    void roleInAVisit_followsTable0443(String sent, String code) {
        var mapped = map(
                msh("ADT^A01", ""),
                PID,
                segment("PV1", 2, "I", 19, "V1"),
                "ROL|1|AD|" + sent + "^^HL70443|4711^Brandt^Otto");

        assertThat(only(mapped, Encounter.class)
                        .getParticipantFirstRep()
                        .getTypeFirstRep()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo(code);
    }

    private static ServiceRequest order(String tq1) {
        return only(
                map(msh("OML^O21", ""), PID, "ORC|NW|P1^EHR", tq1, "OBR|1|P1^EHR||2345-7^Glucose^LN"),
                ServiceRequest.class);
    }

    private static Mapped siu(String sch, String... more) {
        var segments = new String[more.length + 3];
        segments[0] = msh("SIU^S12", "");
        segments[1] = sch;
        segments[2] = PID;
        System.arraycopy(more, 0, segments, 3, more.length);
        return map(segments);
    }

    private static String code(Object concept) {
        return ((CodeableConcept) concept).getCodingFirstRep().getCode();
    }
}
