package dev.tributary.server.topics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.JournalView;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskIntent;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;

/** What each message is an event of, on one database. */
abstract class EventContract {

    private final Stay stay = Stay.ofSomebody();
    private final String number = Stay.unique();

    abstract HubUnderTest hub();

    private List<String> events(String type, String at, String... segments) {
        return events(V2.of("HOSP", type, at, segments));
    }

    private List<String> events(V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        return JournalView.kinds(hub().journal().settle(message));
    }

    private String visit(String clazz, String disposition, String end) {
        return "PV1|1|" + clazz + "|ER^1^1" + "|".repeat(16) + stay.visit() + "^^^HOSPVN^VN" + "|".repeat(17)
                + disposition + "|".repeat(8) + "202401010800|" + end;
    }

    /** AL-12, V2-04, V2-07: each thing that happens is told once, whatever repeats. */
    @Test
    void anEmergencyVisitThatEndsInDeath() {
        assertThat(events("ADT^A04", "202401010800", "EVN|A04|202401010800", stay.pid(), visit("E", "", "")))
                .containsExactly("encounter-start", "emergency-visit");
        assertThat(events("ADT^A08", "202401010805", "EVN|A08|202401010805", stay.pid(), visit("E", "", "")))
                .isEmpty();
        var dead = stay.pid() + "|".repeat(18) + "202401010900|Y";
        assertThat(events("ADT^A03", "202401010900", "EVN|A03|202401010900", dead, visit("E", "20", "202401010900")))
                .containsExactly("discharge", "death");
        assertThat(events("ADT^A08", "202401011000", "EVN|A08|202401011000", dead, visit("E", "20", "202401010900")))
                .isEmpty();
    }

    /** One event for each version of a report, not one for each OBX. */
    @Test
    void aReport_thatIsRepeatedCorrectedAndAbnormal() {
        assertThat(events(result("P", "90", "N"))).containsExactly("result-new");
        assertThat(events(result("P", "90", "N"))).isEmpty();
        assertThat(events(result("F", "500", "HH"))).containsExactly("result-new", "result-abnormal");
        assertThat(events(result("C", "91", "N"))).containsExactly("result-corrected");
    }

    private int minute = 10;

    private V2 result(String status, String value, String flag) {
        var at = "2024010109" + minute++;
        return V2.of(
                "HOSP",
                "ORU^R01",
                at,
                stay.pid(),
                visit("I", "", ""),
                "OBR|1||" + number + "^HOSP|24323-8^Panel^LN|||202401010900" + "|".repeat(15) + at + "|||" + status,
                "OBX|1|NM|2345-7^Glucose^LN||" + value + "|mg/dL^^UCUM|70-105|" + flag + "|||" + status
                        + "|||202401010900",
                "OBX|2|NM|2951-2^Sodium^LN||140|mmol/L^^UCUM|135-145|N|||" + status + "|||202401010900");
    }

    @Test
    void anAppointment_aDocument_aPrescription_andAReferral() {
        var pid = stay.pid();
        assertThat(events("SIU^S12^SIU_S12", "202401010800", schedule("Booked"), pid))
                .containsExactly("appointment-booked");
        assertThat(events("SIU^S15^SIU_S12", "202401010900", schedule("Cancelled"), pid))
                .containsExactly("appointment-cancelled");
        assertThat(events("SIU^S26^SIU_S12", "202401010930", schedule("Noshow"), pid))
                .containsExactly("appointment-no-show");
        var text = "OBX|1|TX|18842-5^Discharge summary^LN||Home.||||||F";
        var document =
                "TXA|1|DS^Discharge summary^HL70270|TX|20240101||202401010800|||||||D" + number + "^HOSP|||||AU||AV";
        assertThat(events("MDM^T02^MDM_T02", "202401010800", "EVN|T02|202401010800", pid, document, text))
                .containsExactly("document-new");
        var order = "|RX" + number + "^HOSP|||||||";
        var drug = "RXO|161^Acetaminophen^http://www.nlm.nih.gov/research/umls/rxnorm|250||mg";
        assertThat(events("OMP^O09^OMP_O09", "202401010800", pid, "ORC|NW" + order + "202401010800", drug))
                .containsExactly("medication-prescribed");
        assertThat(events("OMP^O09^OMP_O09", "202401011000", pid, "ORC|DC" + order + "202401011000", drug))
                .containsExactly("medication-stopped");
        var referral = "RF1|A|R||||REF" + number + "^HOSP";
        assertThat(events("REF^I12^REF_I12", "202401010800", referral, "PRD|RP|Hale^Iris|||||1740283779^NPI", pid))
                .containsExactly("referral-changed");
    }

    private String schedule(String status) {
        return "SCH||A" + number + "|||||Check-up|||30||^^^20240120093000" + "|".repeat(14) + status;
    }

    /** What is written directly over FHIR is told as well. */
    @Test
    void aTaskOfAReferral_writtenOverFhir() {
        var patient = new Patient();
        patient.setId("p" + number);
        var request = new ServiceRequest();
        request.setId("s" + number);
        request.setStatus(ServiceRequestStatus.ACTIVE)
                .setIntent(ServiceRequestIntent.ORDER)
                .setSubject(new Reference("Patient/p" + number));
        request.addCategory().addCoding().setSystem("http://snomed.info/sct").setCode("3457005");
        var task = new Task();
        task.setId("t" + number);
        task.setStatus(TaskStatus.REQUESTED)
                .setIntent(TaskIntent.ORDER)
                .setFocus(new Reference("ServiceRequest/s" + number))
                .setFor(new Reference("Patient/p" + number));
        assertThat(kinds(transaction(patient, request, task))).containsExactly("referral-changed");
        task.setStatus(TaskStatus.ACCEPTED);
        assertThat(kinds(transaction(task))).containsExactly("referral-changed");
        assertThat(kinds(transaction(task))).isEmpty();
    }

    private static Bundle transaction(Resource... resources) {
        var bundle = new Bundle().setType(BundleType.TRANSACTION);
        for (var resource : resources) {
            bundle.addEntry()
                    .setResource(resource)
                    .getRequest()
                    .setMethod(HTTPVerb.PUT)
                    .setUrl(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
        }
        return bundle;
    }

    private List<String> kinds(Bundle transaction) {
        Face clinic = hub().source("clinic");
        clinic.post("/fhir", transaction).expect(200);
        var newest = hub().journal().list("source=clinic&_count=1").get(0);
        return JournalView.kinds(hub().journal().detail(newest.path("id").asText()));
    }
}
