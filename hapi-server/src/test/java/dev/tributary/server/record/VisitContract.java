package dev.tributary.server.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Slot;
import org.junit.jupiter.api.Test;

/** Visits that are told late, move or get another number, and patients that are linked and unlinked, on one database. */
abstract class VisitContract {

    abstract HubUnderTest hub();

    private void apply(V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        assertThat(hub().journal().settle(message).path("state").asText()).isEqualTo("applied");
    }

    private Patient unified(String number) {
        return hub().reader().one(Patient.class, Face.identifier(Stay.MRN, number));
    }

    private Encounter visit(String number) {
        return hub().reader()
                .one(Encounter.class, Face.identifier(Stay.VISIT, number) + "&status:not=entered-in-error");
    }

    private static String id(Patient patient) {
        return patient.getIdElement().getIdPart();
    }

    private static Stay somebody() {
        return Stay.ofSomebody().withSsn("");
    }

    /** V2-04: what comes late is told in its place, not only where nobody has spoken. */
    @Test
    void aLateTransfer_takesItsPlaceAmongThePlaces() {
        var stay = somebody();
        apply(stay.adt("A01", "202401010800", "WEST"));
        apply(stay.adt("A08", "202401030800", "EAST"));
        var late = stay.adt("A02", "202401020800", "EAST");
        apply(late);

        assertThat(JournalView.outcome(hub().journal().settle(late), "Encounter"))
                .isEqualTo("late");
        assertThat(visit(stay.visit()).getLocation())
                .extracting(place -> place.getLocation().getDisplay() + " "
                        + place.getStatus().toCode() + " "
                        + place.getPeriod().getStartElement().getValueAsString().substring(0, 10))
                .containsExactly("EAST 1 1 active 2024-01-02", "WEST 1 1 completed 2024-01-01");
    }

    /** Who asked for protection asked for more than one message. */
    @Test
    void labelsAndDescription_stayWhenALaterMessageLacksThem() {
        var stay = somebody();
        apply(V2.of(
                "HOSP",
                "ADT^A01",
                "202401010800",
                "EVN|A01|202401010800",
                stay.pid(),
                "ARV|1|A|DEM^Demographics^HL70717",
                "PV1|1|I|WEST^1^1" + "|".repeat(16) + stay.visit() + "^^^HOSPVN^VN",
                "PV2" + "|".repeat(12) + "Knee" + "|".repeat(10) + "Y"));
        apply(stay.adt("A08", "202401030800", "WEST"));

        var visit = visit(stay.visit());
        assertThat(visit.getMeta().getSecurity("http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "R"))
                .isNotNull();
        assertThat(visit.getText().getDivAsString()).contains("Knee");
    }

    /** V2-04: an update after the discharge was known first. */
    /** A laboratory is often quicker than the ward: its result must not make the admission old news. */
    @Test
    void aResultBeforeTheAdmission_tellsWhenTheVisitWasAndLeavesTheAdmissionNews() {
        var stay = somebody();
        apply(V2.of(
                "HOSP",
                "ORU^R01",
                "202401010900",
                stay.pid(),
                "PV1|1|I|WEST^1^1" + "|".repeat(16) + stay.visit() + "^^^HOSPVN^VN" + "|".repeat(25) + "202401010800",
                "OBR|1||F" + Stay.unique() + "|2345-7^Glucose^LN|||202401010900" + "|".repeat(18) + "F",
                "OBX|1|NM|2345-7^Glucose^LN||99|mg/dL|||||F"));

        var named = visit(stay.visit());
        assertThat(named.getStatus()).isEqualTo(EncounterStatus.UNKNOWN);
        assertThat(named.getPeriod().getStartElement().getValueAsString()).startsWith("2024-01-01T08:00");

        var admission = stay.adt("A01", "202401010801", "WEST");
        apply(admission);

        assertThat(visit(stay.visit()).getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(JournalView.kinds(hub().journal().settle(admission))).contains("admission");
    }

    @Test
    void aLateDischarge_stillEndsTheVisit() {
        var stay = somebody();
        apply(stay.adt("A01", "202401010800", "WEST"));
        apply(stay.attendedBy("77^Hale^Iris", "A08", "202401031200", "WEST"));
        apply(stay.discharge("202401030800", "WEST"));

        var visit = visit(stay.visit());
        assertThat(visit.getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(visit.getPeriod().hasEnd()).isTrue();
        assertThat(visit.getParticipant()).hasSize(1);
    }

    @Test
    void adtA45_movesTheVisitAndWhatWasSaidOfIt() {
        var right = somebody();
        var wrong = somebody();
        apply(right.adt("A31", "202401010700", "WEST"));
        apply(wrong.adt("A01", "202401010800", "WEST"));
        apply(wrong.result("202401010900", "F" + Stay.unique(), "99", "F"));

        apply(V2.of(
                "HOSP",
                "ADT^A45",
                "202401011000",
                "EVN|A45|202401011000",
                right.pid(),
                "MRG|" + wrong.mrn() + "^^^HOSP^MR||||" + wrong.visit() + "^^^HOSPVN^VN"));

        var person = "Patient/" + id(unified(right.mrn()));
        assertThat(visit(wrong.visit()).getSubject().getReference()).isEqualTo(person);
        assertThat(hub().reader().search(Observation.class, "subject=" + person))
                .hasSize(1);
        assertThat(hub().reader().search(Observation.class, "subject=Patient/" + id(unified(wrong.mrn()))))
                .isEmpty();
    }

    @Test
    void adtA50_givesTheVisitAnotherNumber() {
        var stay = somebody();
        var renumbered = stay.withVisit("N" + Stay.unique());
        apply(stay.adt("A01", "202401010800", "WEST"));
        apply(stay.result("202401010900", "F" + Stay.unique(), "99", "F"));

        apply(V2.of(
                "HOSP",
                "ADT^A50",
                "202401011000",
                "EVN|A50|202401011000",
                stay.pid(),
                "MRG|" + stay.mrn() + "^^^HOSP^MR||||" + stay.visit() + "^^^HOSPVN^VN",
                "PV1|1|I|WEST^1^1" + "|".repeat(16) + renumbered.visit() + "^^^HOSPVN^VN"));

        var visit = visit(renumbered.visit());
        assertThat(visit.getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
        assertThat(visit.getPeriod().hasStart()).isTrue();
        assertThat(hub().reader()
                        .search(
                                Observation.class,
                                "encounter=Encounter/" + visit.getIdElement().getIdPart()))
                .hasSize(1);
        apply(renumbered.discharge("202401020800", "WEST"));
        assertThat(visit(renumbered.visit()).getStatus()).isEqualTo(EncounterStatus.FINISHED);
    }

    /** What was asked for under the placer's number alone is booked under the filler's, and is not there twice. */
    @Test
    void srm_proposesAndSrr_books() {
        var stay = somebody();
        var asked = "P" + Stay.unique();
        var booked = "F" + Stay.unique();
        apply(V2.of("HOSP", "SRM^S01", "202401010800", "ARQ|" + asked + "^ADT1", stay.pid(), "RGS|1"));
        assertThat(appointments(asked))
                .singleElement()
                .satisfies(each -> assertThat(each.getStatus()).isEqualTo(AppointmentStatus.PROPOSED));

        apply(V2.of(
                "HOSP",
                "SRR^S01",
                "202401010900",
                "MSA|AA|1",
                "SCH|" + asked + "^ADT1|" + booked + "^SCHED1|||||||30|min|^^30^202401200930^202401201000",
                stay.pid(),
                "RGS|1"));
        assertThat(appointments(booked))
                .singleElement()
                .satisfies(each -> assertThat(each.getStatus()).isEqualTo(AppointmentStatus.BOOKED));
        assertThat(appointments(asked))
                .extracting(Appointment::getStatus)
                .containsExactlyInAnyOrder(AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED);
    }

    private List<Appointment> appointments(String number) {
        return hub().reader().search(Appointment.class, "identifier=" + number);
    }

    @Test
    void siuS24_opensWhatS23Blocked() {
        var doctor = "D" + Stay.unique();
        for (var event : List.of("S23", "S24")) {
            apply(V2.of(
                    "HOSP",
                    "SIU^" + event,
                    "20240101" + (event.equals("S23") ? "0800" : "0900"),
                    "SCH||" + event + doctor + "^SCHED1|||||||||^^60^202401200900^202401201000",
                    "RGS|1",
                    "AIP|1|A|" + doctor + "^Ito^Ken"));
            assertThat(hub().reader().search(Slot.class, "identifier=S23" + doctor))
                    .singleElement()
                    .satisfies(slot -> assertThat(slot.getStatus().toCode())
                            .isEqualTo(event.equals("S23") ? "busy-unavailable" : "free"));
        }
    }

    @Test
    void adtA24_linksTwoRecordsAndA37PartsThem() {
        var one = somebody();
        var other = somebody();
        apply(one.adt("A01", "202401010800", "WEST"));
        apply(other.adt("A01", "202401010800", "EAST"));
        var before = id(unified(other.mrn()));

        apply(pair("A24", "202401020800", one, other));
        assertThat(id(unified(other.mrn()))).isEqualTo(id(unified(one.mrn())));
        assertThat(visit(other.visit()).getSubject().getReference()).isEqualTo("Patient/" + id(unified(one.mrn())));

        apply(pair("A37", "202401030800", one, other));
        assertThat(id(unified(other.mrn()))).isEqualTo(before);
        assertThat(id(unified(one.mrn()))).isNotEqualTo(before);
        assertThat(visit(other.visit()).getSubject().getReference()).isEqualTo("Patient/" + before);

        var ssn = Stay.newSsn();
        apply(one.withSsn(ssn).update("202401040800", "8025550101"));
        apply(other.withSsn(ssn).update("202401040800", "8025550102"));
        assertThat(id(unified(other.mrn()))).as("A37 lasts").isEqualTo(before);

        apply(pair("A24", "202401050800", one, other));
        assertThat(id(unified(other.mrn())))
                .as("the source may change its mind")
                .isEqualTo(id(unified(one.mrn())));
    }

    @Test
    void adtA50_ofANumberNeverHeardOf_saysSo() {
        var stay = somebody();
        var message = V2.of(
                "HOSP",
                "ADT^A50",
                "202401011000",
                "EVN|A50|202401011000",
                stay.pid(),
                "MRG|" + stay.mrn() + "^^^HOSP^MR||||N" + Stay.unique() + "^^^HOSPVN^VN",
                "PV1|1|I|WEST^1^1" + "|".repeat(16) + stay.visit() + "^^^HOSPVN^VN");
        apply(message);
        assertThat(hub().journal().settle(message).path("issues")).anySatisfy(issue -> {
            assertThat(issue.path("severity").asText()).isEqualTo("information");
            assertThat(issue.path("text").asText()).contains("Nothing is known under the number");
        });
    }

    /** V2-03. */
    @Test
    void aBatch_isKeptAndAppliedMessageByMessage() {
        var one = somebody().adt("A01", "202401010800", "WEST");
        var other = somebody().adt("A01", "202401010800", "EAST");
        var answer = hub().source("hospital")
                .send(
                        "POST",
                        "/hl7v2",
                        "application/hl7-v2",
                        "FHS|^~\\&\rBHS|^~\\&\r" + one.text() + other.text() + "BTS|2\rFTS|1\r")
                .expect(200)
                .body();

        assertThat(answer).startsWith("BHS|").contains("MSA|AA|" + one.controlId(), "MSA|AA|" + other.controlId());
        assertThat(hub().journal().settled(one, other))
                .allSatisfy(detail -> assertThat(detail.path("state").asText()).isEqualTo("applied"));
    }

    private static V2 pair(String event, String at, Stay one, Stay other) {
        return V2.of("HOSP", "ADT^" + event, at, "EVN|" + event + "|" + at, one.pid(), other.pid());
    }
}
