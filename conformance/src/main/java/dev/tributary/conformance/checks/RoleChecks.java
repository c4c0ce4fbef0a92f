package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;

/** Each role may do its own and nothing else. */
final class RoleChecks {
    private RoleChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SECURITY, "security.reader-cannot-write", "A reader's write is 403 and stores nothing")
                        .proves("SM-04", "UC-06")
                        .needs(Need.SEPARATE_ROLES)
                        .by(RoleChecks::readerCannotWrite),
                check(Group.SECURITY, "security.source-cannot-search", "A source cannot search what others sent")
                        .proves("SM-04", "UC-05")
                        .needs(Need.SEPARATE_ROLES, Need.EXCHANGE)
                        .by(RoleChecks::sourceCannotSearch),
                check(Group.SECURITY, "security.operator-paths", "Only operators see messages and notifications")
                        .proves("SM-04", "UC-06")
                        .needs(Need.SEPARATE_ROLES, Need.EXCHANGE)
                        .by(RoleChecks::operatorPaths),
                check(Group.SECURITY, "security.reader-cannot-send", "A reader cannot send HL7 v2")
                        .proves("SM-04", "UC-06")
                        .needs(Need.SEPARATE_ROLES, Need.HL7V2)
                        .by(RoleChecks::readerCannotSend));
    }

    private static void readerCannotWrite(Scene scene) {
        FhirClient reader = scene.reader();
        Patient patient = scene.samples().patient();
        String identifier = patient.getIdElement().getIdPart();
        reader.put(patient).expectOutcome(403);
        reader.create(patient).expectOutcome(403);
        reader.submit(Samples.put(Samples.transaction(), patient)).expectOutcome(403);
        reader.submit(Samples.put(Samples.batch(), patient)).expectOutcome(403);
        Patient written = scene.samples().patient();
        scene.writer().put(written).expect(200, 201);
        String writtenId = written.getIdElement().getIdPart();
        String seen = Samples.path(reader.one(Patient.class, Samples.byIdentifier("Patient", writtenId)));
        reader.delete(seen).expectOutcome(403);
        reader.get(seen).expect(200);
        String search = Samples.byIdentifier("Patient", identifier);
        Expect.size(search, 0, reader.all(search, Patient.class));
    }

    private static void sourceCannotSearch(Scene scene) {
        FhirClient source = scene.writer();
        source.get("Patient?name=a").expectOutcome(403);
        source.get("Observation?code=29463-7").expectOutcome(403);
        source.get("_history").expectOutcome(403);
        source.get("Patient/_history").expectOutcome(403);
        source.request("POST", "Patient/_search")
                .body("application/x-www-form-urlencoded", "name=a")
                .send()
                .expectOutcome(403);
    }

    private static void operatorPaths(Scene scene) {
        for (Role role : List.of(Role.SOURCE, Role.READER)) {
            for (String path : List.of("/intake/messages", "/intake/summary", "/notifications")) {
                scene.as(role).atRoot("GET", path).send().expectOutcome(403);
            }
            scene.as(role).atRoot("POST", "/intake/$replay?state=failed").send().expectOutcome(403);
        }
    }

    private static void readerCannotSend(Scene scene) {
        String url = scene.target().hl7v2().orElseThrow().toString();
        scene.reader()
                .at("POST", url)
                .body("application/hl7-v2", "MSH|^~\\&|A|B|C|D|20240101||ADT^A01^ADT_A01|1|P|2.5\r")
                .send()
                .expect(403);
    }
}
