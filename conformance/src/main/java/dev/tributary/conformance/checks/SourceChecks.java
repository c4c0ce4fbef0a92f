package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;

/** A source keeps its own ids, and is alone with them. */
final class SourceChecks {
    private SourceChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.EXCHANGE, "exchange.same-id", "Two sources PUT the same id: two resources, each its own")
                        .proves("UC-05")
                        .needs(Need.TWO_SOURCES)
                        .by(SourceChecks::sameId),
                check(Group.EXCHANGE, "exchange.original-id", "The source's id is kept as an identifier")
                        .proves("V2-08")
                        .needs(Need.EXCHANGE)
                        .by(SourceChecks::originalId),
                check(Group.EXCHANGE, "exchange.repeated-bundle", "A repeated bundle changes no version")
                        .proves("V2-04")
                        .needs(Need.EXCHANGE)
                        .by(SourceChecks::repeatedBundle),
                check(Group.EXCHANGE, "exchange.later-reference", "A later bundle refers to earlier ones by source ids")
                        .proves("R4-03")
                        .needs(Need.EXCHANGE)
                        .by(SourceChecks::laterReference),
                check(Group.EXCHANGE, "exchange.foreign-resource", "What another source wrote is 404, not 403")
                        .proves("UC-05")
                        .needs(Need.TWO_SOURCES)
                        .by(SourceChecks::foreignResource),
                check(Group.EXCHANGE, "exchange.unified-subject", "Clinical resources refer to the unified Patient")
                        .proves("UC-05")
                        .needs(Need.EXCHANGE)
                        .by(SourceChecks::unifiedSubject));
    }

    private static void sameId(Scene scene) {
        Patient mine = scene.samples().patient();
        Patient theirs = scene.samples().patient();
        theirs.setId(mine.getIdElement().getIdPart());
        scene.as(Role.SOURCE).put(mine).expect(200, 201);
        scene.as(Role.OTHER_SOURCE).put(theirs).expect(200, 201);
        expectOwn(scene, Role.SOURCE, mine);
        expectOwn(scene, Role.OTHER_SOURCE, theirs);
        String other = theirs.getIdentifierFirstRep().getValue();
        String one = scene.reader()
                .one(
                        Patient.class,
                        Samples.byIdentifier(
                                "Patient", mine.getIdentifierFirstRep().getValue()))
                .getIdElement()
                .getIdPart();
        String two = scene.reader()
                .one(Patient.class, Samples.byIdentifier("Patient", other))
                .getIdElement()
                .getIdPart();
        Expect.that(!one.equals(two), "two sources' Patients with the same id became one person");
    }

    private static void expectOwn(Scene scene, Role role, Patient written) {
        Patient read = scene.as(role).get(Samples.path(written)).expect(200).as(Patient.class);
        Expect.equal(
                "id of the Patient that " + role + " reads back",
                written.getIdElement().getIdPart(),
                read.getIdElement().getIdPart());
        Expect.equal(
                "family name that " + role + " reads back",
                written.getNameFirstRep().getFamily(),
                read.getNameFirstRep().getFamily());
    }

    private static Observation storeObservation(Scene scene) {
        Patient patient = scene.samples().patient();
        Observation observation = scene.samples().observation(Samples.path(patient));
        observation.setId("own" + scene.unique());
        Bundle bundle = Samples.put(Samples.put(Samples.transaction(), patient), observation);
        scene.writer().submit(bundle).expect(200);
        return observation;
    }

    private static Observation seen(Scene scene, Observation observation) {
        return scene.reader()
                .one(
                        Observation.class,
                        Samples.byIdentifier(
                                "Observation",
                                observation.getIdentifierFirstRep().getValue()));
    }

    private static void originalId(Scene scene) {
        Observation observation = storeObservation(scene);
        Observation seen = seen(scene, observation);
        String original = observation.getIdElement().getIdPart();
        Expect.that(
                !original.equals(seen.getIdElement().getIdPart()),
                "the reader sees the source's own id as the resource's id; two sources would collide");
        Expect.that(
                seen.getIdentifier().stream().anyMatch(i -> original.equals(i.getValue())),
                "no identifier has the source's id " + original);
        Observation own =
                scene.writer().get(Samples.path(observation)).expect(200).as(Observation.class);
        Expect.equal("id read back by the source", original, own.getIdElement().getIdPart());
    }

    private static void repeatedBundle(Scene scene) {
        Patient patient = scene.samples().patient();
        Observation observation = scene.samples().observation(Samples.path(patient));
        Bundle bundle = Samples.put(Samples.put(Samples.transaction(), patient), observation);
        scene.writer().submit(bundle).expect(200);
        Observation before = seen(scene, observation);
        Patient person = subject(scene, before);
        scene.writer().submit(bundle).expect(200);
        Observation after = seen(scene, observation);
        Expect.equal(
                "version of the Observation",
                before.getMeta().getVersionId(),
                after.getMeta().getVersionId());
        Expect.equal(
                "version of the unified Patient",
                person.getMeta().getVersionId(),
                subject(scene, after).getMeta().getVersionId());
        Expect.equal(
                "id of the Observation",
                before.getIdElement().getIdPart(),
                after.getIdElement().getIdPart());
    }

    private static Patient subject(Scene scene, Observation observation) {
        return scene.reader()
                .get(observation.getSubject().getReference())
                .expect(200)
                .as(Patient.class);
    }

    private static void laterReference(Scene scene) {
        Patient patient = scene.samples().patient();
        scene.writer().submit(Samples.put(Samples.transaction(), patient)).expect(200);
        Observation observation = scene.samples().observation(Samples.path(patient));
        scene.writer().submit(Samples.put(Samples.transaction(), observation)).expect(200);
        Patient subject = subject(scene, seen(scene, observation));
        Expect.that(
                subject.getIdentifier().stream()
                        .anyMatch(
                                i -> patient.getIdentifierFirstRep().getValue().equals(i.getValue())),
                "the Observation's subject is not the Patient that the source sent before");
    }

    private static void foreignResource(Scene scene) {
        Patient patient = scene.samples().patient();
        scene.as(Role.SOURCE).put(patient).expect(200, 201);
        scene.as(Role.OTHER_SOURCE).get(Samples.path(patient)).expectOutcome(404);
        String seen = Samples.path(scene.reader()
                .one(
                        Patient.class,
                        Samples.byIdentifier("Patient", patient.getIdElement().getIdPart())));
        scene.as(Role.OTHER_SOURCE).get(seen).expectOutcome(404);
        scene.as(Role.OTHER_SOURCE).delete(Samples.path(patient)).expect(404, 204, 200);
        scene.as(Role.SOURCE).get(Samples.path(patient)).expect(200);
    }

    private static void unifiedSubject(Scene scene) {
        Observation observation = storeObservation(scene);
        Patient subject = subject(scene, seen(scene, observation));
        Expect.that(
                subject.getMeta().getTag().stream().anyMatch(tag -> "unified".equals(tag.getCode())),
                "the subject is not tagged as a unified Patient");
        Expect.that(
                seen(scene, observation).getSubject().hasIdentifier(),
                "the subject reference does not keep the source's own identifier");
    }
}
