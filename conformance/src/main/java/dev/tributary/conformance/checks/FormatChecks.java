package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Patient;

/** Metadata, formats and errors: https://hl7.org/fhir/R4/http.html#mime-type. */
final class FormatChecks {
    private FormatChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.CORE, "core.metadata", "GET /metadata is a CapabilityStatement of FHIR R4")
                        .proves("R4-15")
                        .by(FormatChecks::metadata),
                check(Group.CORE, "core.declared-search", "Every declared search parameter of Patient is accepted")
                        .proves("R4-15")
                        .by(FormatChecks::declaredParametersWork),
                check(Group.CORE, "core.unknown-id", "An unknown id and an unknown type are 404 with OperationOutcome")
                        .proves("R4-09")
                        .by(FormatChecks::unknown),
                check(Group.CORE, "core.malformed", "A body that cannot be read is 400 with OperationOutcome")
                        .proves("R4-15")
                        .by(FormatChecks::malformed),
                check(Group.CORE, "core.json-xml", "JSON and XML are both written and read, by Accept and by _format")
                        .proves("R4-15")
                        .by(FormatChecks::jsonAndXml),
                check(Group.CORE, "core.not-acceptable", "An Accept that nobody can meet is 406")
                        .proves("R4-15")
                        .by(FormatChecks::notAcceptable),
                check(Group.CORE, "core.unsupported-media", "A body in an unsupported format is 415")
                        .proves("R4-15")
                        .by(FormatChecks::unsupportedMedia));
    }

    private static void metadata(Scene scene) {
        CapabilityStatement statement =
                scene.reader().get("metadata").expect(200).as(CapabilityStatement.class);
        Expect.that(
                statement.getFhirVersion() != null
                        && statement.getFhirVersion().toCode().startsWith("4.0"),
                "fhirVersion: expected 4.0.x, got " + statement.getFhirVersion());
        Expect.that(
                statement.getRest().stream().anyMatch(rest -> rest.hasResource()),
                "metadata declares no resource type under rest");
        Expect.that(statement.hasFormat(), "metadata declares no format");
    }

    /** What is declared must work; values are chosen by the type of the parameter. */
    private static void declaredParametersWork(Scene scene) {
        Map<String, String> values = Map.of(
                "string",
                "zz",
                "token",
                "zz",
                "date",
                "2024-01-01",
                "reference",
                "Patient/zz",
                "number",
                "1",
                "uri",
                "urn:zz");
        var patient = scene
                .reader()
                .get("metadata")
                .expect(200)
                .as(CapabilityStatement.class)
                .getRestFirstRep()
                .getResource()
                .stream()
                .filter(r -> "Patient".equals(r.getType()))
                .findFirst()
                .orElse(null);
        for (var parameter : Expect.present("Patient in metadata", patient).getSearchParam()) {
            String value = parameter.getType() == null
                    ? null
                    : values.get(parameter.getType().toCode());
            // Special parameters such as _text need an index of their own; their values cannot be guessed.
            if (value != null && !parameter.getName().startsWith("_")) {
                scene.reader()
                        .get("Patient?" + parameter.getName() + "=" + value)
                        .expect(200)
                        .as(Bundle.class);
            }
        }
    }

    private static void unknown(Scene scene) {
        scene.reader().get("Patient/" + scene.unique()).expectOutcome(404);
        scene.reader().get("Observation/" + scene.unique()).expectOutcome(404);
        scene.reader().get("NoSuchType/1").expectOutcome(404, 400);
    }

    private static void malformed(Scene scene) {
        for (String body : List.of("{\"resourceType\":\"Patient\",", "{\"resourceType\":\"Pa", "no json at all")) {
            Answer answer = scene.writer()
                    .request("POST", "Patient")
                    .body(Fhir.JSON, body)
                    .send()
                    .expectOutcome(400);
            Expect.that(!StackTraces.in(answer.text()), answer.request() + ": the error shows a stack trace");
        }
        scene.writer()
                .request("POST", "Patient")
                .body(Fhir.XML, "<Patient xmlns=\"http://hl7.org/fhir\"><name>")
                .send()
                .expectOutcome(400);
    }

    private static void jsonAndXml(Scene scene) {
        Patient patient = scene.samples().patient();
        String id = patient.getIdElement().getIdPart();
        scene.writer()
                .request("PUT", "Patient/" + id)
                .body(Fhir.XML, Fhir.xml(patient))
                .send()
                .expect(200, 201);
        String search = Samples.byIdentifier("Patient", id);
        for (String accept : List.of(Fhir.JSON, Fhir.XML)) {
            Answer answer =
                    scene.reader().request("GET", search).accept(accept).send().expect(200);
            Expect.that(
                    answer.expectHeader("Content-Type").startsWith(accept),
                    answer.request() + ": Accept " + accept + " was answered with "
                            + answer.expectHeader("Content-Type"));
            Expect.size(search, 1, Fhir.in(answer.as(Bundle.class), Patient.class));
        }
        for (String format : List.of("json", "xml")) {
            Answer answer = scene.reader().get(search + "&_format=" + format).expect(200);
            Expect.that(
                    answer.expectHeader("Content-Type").contains(format),
                    answer.request() + ": _format=" + format + " was answered with "
                            + answer.expectHeader("Content-Type"));
        }
    }

    private static void notAcceptable(Scene scene) {
        scene.reader()
                .request("GET", "Patient?_count=1")
                .accept("application/pdf")
                .send()
                .expect(406);
    }

    private static void unsupportedMedia(Scene scene) {
        scene.writer()
                .request("POST", "Patient")
                .body("text/csv", "resourceType,Patient")
                .send()
                .expectOutcome(415);
    }
}
