package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;

/** Versions, concurrency and deletion: https://hl7.org/fhir/R4/http.html#concurrency. */
final class VersionChecks {
    private VersionChecks() {}

    static List<Check> all() {
        return List.of(
                check(
                                Group.CORE,
                                "core.versions",
                                "Every update raises the version; vread and _history give the old one")
                        .proves("R4-08")
                        .by(VersionChecks::versions),
                check(Group.CORE, "core.if-match", "A stale If-Match is refused and changes nothing")
                        .proves("R4-08")
                        .by(VersionChecks::ifMatch),
                check(Group.CORE, "core.if-none-match", "If-None-Match with the current ETag is 304")
                        .proves("R4-08")
                        .by(VersionChecks::ifNoneMatch),
                check(Group.CORE, "core.delete", "A deleted resource is 410, its earlier versions stay readable")
                        .proves("R4-09")
                        .by(VersionChecks::deleted));
    }

    /** An Observation written by the source, and the id under which the reader sees it. */
    private record Stored(Observation written, String readerPath) {}

    private static Stored store(Scene scene) {
        Samples samples = scene.samples();
        Patient patient = samples.patient();
        scene.writer().put(patient).expect(200, 201);
        Observation observation = samples.observation(Samples.path(patient));
        scene.writer().put(observation).expect(200, 201);
        Observation seen = scene.reader()
                .one(
                        Observation.class,
                        Samples.byIdentifier(
                                "Observation", observation.getIdElement().getIdPart()));
        return new Stored(observation, "Observation/" + seen.getIdElement().getIdPart());
    }

    private static void versions(Scene scene) {
        Stored stored = store(scene);
        Answer before = scene.reader().get(stored.readerPath()).expect(200);
        String first = before.as(Observation.class).getMeta().getVersionId();
        Expect.equal("ETag", "W/\"" + first + "\"", before.expectHeader("ETag"));
        before.expectHeader("Last-Modified");
        change(scene, stored.written());
        Observation now = scene.reader().get(stored.readerPath()).expect(200).as(Observation.class);
        Expect.that(
                Integer.parseInt(now.getMeta().getVersionId()) > Integer.parseInt(first),
                "versionId: expected more than " + first + ", got "
                        + now.getMeta().getVersionId());
        Expect.that(now.getMeta().hasLastUpdated(), "meta.lastUpdated is missing");
        Observation old = scene.reader()
                .get(stored.readerPath() + "/_history/" + first)
                .expect(200)
                .as(Observation.class);
        Expect.equal("value of the old version", "70", weight(old));
        Bundle history = scene.reader()
                .get(stored.readerPath() + "/_history")
                .expect(200)
                .as(Bundle.class);
        Expect.equal("type of _history", Bundle.BundleType.HISTORY, history.getType());
        Expect.size("entries of _history", 2, history.getEntry());
    }

    private static String weight(Observation observation) {
        return observation.getValueQuantity().getValue().stripTrailingZeros().toPlainString();
    }

    private static Answer change(Scene scene, Observation observation) {
        observation.setValue(new Quantity().setValue(71).setUnit("kg"));
        return scene.writer().put(observation).expect(200);
    }

    private static void ifMatch(Scene scene) {
        Stored stored = store(scene);
        stored.written().setValue(new Quantity().setValue(99));
        scene.writer()
                .request("PUT", Samples.path(stored.written()))
                .header("If-Match", "W/\"77\"")
                .body(stored.written())
                .send()
                .expectOutcome(412, 409);
        Observation now = scene.reader().get(stored.readerPath()).expect(200).as(Observation.class);
        Expect.equal("value after the refused update", "70", weight(now));
        String etag =
                scene.writer().get(Samples.path(stored.written())).expect(200).expectHeader("ETag");
        scene.writer()
                .request("PUT", Samples.path(stored.written()))
                .header("If-Match", etag)
                .body(stored.written())
                .send()
                .expect(200);
    }

    private static void ifNoneMatch(Scene scene) {
        Stored stored = store(scene);
        String etag = scene.reader().get(stored.readerPath()).expect(200).expectHeader("ETag");
        scene.reader()
                .request("GET", stored.readerPath())
                .header("If-None-Match", etag)
                .send()
                .expect(304);
    }

    private static void deleted(Scene scene) {
        Stored stored = store(scene);
        String version = scene.reader()
                .get(stored.readerPath())
                .as(Observation.class)
                .getMeta()
                .getVersionId();
        scene.writer().delete(Samples.path(stored.written())).expect(200, 202, 204);
        scene.writer().get(Samples.path(stored.written())).expectOutcome(410);
        scene.reader().get(stored.readerPath()).expectOutcome(410);
        scene.reader().get(stored.readerPath() + "/_history/" + version).expect(200);
        String search = Samples.byIdentifier(
                "Observation", stored.written().getIdElement().getIdPart());
        Expect.size(search, 0, scene.reader().all(search, Observation.class));
    }
}
