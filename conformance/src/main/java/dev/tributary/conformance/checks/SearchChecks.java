package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** Search: https://hl7.org/fhir/R4/search.html. */
final class SearchChecks {
    private SearchChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.CORE, "search.bundle", "A search answers a searchset with self link and search modes")
                        .proves("R4-11")
                        .by(SearchChecks::searchset),
                check(Group.CORE, "search.token", "Tokens match with system, without system, and with empty system")
                        .proves("R4-13")
                        .by(SearchChecks::token),
                check(Group.CORE, "search.string", "Strings match by start, whatever case and accents; :exact does not")
                        .proves("R4-13")
                        .by(SearchChecks::string),
                check(Group.CORE, "search.date", "Dates match as intervals, with ge, lt, gt and le")
                        .proves("R4-13")
                        .by(SearchChecks::date),
                check(Group.CORE, "search.paging", "_count and next links give every match once")
                        .proves("R4-11")
                        .by(SearchChecks::paging),
                check(Group.CORE, "search.include", "_include and _revinclude bring the other side, marked include")
                        .proves("R4-11", "R4-13")
                        .by(SearchChecks::include),
                check(Group.CORE, "search.chain", "Chained parameters and _has follow references")
                        .proves("R4-13")
                        .by(SearchChecks::chain),
                check(Group.CORE, "search.post", "POST [type]/_search finds what GET finds")
                        .proves("R4-14")
                        .by(SearchChecks::post),
                check(Group.CORE, "search.strict", "With handling=strict an unknown parameter is 400")
                        .proves("R4-12")
                        .by(SearchChecks::strict),
                check(
                                Group.CORE,
                                "search.lenient",
                                "With handling=lenient an unknown parameter is ignored, and not in self")
                        .proves("R4-12")
                        .by(SearchChecks::lenient));
    }

    private static Patient store(Scene scene) {
        Patient patient = scene.samples().patient();
        scene.writer().put(patient).expect(200, 201);
        return patient;
    }

    private static String id(Resource resource) {
        return resource.getIdElement().getIdPart();
    }

    private static void expectFound(Scene scene, String query, Patient patient) {
        List<Patient> found = scene.reader().all(query, Patient.class);
        Expect.that(
                found.stream()
                        .anyMatch(p -> p.getIdentifier().stream()
                                .anyMatch(i -> id(patient).equals(i.getValue()))),
                query + ": expected the Patient " + id(patient) + " among " + found.size() + " matches");
    }

    private static void expectNone(Scene scene, String query) {
        Expect.size(query, 0, scene.reader().all(query, Patient.class));
    }

    private static void searchset(Scene scene) {
        Patient patient = store(scene);
        String query = Samples.byIdentifier("Patient", id(patient));
        Bundle bundle = scene.reader().search(query);
        Expect.equal("type", Bundle.BundleType.SEARCHSET, bundle.getType());
        Expect.that(bundle.getLink("self") != null, "the searchset has no self link");
        Expect.that(bundle.getLink("self").getUrl().contains("identifier"), "self does not repeat the parameter used");
        Expect.equal(
                "search.mode",
                SearchEntryMode.MATCH,
                bundle.getEntryFirstRep().getSearch().getMode());
        Expect.that(bundle.getEntryFirstRep().hasFullUrl(), "an entry has no fullUrl");
        Expect.that(!bundle.hasTotal() || bundle.getTotal() == 1, "total: expected 1, got " + bundle.getTotal());
    }

    private static void token(Scene scene) {
        Patient patient = store(scene);
        expectFound(scene, Samples.byIdentifier("Patient", id(patient)), patient);
        expectFound(scene, "Patient?identifier=" + id(patient), patient);
        expectNone(scene, "Patient?identifier=" + FhirClient.encode("urn:none|" + id(patient)));
        expectNone(scene, "Patient?identifier=" + FhirClient.encode("|" + id(patient)));
    }

    private static void string(Scene scene) {
        Patient patient = scene.samples().patient();
        String family = patient.getNameFirstRep().getFamily();
        patient.getNameFirstRep().setFamily("É" + family);
        scene.writer().put(patient).expect(200, 201);
        String start = "e" + family.toLowerCase(Locale.ROOT).substring(0, family.length() - 2);
        expectFound(scene, "Patient?family=" + start, patient);
        expectFound(scene, "Patient?name=" + start, patient);
        expectFound(scene, "Patient?family:exact=" + FhirClient.encode("É" + family), patient);
        expectNone(scene, "Patient?family:exact=" + start);
        expectNone(scene, "Patient?family=" + start.substring(2));
    }

    private static void date(Scene scene) {
        Patient patient = scene.samples().patient();
        patient.setBirthDateElement(new DateType("1980-05-17"));
        scene.writer().put(patient).expect(200, 201);
        String with = Samples.byIdentifier("Patient", id(patient)) + "&birthdate=";
        for (String hit : List.of("1980-05-17", "1980-05", "1980", "ge1980-05-17", "le1980-05-17", "lt1980-06")) {
            expectFound(scene, with + hit, patient);
        }
        expectFound(scene, with + "gt1980-05-16&birthdate=lt1980-05-18", patient);
        for (String miss : List.of("1980-06", "1981", "gt1980-05-17", "lt1980-05-17", "ge1980-05-18")) {
            expectNone(scene, with + miss);
        }
    }

    private static void paging(Scene scene) {
        Patient patient = scene.samples().patient();
        Bundle bundle = Samples.put(Samples.transaction(), patient);
        for (int i = 0; i < 5; i++) {
            Samples.put(bundle, scene.samples().observation(Samples.path(patient)));
        }
        scene.writer().submit(bundle).expect(200);
        String query = "Observation?patient=" + readersId(scene, patient) + "&_count=2";
        Bundle first = scene.reader().search(query);
        Expect.size(query, 2, Fhir.in(first, Observation.class));
        Set<String> seen = new HashSet<>();
        for (Observation observation : scene.reader().all(query, Observation.class)) {
            Expect.that(seen.add(id(observation)), "Observation " + id(observation) + " is on two pages");
        }
        Expect.size("matches over all pages", 5, seen);
    }

    private static String readersId(Scene scene, Patient patient) {
        return id(scene.reader().one(Patient.class, Samples.byIdentifier("Patient", id(patient))));
    }

    private static Observation storeObservation(Scene scene, Patient patient) {
        Observation observation = scene.samples().observation(Samples.path(patient));
        scene.writer().put(observation).expect(200, 201);
        return observation;
    }

    private static void include(Scene scene) {
        Patient patient = store(scene);
        Observation observation = storeObservation(scene, patient);
        Bundle included = scene.reader()
                .search(Samples.byIdentifier("Observation", id(observation)) + "&_include=Observation:subject");
        Expect.size("matches", 1, Fhir.in(included, Observation.class));
        expectIncluded(included, Patient.class);
        Bundle reverse = scene.reader()
                .search(Samples.byIdentifier("Patient", id(patient)) + "&_revinclude=Observation:subject");
        expectIncluded(reverse, Observation.class);
    }

    private static void expectIncluded(Bundle bundle, Class<? extends Resource> type) {
        Expect.size("included " + type.getSimpleName(), 1, Fhir.in(bundle, type));
        bundle.getEntry().stream()
                .filter(e -> type.isInstance(e.getResource()))
                .forEach(e -> Expect.equal(
                        "search.mode of " + type.getSimpleName(),
                        SearchEntryMode.INCLUDE,
                        e.getSearch().getMode()));
        Expect.that(
                !bundle.hasTotal() || bundle.getTotal() == 1, "total counts included resources: " + bundle.getTotal());
    }

    private static void chain(Scene scene) {
        Patient patient = store(scene);
        Observation observation = storeObservation(scene, patient);
        String patientToken = FhirClient.encode(Samples.SYSTEM + "|" + id(patient));
        String observationToken = FhirClient.encode(Samples.SYSTEM + "|" + id(observation));
        scene.reader().one(Observation.class, "Observation?subject:Patient.identifier=" + patientToken);
        scene.reader().one(Patient.class, "Patient?_has:Observation:subject:identifier=" + observationToken);
    }

    private static void post(Scene scene) {
        Patient patient = store(scene);
        String query = Samples.byIdentifier("Patient", id(patient));
        Bundle posted = scene.reader()
                .request("POST", "Patient/_search")
                .body("application/x-www-form-urlencoded", query.substring("Patient?".length()))
                .send()
                .expect(200)
                .as(Bundle.class);
        List<String> byGet = scene.reader().all(query, Patient.class).stream()
                .map(SearchChecks::id)
                .toList();
        List<String> byPost =
                Fhir.in(posted, Patient.class).stream().map(SearchChecks::id).toList();
        Expect.size("matches", 1, byGet);
        Expect.equal("matches by POST", byGet, byPost);
        Bundle combined = scene.reader()
                .request("POST", "Patient/_search?gender=male")
                .body("application/x-www-form-urlencoded", query.substring("Patient?".length()))
                .send()
                .expect(200)
                .as(Bundle.class);
        Expect.size("matches of URL and body together", 0, Fhir.in(combined, Patient.class));
    }

    private static void strict(Scene scene) {
        Patient patient = store(scene);
        String query = Samples.byIdentifier("Patient", id(patient)) + "&no-such-parameter=1";
        scene.reader()
                .request("GET", query)
                .header("Prefer", "handling=strict")
                .send()
                .expectOutcome(400);
    }

    private static void lenient(Scene scene) {
        Patient patient = store(scene);
        String query = Samples.byIdentifier("Patient", id(patient)) + "&no-such-parameter=1";
        Answer lenient = scene.reader()
                .request("GET", query)
                .header("Prefer", "handling=lenient")
                .send()
                .expect(200);
        Bundle bundle = lenient.as(Bundle.class);
        Expect.size("matches when lenient", 1, Fhir.in(bundle, Patient.class));
        Expect.that(
                bundle.getLink("self") == null
                        || !bundle.getLink("self").getUrl().contains("no-such-parameter"),
                "self repeats the parameter that was ignored");
    }
}
