package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;

/** Cross-reference, match and merge. */
final class IdentityChecks {
    private static final String OTHER = "https://tributary.dev/conformance/other";
    private static final String GRADE = "http://hl7.org/fhir/StructureDefinition/match-grade";

    private IdentityChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.EXCHANGE, "identity.pix", "$ihe-pix answers the person's other identifiers")
                        .proves("IH-01")
                        .needs(Need.EXCHANGE)
                        .by(IdentityChecks::crossReference),
                check(Group.EXCHANGE, "identity.pix-errors", "$ihe-pix: unknown value 404, domain 400, target 403")
                        .proves("IH-02")
                        .needs(Need.EXCHANGE)
                        .by(IdentityChecks::crossReferenceErrors),
                check(Group.EXCHANGE, "identity.match", "$match scores and grades; nobody fits a stranger")
                        .proves("IH-06", "MT-02")
                        .needs(Need.EXCHANGE)
                        .by(IdentityChecks::match),
                check(Group.EXCHANGE, "identity.merge", "$merge: preview changes nothing, merge moves, undo restores")
                        .proves("MG-01", "MG-02", "MG-03", "MG-04", "MG-05")
                        .needs(Need.EXCHANGE, Need.OPERATOR)
                        .by(IdentityChecks::merge));
    }

    private static Patient stored(Scene scene) {
        Patient patient = scene.samples().patient();
        patient.addIdentifier().setSystem(OTHER).setValue(scene.unique());
        scene.writer().put(patient).expect(200, 201);
        return patient;
    }

    private static String number(Patient patient) {
        return patient.getIdentifierFirstRep().getValue();
    }

    private static Answer pix(Scene scene, String query) {
        return scene.reader().get("Patient/$ihe-pix?" + query);
    }

    private static String source(String system, String value) {
        return "sourceIdentifier=" + FhirClient.encode(system + "|" + value);
    }

    private static void crossReference(Scene scene) {
        Patient patient = stored(scene);
        Parameters answer =
                pix(scene, source(Samples.SYSTEM, number(patient))).expect(200).as(Parameters.class);
        List<String> values = answer.getParameter().stream()
                .filter(part -> "targetIdentifier".equals(part.getName()))
                .map(part -> ((Identifier) part.getValue()).getValue())
                .toList();
        Expect.that(values.contains(patient.getIdentifier().get(1).getValue()), "the other identifier is missing");
        Expect.that(!values.contains(number(patient)), "the source identifier is echoed");
    }

    private static void crossReferenceErrors(Scene scene) {
        Patient patient = stored(scene);
        code(pix(scene, source(Samples.SYSTEM, scene.unique())).expectOutcome(404), "not-found");
        code(
                pix(scene, source("https://nowhere.example/" + scene.unique(), "1"))
                        .expectOutcome(400),
                "code-invalid");
        String target = "&targetSystem=" + FhirClient.encode("https://nowhere.example/" + scene.unique());
        code(pix(scene, source(Samples.SYSTEM, number(patient)) + target).expectOutcome(403), "code-invalid");
    }

    private static void code(Answer answer, String code) {
        OperationOutcome outcome = answer.as(OperationOutcome.class);
        Expect.equal("issue code", code, outcome.getIssueFirstRep().getCode().toCode());
    }

    private static void match(Scene scene) throws Exception {
        Patient patient = stored(scene);
        patient.addAddress()
                .addLine("1 " + patient.getNameFirstRep().getFamily())
                .setPostalCode("05001");
        scene.writer().put(patient).expect(200, 201);
        Patient asked = patient.copy();
        asked.setId((String) null);
        Bundle.BundleEntryComponent best = scene.eventually().get(() -> {
            Bundle found = matches(scene, asked);
            Expect.that(found.hasEntry(), "nobody was found");
            return found.getEntryFirstRep();
        });
        Expect.that(best.getSearch().getScore().doubleValue() > 0.5, "the score of an equal record is low");
        Expect.present("match-grade", best.getSearch().getExtensionByUrl(GRADE));
        Expect.size(
                "persons that fit a stranger",
                0,
                matches(scene, scene.samples().patient()).getEntry());
    }

    private static Bundle matches(Scene scene, Patient asked) {
        Parameters parameters = new Parameters();
        parameters.addParameter().setName("resource").setResource(asked);
        return scene.reader()
                .request("POST", "Patient/$match")
                .body(parameters)
                .send()
                .expect(200)
                .as(Bundle.class);
    }

    private static String person(Scene scene, Patient patient) {
        return Samples.path(scene.reader().one(Patient.class, Samples.byIdentifier("Patient", number(patient))));
    }

    private static void merge(Scene scene) {
        Patient one = stored(scene);
        Patient other = stored(scene);
        String source = person(scene, one);
        String target = person(scene, other);
        Parameters sides = new Parameters();
        sides.addParameter().setName("source-patient").setValue(new Reference(source));
        sides.addParameter().setName("target-patient").setValue(new Reference(target));
        Parameters preview = sides.copy();
        preview.addParameter().setName("preview").setValue(new BooleanType(true));
        FhirClient operator = scene.as(Role.OPERATOR);
        operate(operator, "Patient/$merge", preview).expect(200);
        Expect.equal("person after the preview", source, person(scene, one));
        operate(operator, "Patient/$merge", sides).expect(200);
        Expect.equal("person of the old number", target, person(scene, one));
        Patient gone = scene.reader().get(source).expect(200).as(Patient.class);
        Expect.that(
                !gone.getActive() && gone.getLinkFirstRep().getType() == LinkType.REPLACEDBY,
                "the merged Patient does not say by whom it is replaced");
        operate(operator, "Patient/$merge", sides).expectOutcome(422);
        operate(operator, target + "/$undo", new Parameters()).expect(200);
        Expect.equal("person after the undo", source, person(scene, one));
        scene.reader().request("POST", "Patient/$merge").body(sides).send().expectOutcome(403);
    }

    private static Answer operate(FhirClient client, String path, Parameters parameters) {
        return client.request("POST", path).body(parameters).send();
    }
}
