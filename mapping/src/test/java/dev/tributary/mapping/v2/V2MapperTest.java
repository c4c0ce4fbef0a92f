package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static dev.tributary.mapping.v2.Fixtures.only;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What golden messages do not show by themselves: identity, corrections and what must not happen. */
class V2MapperTest {

    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR||Doe^Ann";

    /** V2-08. */
    @Test
    void equalNumbersOfTwoFacilities_stayTwoPersons() {
        assertThat(patientId("M1^^^NORTH^MR")).isNotEqualTo(patientId("M1^^^SOUTH^MR"));
        assertThat(patientId("M1^^^NORTH^MR")).isEqualTo(patientId("M1^^^NORTH^MR"));
    }

    /** V2-08. */
    @ParameterizedTest
    @CsvSource({
        "M1^^^RIVERSIDE^MR, https://riverside.example.org/mrn, M1",
        "M1, urn:tributary:source:hospital:mrn, M1",
        "M1^^^Clinic 7^MR, urn:tributary:source:hospital:Clinic_7, M1",
        "M1^^^&2.16.840.1.113883.19.5&ISO^MR, urn:oid:2.16.840.1.113883.19.5, M1",
        "123-45-6789^^^SSA^SS, http://hl7.org/fhir/sid/us-ssn, 123456789",
        "123-45-6789^^^^SS, http://hl7.org/fhir/sid/us-ssn, 123456789",
        "123456789^^^&2.16.840.1.113883.4.1&ISO, http://hl7.org/fhir/sid/us-ssn, 123456789"
    })
    void identifierSystem_isThatOfTheAssigningAuthority(String cx, String system, String value) {
        var identifier =
                only(map(msh("ADT^A31", ""), "PID|1||" + cx), Patient.class).getIdentifierFirstRep();

        assertThat(identifier.getSystem()).isEqualTo(system);
        assertThat(identifier.getValue()).isEqualTo(value);
    }

    @Test
    void recordNumber_namesThePatientEvenIfItIsNotFirst() {
        assertThat(patientId("9^^^USSSA^SS~77^^^CARD^XX~M1^^^RIVERSIDE^MR")).isEqualTo(patientId("M1^^^RIVERSIDE^MR"));
    }

    /** V2-07. */
    @Test
    void visitNumber_namesTheSameEncounterInEveryEvent() {
        var ids = Stream.of("A01", "A02", "A03", "A08", "A11", "A13")
                .map(event -> only(map(msh("ADT^" + event, ""), PID, "PV1|1|I|W1||||||||||||||||V1"), Encounter.class)
                        .getId())
                .distinct();

        assertThat(ids).hasSize(1);
    }

    /** An update of the person must not begin a visit. */
    @Test
    void updateThatNamesNoVisit_writesNoEncounter() {
        assertThat(map(msh("ADT^A08", ""), PID, "PV1||O").changes()).hasSize(1);
    }

    /** V2-10. */
    @Test
    void correction_updatesTheSameObservation() {
        var first = result("C1", "180", "F");
        var correction = result("C2", "128", "C");

        assertThat(correction.getId()).isEqualTo(first.getId());
        assertThat(first.getStatus().toCode() + correction.getStatus().toCode()).isEqualTo("finalcorrected");
    }

    /** V2-10. */
    @ParameterizedTest
    @CsvSource({
        "F, final",
        "C, corrected",
        "P, preliminary",
        "X, cancelled",
        "W, entered-in-error",
        "D, entered-in-error"
    })
    void resultStatus_followsTable0085(String code, String status) {
        assertThat(result("C1", "1", code).getStatus().toCode()).isEqualTo(status);
    }

    @Test
    void repeatedObservations_stayApart() {
        var mapped = map(msh("ORU^R01", ""), PID, "OBR|1||F1|A^B^L", obx("1"), obx("2"), obx("3"));

        assertThat(mapped.changes().stream()
                        .map(change -> ((Change.Write) change).resource())
                        .filter(Observation.class::isInstance)
                        .map(resource -> resource.getId())
                        .distinct())
                .hasSize(3);
    }

    @Test
    void everythingLeftBehind_isAnIssueWithItsPath() {
        var mapped = map(
                msh("ADT^A01", ""),
                PID + "|||||||||||||||||||||||||||||||||x",
                "PV1|1|I|||||||||||||||||V1||FC",
                "PV2||||||||||||||x",
                "ZED|y");

        assertThat(mapped.issues())
                .extracting(Issue::path)
                .containsExactlyInAnyOrder("PID-38", "PV1-21", "PV2-14", "ZED");
        assertThat(mapped.hasErrors()).isFalse();
    }

    @Test
    void nobodyNamed_isAnErrorWithoutChanges() {
        var mapped = map(msh("ADT^A01", ""), "PID|1||||Doe^Ann", "PV1|1|I");

        assertThat(mapped.hasErrors()).isTrue();
        assertThat(mapped.changes()).isEmpty();
        assertThat(mapped.supported()).isTrue();
    }

    @Test
    void linkWithItself_isRefused() {
        assertThat(map(msh("ADT^A24", ""), PID, PID).hasErrors()).isTrue();
    }

    @Test
    void aVisitThatEndsBeforeItBegins_hasNoEnd() {
        var mapped = map(
                msh("ADT^A03", ""),
                PID,
                "PV1|1|I" + "|".repeat(17) + "V1" + "|".repeat(25) + "202601100800|202501100800");

        assertThat(only(mapped, Encounter.class).getPeriod().hasEnd()).isFalse();
        assertThat(mapped.issues()).extracting(Issue::path).contains("PV1-45");
    }

    /** V2-09. */
    @Test
    void mergeIntoItself_isRefused() {
        assertThat(map(msh("ADT^A40", ""), PID, "MRG|M1^^^RIVERSIDE^MR").hasErrors())
                .isTrue();
    }

    /** V2-09: a number that both share, like an SSN, retires nobody. */
    @Test
    void mergeWithOtherKindsOfNumbers_retiresOnePatient() {
        var mapped = map(msh("ADT^A40", ""), PID, "MRG|M2^^^RIVERSIDE^MR~123456789^^^USSSA^SS");

        assertThat(mapped.changes().stream().filter(Change.MergePatients.class::isInstance))
                .containsExactly(
                        new Change.MergePatients(patientId("M1^^^RIVERSIDE^MR"), patientId("M2^^^RIVERSIDE^MR")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"20260229", "2026131", "tomorrow", "00000000"})
    void impossibleTime_isLeftOutWithAWarning(String time) {
        var mapped = map(msh("ADT^A31", ""), PID + "||" + time);

        assertThat(only(mapped, Patient.class).hasBirthDate()).isFalse();
        assertThat(mapped.issues()).extracting(Issue::path).containsExactly("PID-7");
    }

    @ParameterizedTest
    @CsvSource({
        "1980, 1980",
        "19800000, 1980",
        "19800200, 1980-02",
        "198002, 1980-02",
        "19800214, 1980-02-14",
        "198002140330-0500, 1980-02-14"
    })
    void birthDate_keepsItsPrecision(String sent, String date) {
        var patient = only(map(msh("ADT^A31", ""), PID + "||" + sent), Patient.class);

        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo(date);
    }

    private static Observation result(String controlId, String value, String status) {
        return only(
                map(
                        msh("ORU^R01", "").replace("|C1|", "|" + controlId + "|"),
                        PID,
                        "OBR|1|P1|F1^LAB|2345-7^Glucose^LN",
                        "OBX|1|NM|2345-7^Glucose^LN|1|" + value + "|mg/dL|||||" + status),
                Observation.class);
    }

    private static String obx(String number) {
        return "OBX|" + number + "|TX|REM^Remark^L||line " + number + "||||||F";
    }

    private static String patientId(String cx) {
        return only(map(msh("ADT^A31", ""), "PID|1||" + cx), Patient.class).getId();
    }
}
