package dev.tributary.mapping;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static dev.tributary.mapping.v2.Fixtures.only;
import static dev.tributary.mapping.v2.Fixtures.segment;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Date;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** V2-07, V2-04: a visit told in several messages, in order and out of order. */
class ElementMergeTest {

    private static final String PID = "PID|1||M1^^^RIVERSIDE^MR||Doe^Ann||19800101|F";
    private static final String A01 =
            segment("PV1", 2, "I", 3, "3W^301^A", 10, "MED", 14, "7", 19, "V1", 44, "202601100800");
    private static final String A02 = segment("PV1", 2, "I", 3, "ICU^4^1", 6, "3W^301^A", 19, "V1");
    private static final String A03 =
            segment("PV1", 2, "I", 3, "ICU^4^1", 19, "V1", 36, "01", 44, "202601100800", 45, "202601141430");
    private static final String BARE = segment("PV1", 2, "I", 19, "V1");

    @Test
    void transfer_completesThePreviousLocationAndKeepsWhatItDoesNotMention() {
        var encounter = store(store(null, "A01", "202601100801", A01), "A02", "202601111000", A02);

        assertThat(encounter.getServiceType().getCodingFirstRep().getCode()).isEqualTo("MED");
        assertThat(encounter.getPeriod().getStartElement().getValueAsString()).isEqualTo("2026-01-10T08:00:00-05:00");
        assertThat(encounter.getLocation())
                .extracting(each ->
                        each.getLocation().getDisplay() + " " + each.getStatus().toCode())
                .containsExactly("ICU 4 1 active", "3W 301 A completed");
        assertThat(encounter.getLocation().get(1).getPeriod().getStartElement().getValueAsString())
                .isEqualTo("2026-01-10T08:00:00-05:00");
        assertThat(encounter.getLocation().get(1).getPeriod().getEndElement().getValueAsString())
                .isEqualTo("2026-01-11T10:00:00-05:00");
    }

    /** A document that does not know the class or the type of a visit takes away nothing that a message told. */
    /** Otherwise the admission that follows would be no news. */
    @Test
    void aVisitThatIsOnlyNamed_hasItsTimesAndNoState() {
        var named = new Encounter();
        named.setId("e");
        named.setStatus(Encounter.EncounterStatus.UNKNOWN);
        named.getPeriod().setStartElement(new DateTimeType("2026-01-10T08:00:00-05:00"));

        var stored = (Encounter) ElementMerge.mention(named, null, Set.of());
        assertThat(stored.getStatus()).isEqualTo(Encounter.EncounterStatus.UNKNOWN);
        assertThat(stored.getPeriod().hasStart()).isTrue();
        assertThat(stored.hasClass_()).isTrue();

        var told = (Encounter) ElementMerge.carryForward(named, stored, Set.of());
        assertThat(told.getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
    }

    @Test
    void whatIsNotKnown_takesNothingAway() {
        var known = store(null, "A01", "202601100801", segment("PV1", 2, "I", 4, "E", 19, "V1", 44, "202601100800"));
        var unknown =
                new Extension("http://hl7.org/fhir/StructureDefinition/data-absent-reason", new CodeType("unknown"));
        var document = new Encounter().setStatus(EncounterStatus.INPROGRESS);
        document.getClass_().addExtension(unknown);
        document.addType().addExtension(unknown.copy());
        var merged = (Encounter) ElementMerge.carryForward(document, known, Set.of());

        assertThat(merged.getClass_().getCode()).isEqualTo("IMP");
        assertThat(merged.getClassHistory()).isEmpty();
        assertThat(merged.getType())
                .singleElement()
                .satisfies(
                        type -> assertThat(type.getCodingFirstRep().getCode()).isEqualTo("E"));
    }

    @Test
    void transferWithoutPriorLocation_completesTheOneThatWasActive() {
        var moved = A02.replace("3W^301^A", "");
        var encounter = store(store(null, "A01", "202601100801", A01), "A02", "202601111000", moved);

        assertThat(encounter.getLocation())
                .extracting(each ->
                        each.getLocation().getDisplay() + " " + each.getStatus().toCode())
                .containsExactly("ICU 4 1 active", "3W 301 A completed");
    }

    @Test
    void cancelledDischarge_takesEndAndDispositionAway() {
        var discharged = store(store(null, "A01", "202601100801", A01), "A03", "202601141500", A03);
        var reopened = store(discharged, "A13", "202601141600", BARE);

        assertThat(discharged.getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(discharged.getHospitalization().hasDischargeDisposition()).isTrue();
        assertThat(reopened.getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(reopened.getPeriod().hasEnd()).isFalse();
        assertThat(reopened.getPeriod().hasStart()).isTrue();
        assertThat(reopened.getHospitalization().hasDischargeDisposition()).isFalse();
        assertThat(reopened.getHospitalization()
                        .getAdmitSource()
                        .getCodingFirstRep()
                        .getCode())
                .isEqualTo("7");
    }

    @Test
    void discharge_leavesNoLocationActive() {
        var encounter =
                store(store(null, "A01", "202601100801", A01), "A03", "202601141500", A03.replace("ICU^4^1", ""));

        assertThat(encounter.getLocation())
                .extracting(each -> each.getStatus().toCode() + " "
                        + each.getPeriod().getEndElement().getValueAsString())
                .containsExactly("completed 2026-01-14T14:30:00-05:00");
    }

    @ParameterizedTest
    @CsvSource({"A01, in-progress", "A03, finished", "A11, cancelled"})
    void update_keepsTheStatus(String before, String status) {
        var existing = store(null, before, "202601100801", A01);

        assertThat(store(existing, "A08", "202601120900", BARE).getStatus().toCode())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"I, 202601100800, in-progress", "P, 202601100800, planned", "I, '', unknown"})
    void updateOfAVisitNeverSeen_takesTheStatusThatFollows(String patientClass, String start, String status) {
        var pv1 = segment("PV1", 2, patientClass, 19, "V9", 44, start);

        assertThat(store(null, "A08", "202601120900", pv1).getStatus().toCode()).isEqualTo(status);
    }

    @Test
    void lateAdmission_fillsGapsButDoesNotReopen() {
        var discharged = store(null, "A03", "202601141500", A03.replace("202601100800", ""));
        var late = only(map(msh("ADT^A01", ""), "EVN||202601100801", PID, A01), Encounter.class);
        var filled = (Encounter) ElementMerge.fillGaps(discharged, late);

        assertThat(filled.getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(filled.getPeriod().getStartElement().getValueAsString()).isEqualTo("2026-01-10T08:00:00-05:00");
        assertThat(filled.getHospitalization().hasAdmitSource()).isTrue();
        assertThat(filled.getLocation()).hasSize(1);
        assertThat(ElementMerge.fillGaps(filled, late).equalsDeep(filled)).isTrue();
        assertThat(discharged.getPeriod().hasStart())
                .as("arguments stay as they are")
                .isFalse();
    }

    @Test
    void patient_keepsWhatIsNotMentionedAndLosesWhatIsCleared() {
        var existing = only(
                map(
                        msh("ADT^A31", ""),
                        "PID|1||M1^^^RIVERSIDE^MR~7^^^LAB^PI||Doe^Ann||19800101|F|||1 Elm St^^Ashford||555-0101||||||123456789"),
                Patient.class);
        var mapped = map(msh("ADT^A31", ""), "PID|1||M1^^^RIVERSIDE^MR||Roe^Ann||||||\"\"");
        var write = (Change.Write) mapped.changes().get(0);
        var merged = (Patient) ElementMerge.carryForward(write.resource(), existing, write.cleared());

        assertThat(merged.getNameFirstRep().getFamily()).isEqualTo("Roe");
        assertThat(merged.getBirthDateElement().getValueAsString()).isEqualTo("1980-01-01");
        assertThat(merged.hasAddress()).isFalse();
        assertThat(merged.getTelecomFirstRep().getValue()).isEqualTo("555-0101");
        assertThat(merged.getIdentifier()).extracting(each -> each.getValue()).containsExactly("M1", "7", "123456789");
    }

    @Test
    void patientLinks_areUnited() {
        var first = only40("M2");
        var second = only40("M3");
        var merged = (Patient) ElementMerge.carryForward(second, first, Set.of());

        assertThat(merged.getLink()).hasSize(2);
        assertThat(((Patient) ElementMerge.carryForward(second, merged, Set.of())).getLink())
                .hasSize(2);
    }

    private static Resource only40(String retired) {
        var mapped = map(msh("ADT^A40", ""), PID, "MRG|" + retired + "^^^RIVERSIDE^MR");
        return ((Change.Write) mapped.changes().get(0)).resource();
    }

    private static Encounter store(Encounter existing, String event, String time, String pv1) {
        var mapped = map(msh("ADT^" + event, ""), "EVN|" + event + "|" + time, PID, pv1);
        var encounter = only(mapped, Encounter.class);
        var cleared = mapped.changes().stream()
                .filter(change -> change instanceof Change.Write write && write.resource() == encounter)
                .map(change -> ((Change.Write) change).cleared())
                .findFirst()
                .orElseThrow();
        return (Encounter) ElementMerge.carryForward(encounter, existing, cleared);
    }

    @Test
    void appointmentWithoutTime_saysSo_andTakesTheTimeThatComesLater() {
        var deleted = new Appointment().setStatus(AppointmentStatus.ENTEREDINERROR);
        var stored = (Appointment) ElementMerge.carryForward(deleted, null, Set.of());

        assertThat(stored.getStartElement().hasExtension()).isTrue();
        var booked = new Appointment()
                .setStatus(AppointmentStatus.BOOKED)
                .setStart(new Date(0))
                .setEnd(new Date(60_000));
        var later = (Appointment) ElementMerge.carryForward(booked, stored, Set.of());
        assertThat(later.getStart()).isEqualTo(new Date(0));
        assertThat(later.getStartElement().hasExtension()).isFalse();
        var cancelled = new Appointment().setStatus(AppointmentStatus.CANCELLED);
        assertThat(((Appointment) ElementMerge.carryForward(cancelled, null, Set.of())).hasStartElement())
                .isFalse();
    }

    @Test
    void oneOfSeveralValues_isTakenAwayAlone() {
        var patient = new Patient();
        patient.addTelecom().setUse(ContactPointUse.HOME).setValue("1");
        patient.addTelecom().setUse(ContactPointUse.WORK).setValue("2");
        patient.addExtension("urn:religion", new StringType("x"));
        patient.addExtension("urn:other", new StringType("y"));
        var kept = (Patient)
                ElementMerge.carryForward(new Patient(), patient, Set.of("telecom.work", "extension.urn:religion"));
        assertThat(kept.getTelecom()).extracting(ContactPoint::getValue).containsExactly("1");
        assertThat(kept.getExtension()).extracting(Extension::getUrl).containsExactly("urn:other");

        var visit = new Encounter();
        for (var code : List.of("ATND", "REF")) {
            visit.addParticipant().addType().addCoding().setCode(code);
        }
        var rest = (Encounter) ElementMerge.carryForward(new Encounter(), visit, Set.of("participant.ATND"));
        assertThat(rest.getParticipant())
                .extracting(each -> each.getTypeFirstRep().getCodingFirstRep().getCode())
                .containsExactly("REF");
    }
}
