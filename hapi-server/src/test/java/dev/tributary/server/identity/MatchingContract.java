package dev.tributary.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who is found to be who without a common number, on one database. */
abstract class MatchingContract {

    private static final String CLINIC = "https://clinic.example/patient";
    private static final String PRACTICE = "https://practice.example/patient";
    private static final int PEOPLE = 8;

    abstract HubUnderTest hub();

    /** Where the arrivals go, in turn. */
    List<HubUnderTest> replicas() {
        return List.of(hub());
    }

    private Face steward() {
        return hub().as("test-steward", "steward");
    }

    private String arrive(Somebody person, String source, String system) {
        var number = "N" + Stay.unique();
        return arrive(person.patient(system, number), source, system, number);
    }

    private String arrive(Patient patient, String source, String system, String number) {
        hub().source(source).put("/fhir/Patient/" + number, patient).expect(201);
        return hub().reader()
                .one(Patient.class, Face.identifier(system, number))
                .getIdElement()
                .getIdPart();
    }

    private List<Patient> found(Somebody person) {
        return hub().reader().search(Patient.class, "birthdate=" + person.birthDate() + "&family=" + person.family());
    }

    /** Eight records each of eight people, from four sources, all at once. */
    @Test
    void sixtyFourParallelArrivals_giveTheSameEightPeople() throws Exception {
        var threads = Executors.newFixedThreadPool(64);
        var messages = new ArrayList<V2>();
        var people = new ArrayList<Somebody>();
        try {
            var arrivals = new ArrayList<Callable<Void>>();
            for (var each = 0; each < PEOPLE; each++) {
                var person = Somebody.unheardOf(each);
                people.add(person);
                for (var i = 0; i < 8; i++) {
                    arrivals.add(arrival(person, i, messages));
                }
            }
            for (var arrival : threads.invokeAll(arrivals)) {
                arrival.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(hub().journal().settled(messages.toArray(V2[]::new)))
                .allSatisfy(detail -> assertThat(detail.path("state").asText()).isEqualTo("applied"));
        for (var person : people) {
            assertThat(found(person))
                    .as(person.toString())
                    .singleElement()
                    .satisfies(unified -> assertThat(unified.getLink().stream()
                                    .filter(link -> link.getType() == Patient.LinkType.SEEALSO))
                            .hasSize(8));
        }
    }

    private Callable<Void> arrival(Somebody person, int number, List<V2> messages) {
        var at = replicas().get(number % replicas().size());
        if (number % 4 > 1) {
            var source = number % 4 == 2 ? "clinic" : "practice";
            var own = "N" + Stay.unique();
            var patient = person.patient(number % 4 == 2 ? CLINIC : PRACTICE, own);
            return () -> {
                at.source(source).put("/fhir/Patient/" + own, patient).expect(201);
                return null;
            };
        }
        var message = number % 4 == 0 ? person.adt("HOSP", "HOSP") : person.adt("LAB", "LAB");
        messages.add(message);
        return () -> {
            at.source(number % 4 == 0 ? "hospital" : "laboratory")
                    .hl7v2(message)
                    .expect(200);
            return null;
        };
    }

    /** MT-04: a twin is somebody else, and a person may have to look. */
    @Test
    void twins_stayTwoPersons() {
        var one = Somebody.unheardOf(0);
        var first = arrive(one, "clinic", CLINIC);
        var second = arrive(one.called("Barbara"), "practice", PRACTICE);

        assertThat(second).isNotEqualTo(first);
    }

    /** MT-07: the grey zone goes to a person, who sees why; what the person says outranks the model. */
    @Test
    void whatTheModelCannotDecide_isReviewed() {
        var one = Somebody.unheardOf(3);
        var first = arrive(one, "clinic", CLINIC);
        // Same birth date, address and phone, but no given name: no automatic link, whatever the weight.
        var second = arrive(one.withoutGivenName(), "practice", PRACTICE);
        assertThat(second).isNotEqualTo(first);

        var list = steward()
                .get("/identity/reviews?patient=" + first + "&sort=-score")
                .expect(200)
                .json();
        assertThat(list.path("total").asInt()).isEqualTo(1);
        var id = list.path("reviews").get(0).path("id").asText();
        var detail = steward().get("/identity/reviews/" + id).expect(200).json();
        assertThat(detail.path("sides").findValuesAsText("birthDate"))
                .containsExactly(one.birthDate(), one.birthDate());
        assertThat(detail.path("explanation").path("fields").findValuesAsText("field"))
                .contains("birth-date");
        var history = steward()
                .get("/fhir/Patient/" + second + "/$link-history")
                .expect(200)
                .as(Parameters.class)
                .getParameter("decision");
        assertThat(history.getPart().stream()
                        .filter(part -> "model".equals(part.getName()))
                        .map(part -> part.getValue().primitiveValue()))
                .containsExactly(detail.path("review").path("model").asText());
        assertThat(history.getPart()).extracting(part -> part.getName()).contains("obstacle", "field", "probability");
        post("/identity/reviews/" + id + "/comment", "{\"text\":\"called the practice\"}", 200);
        post("/identity/reviews/" + id + "/assign", "{\"assignee\":\"joan\"}", 200);
        post("/identity/reviews/" + id + "/decide", "{\"decision\":\"perhaps\"}", 400);
        var decided = post("/identity/reviews/" + id + "/decide", "{\"decision\":\"link\"}", 200);

        assertThat(decided.path("state").asText()).isEqualTo("linked");
        assertThat(decided.path("assignee").asText()).isEqualTo("joan");
        assertThat(found(one)).hasSize(1);
        assertThat(steward()
                        .get("/identity/reviews?patient=" + first)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(steward()
                        .get("/identity/reviews?state=any&since=2020-01-01&until=2020-01-02T08:00:00Z")
                        .expect(200)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        steward().get("/identity/reviews?since=yesterday").expect(400);
        steward().send("POST", "/identity/jobs/dry-run?link=5", null, null).expect(400);
        hub().reader().get("/identity/reviews").expect(403);
    }

    /** MT-06, MT-07: national numbers that differ, be it by a typing error, are never linked, and somebody is asked. */
    @Test
    void aMistypedNationalNumber_isReviewed() {
        var one = Somebody.unheardOf(5);
        var ssn = Stay.newSsn();
        var mistyped = ssn.substring(0, 8) + (ssn.charAt(8) == '7' ? '1' : '7');
        var first = arrive(withSsn(one, CLINIC, ssn), "clinic", CLINIC, "C" + ssn);
        var second = arrive(withSsn(one, PRACTICE, mistyped), "practice", PRACTICE, "P" + mistyped);

        assertThat(second).isNotEqualTo(first);
        var reviews =
                steward().get("/identity/reviews?patient=" + first).expect(200).json();
        assertThat(reviews.path("reviews").findValuesAsText("personA")).hasSize(1);
        var review = reviews.path("reviews").get(0);
        assertThat(List.of(
                        review.path("sourceA").asText(), review.path("sourceB").asText()))
                .containsExactlyInAnyOrder("clinic", "practice");
        assertThat(steward()
                        .get("/fhir/Patient/" + second + "/$link-history")
                        .expect(200)
                        .body())
                .contains("identifiers-differ")
                .contains("another-national-identifier");
    }

    private static Patient withSsn(Somebody one, String system, String ssn) {
        var patient = one.patient(system, system.equals(CLINIC) ? "C" + ssn : "P" + ssn);
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue(ssn);
        return patient;
    }

    /** A second decision would hide the first, and what undoes it. */
    @Test
    void aDecidedReview_isNotDecidedAgain() {
        var one = Somebody.unheardOf(6);
        var first = arrive(one, "clinic", CLINIC);
        arrive(one.withoutGivenName(), "practice", PRACTICE);
        var id = steward()
                .get("/identity/reviews?patient=" + first)
                .json()
                .path("reviews")
                .get(0)
                .path("id")
                .asText();
        post("/identity/reviews/" + id + "/decide", "{\"decision\":\"defer\"}", 200);
        var decided = post("/identity/reviews/" + id + "/decide", "{\"decision\":\"link\"}", 200);
        for (var decision : List.of("defer", "link", "never-link")) {
            post("/identity/reviews/" + id + "/decide", "{\"decision\":\"" + decision + "\"}", 422);
        }

        var kept = steward().get("/identity/reviews/" + id).expect(200).json().path("review");
        assertThat(kept).isEqualTo(decided);
    }

    /** Whoever takes a decision back has it to take again, and asks for it by the person. */
    @Test
    void anUndoneDecision_isOpenAgain() {
        var one = Somebody.unheardOf(1);
        var first = arrive(one, "clinic", CLINIC);
        arrive(one.withoutGivenName(), "practice", PRACTICE);
        var reviews = "/identity/reviews?patient=" + first;
        var id = steward().get(reviews).json().path("reviews").get(0).path("id").asText();
        for (var decision : List.of("link", "never-link")) {
            post("/identity/reviews/" + id + "/decide", "{\"decision\":\"" + decision + "\"}", 200);
            assertThat(steward().get(reviews).json().path("total").asInt()).isZero();
            var person = found(one).get(0).getIdElement().getIdPart();

            steward()
                    .post("/fhir/Patient/" + person + "/$undo", new Parameters())
                    .expect(200);

            assertThat(steward().get(reviews).json().path("total").asInt())
                    .as(decision)
                    .isEqualTo(1);
            assertThat(found(one)).as(decision).hasSize(2);
        }
    }

    private JsonNode post(String path, String body, int status) {
        return steward()
                .send("POST", path, "application/json", body)
                .expect(status)
                .json();
    }

    /** An error in matching parks the message, visibly, and stores nobody unlinked; once it is mended the message is applied. */
    @Test
    void anErrorInMatching_parksTheMessage() {
        var one = Somebody.unheardOf(7);
        var person = arrive(one, "clinic", CLINIC);
        var jdbc = hub().part(JdbcTemplate.class);
        var record = jdbc.queryForObject(
                "select source_patient from hub.patient_link where unified = ?", String.class, person);
        var features = jdbc.queryForObject(
                "select features from hub.person_feature where source_patient = ?", byte[].class, record);
        var store = "update hub.person_feature set features = ? where source_patient = ?";
        jdbc.update(store, new byte[] {0}, record);
        var message = one.adt("HOSP", "HOSP");
        hub().source("hospital").hl7v2(message).expect(200);

        var parked = hub().journal().settle(message);

        assertThat(parked.path("state").asText()).isEqualTo("failed");
        assertThat(parked.path("reason").asText()).isNotEmpty();
        assertThat(records(one)).isEqualTo(1);
        jdbc.update(store, features, record);
        hub().operator()
                .post("/intake/messages/" + parked.path("id").asText() + "/$replay")
                .expect(202);
        await().atMost(Duration.ofSeconds(20)).until(() -> records(one), count -> count == 2);
        assertThat(hub().journal().settle(message).path("state").asText()).isEqualTo("applied");
    }

    /** Of the only person who is called so. */
    private long records(Somebody person) {
        return found(person).get(0).getLink().stream()
                .filter(link -> link.getType() == Patient.LinkType.SEEALSO)
                .count();
    }

    /** A stricter model is tried on everybody, and nobody changes. */
    @Test
    void dryRun_countsWhoWouldBeSplit() {
        var one = Somebody.unheardOf(2);
        var person = arrive(one, "clinic", CLINIC);
        assertThat(arrive(one, "practice", PRACTICE)).isEqualTo(person);

        var job = steward()
                .send("POST", "/identity/jobs/dry-run?link=1.0", null, null)
                .expect(202)
                .json();
        var done = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> steward()
                                .get("/identity/jobs/" + job.path("id").asText())
                                .expect(200)
                                .json(),
                        found -> !found.path("state").asText().equals("running"));

        assertThat(done.path("state").asText()).isEqualTo("done");
        assertThat(done.path("done").asLong()).isGreaterThanOrEqualTo(2);
        assertThat(done.path("result").path("wouldSplit").asLong()).isPositive();
        assertThat(found(one)).hasSize(1);
        steward().get("/identity/jobs/" + Stay.unique()).expect(400);
    }

    /** A model learned from the hub's own pairs waits until somebody lets it decide. */
    @Test
    void training_makesAModelThatIsTriedAndActivated() {
        var one = Somebody.unheardOf(6);
        arrive(one, "clinic", CLINIC);
        arrive(one.called("Kathy"), "practice", PRACTICE);
        var version = done(steward().send("POST", "/identity/jobs/train", null, null))
                .path("result")
                .path("model")
                .asText();

        assertThat(version).startsWith("trained-");
        assertThat(steward().get("/identity/models/" + version).expect(200).body())
                .contains("version: \"" + version);
        var configured = steward().get("/identity/models").expect(200).json();
        assertThat(configured.path("deciding").asText()).isNotEqualTo(version);
        var tried = done(steward().send("POST", "/identity/jobs/dry-run?model=" + version, null, null));
        assertThat(tried.path("result").path("model").asText()).isEqualTo(version);

        steward().post("/identity/models/" + version + "/activate").expect(200);
        try {
            assertThat(steward()
                            .get("/identity/models")
                            .expect(200)
                            .json()
                            .path("deciding")
                            .asText())
                    .isEqualTo(version);
        } finally {
            var back = steward()
                    .post("/identity/models/configured/activate")
                    .expect(200)
                    .json();
            assertThat(back.path("deciding")).isEqualTo(configured.path("deciding"));
        }
        steward().post("/identity/models/nothing/activate").expect(404);
        hub().reader().get("/identity/models").expect(403);
    }

    private JsonNode done(Answer started) {
        var job = started.expect(202).json().path("id").asText();
        var done = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> steward().get("/identity/jobs/" + job).expect(200).json(),
                        found -> !found.path("state").asText().equals("running"));
        assertThat(done.path("state").asText()).isEqualTo("done");
        return done;
    }

    /** The fields of a person say where they come from. */
    @Test
    void origins_nameTheSourceOfEachField() {
        var one = Somebody.unheardOf(4);
        arrive(one.called("Kathy"), "practice", PRACTICE);
        var person = arrive(one, "clinic", CLINIC);

        var origins = hub().reader()
                .get("/fhir/Patient/" + person + "/$origins")
                .expect(200)
                .as(Parameters.class);

        var name = origins.getParameter().stream()
                .filter(field ->
                        "name".equals(field.getPartFirstRep().getValue().primitiveValue()))
                .findFirst()
                .orElseThrow();
        assertThat(name.getPart()).anySatisfy(part -> {
            assertThat(part.getName()).isEqualTo("source");
            assertThat(part.getValue().primitiveValue()).isEqualTo("clinic");
        });
        assertThat(name.getPart()).extracting(part -> part.getName()).contains("conflict");
        hub().reader().get("/fhir/Patient/nobody/$origins").expect(404);
    }

    /** IH-05. */
    @Test
    void search_knowsTheMothersMaidenName() {
        var one = Somebody.unheardOf(7);
        var number = "N" + Stay.unique();
        var patient = one.patient(CLINIC, number);
        patient.addExtension(
                "http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName",
                new StringType(one.family() + "son"));
        hub().source("clinic").put("/fhir/Patient/" + number, patient).expect(201);

        assertThat(hub().reader().search(Patient.class, "mothersMaidenName=" + one.family() + "son"))
                .hasSize(1);
    }

    /** IH-05: a system alone names a domain to be returned. */
    @Test
    void search_returnsTheDomainsThatAreAskedFor() {
        var one = Somebody.unheardOf(3);
        var number = "N" + Stay.unique();
        var patient = one.patient(CLINIC, number);
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue(Stay.newSsn());
        hub().source("clinic").put("/fhir/Patient/" + number, patient).expect(201);

        var query = "family=" + one.family() + "&identifier=";
        assertThat(hub().reader().search(Patient.class, query + CLINIC + "%7C"))
                .singleElement()
                .satisfies(found -> assertThat(found.getIdentifier())
                        .singleElement()
                        .satisfies(told -> assertThat(told.getValue()).isEqualTo(number)));
        hub().reader()
                .get("/fhir/Patient?" + query + "https://nowhere.example%7C")
                .expect(404);
    }

    /** IH-06, MT-02, MT-03. */
    @Test
    void match_gradesWhoFits() {
        var one = Somebody.unheardOf(5);
        var person = arrive(one, "clinic", CLINIC);
        var asked = one.patient("https://elsewhere.example", "1");

        var bundle = match(asked, false);
        var entry = bundle.getEntryFirstRep();
        assertThat(entry.getResource().getIdElement().getIdPart()).isEqualTo(person);
        assertThat(entry.getSearch().getScore().doubleValue()).isBetween(0.97, 1.0);
        assertThat(((CodeType) entry.getSearch()
                                .getExtensionByUrl("http://hl7.org/fhir/StructureDefinition/match-grade")
                                .getValue())
                        .getCode())
                .isEqualTo("certain");
        assertThat(((Patient) entry.getResource()).getIdentifier())
                .noneMatch(identifier -> "https://elsewhere.example".equals(identifier.getSystem()));
        var unsure = one.withoutGivenName().patient("https://elsewhere.example", "1");
        assertThat(match(unsure, true).getEntry()).isEmpty();
        assertThat(match(Somebody.unheardOf(6).patient("https://elsewhere.example", "2"), false)
                        .getTotal())
                .isZero();
        hub().reader().post("/fhir/Patient/$match", new Parameters()).expect(400);
        var thin = new Patient();
        thin.getMeta().addProfile("http://hl7.org/fhir/us/identity-matching/StructureDefinition/IDI-Patient-L1");
        thin.addName().setFamily("Quill").addGiven("Ada");
        var parameters = new Parameters();
        parameters.addParameter().setName("patient").setResource(thin);
        hub().reader().post("/fhir/Patient/$idi-match", parameters).expect(422);
    }

    private Bundle match(Patient patient, boolean onlyCertain) {
        var parameters = new Parameters();
        parameters.addParameter().setName("resource").setResource(patient);
        if (onlyCertain) {
            parameters.addParameter().setName("onlyCertainMatches").setValue(new BooleanType(true));
        }
        return hub().reader()
                .post("/fhir/Patient/$match", parameters)
                .expect(200)
                .as(Bundle.class);
    }
}
