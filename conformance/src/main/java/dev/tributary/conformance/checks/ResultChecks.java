package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Hl7Feed;
import dev.tributary.conformance.scene.Hl7Message;
import dev.tributary.conformance.scene.Hl7Message.Person;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;

/** ORU results and their corrections. */
final class ResultChecks {
    private ResultChecks() {}

    static List<Check> all() {
        return List.of(check(Group.HL7V2, "hl7v2.result", "ORU: report and result; a correction updates the same one")
                .proves("V2-10")
                .needs(Need.HL7V2)
                .by(ResultChecks::correction));
    }

    private static void correction(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        String mrn = scene.unique();
        Person person = AcknowledgementChecks.person(scene, mrn);
        String filler = scene.unique();
        feed.send(Hl7Message.result(scene.ids(), person, filler, "98", "F", "20240301100000"));
        String patient = feed.patient(mrn).getIdElement().getIdPart();
        Observation first = expectResult(scene, patient, "final", "98");
        List<DiagnosticReport> reports = scene.eventually().get(() -> {
            var found = scene.reader().all("DiagnosticReport?patient=" + patient, DiagnosticReport.class);
            Expect.size("DiagnosticReports", 1, found);
            return found;
        });
        Expect.that(
                reports.get(0).getResult().stream()
                        .anyMatch(r ->
                                r.getReference().endsWith(first.getIdElement().getIdPart())),
                "DiagnosticReport.result does not refer to the Observation");
        feed.send(Hl7Message.result(scene.ids(), person, filler, "89", "C", "20240301110000"));
        Observation corrected = expectResult(scene, patient, "corrected", "89");
        Expect.equal(
                "id of the corrected Observation",
                first.getIdElement().getIdPart(),
                corrected.getIdElement().getIdPart());
    }

    private static Observation expectResult(Scene scene, String patient, String status, String value) throws Exception {
        return scene.eventually().get(() -> {
            Observation found = scene.reader().one(Observation.class, "Observation?patient=" + patient);
            Expect.equal("status", status, found.getStatus().toCode());
            Expect.equal(
                    "value",
                    value,
                    found.getValueQuantity().getValue().stripTrailingZeros().toPlainString());
            return found;
        });
    }
}
