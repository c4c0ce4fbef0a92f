package dev.tributary.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.UriType;
import org.junit.jupiter.api.Test;

/** What other systems ask and tell of patients, as IHE and FAST say, on one database. */
abstract class PatientExchangeContract {

    private static final String CLINIC = "https://clinic.example/patient";
    private static final String IDI_PATIENT =
            "http://hl7.org/fhir/us/identity-matching/StructureDefinition/IDI-Patient";

    abstract HubUnderTest hub();

    private void apply(V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        assertThat(hub().journal().settle(message).path("state").asText()).isEqualTo("applied");
    }

    private Patient unified(String system, String value) {
        return hub().reader().one(Patient.class, Face.identifier(system, value));
    }

    private static String id(Resource resource) {
        return resource.getIdElement().getIdPart();
    }

    private static Reference patient(String id) {
        return new Reference("Patient/" + id);
    }

    /** IH-05: each parameter of the guide, GET and POST, JSON and XML, nobody and no such format. */
    @Test
    void demographicsSearch_answersAsPdqmSays() {
        var one = Somebody.unheardOf(1);
        var number = "P" + Stay.unique();
        hub().source("clinic")
                .put("/fhir/Patient/" + number, one.patient(CLINIC, number))
                .expect(201);
        var family = "family=" + one.family();
        for (var more : List.of(
                "active=true",
                "family:exact=" + one.family(),
                "given=Rob",
                "birthdate=" + one.birthDate(),
                "gender=female",
                "address-city=Ashford",
                "address-postalcode=" + one.postcode(),
                "address-state=VT",
                "address=Ashford",
                "telecom=" + one.phone(),
                Face.identifier(CLINIC, number))) {
            assertThat(hub().reader().search(Patient.class, family + "&" + more))
                    .as(more)
                    .hasSize(1);
        }
        assertThat(hub().reader()
                        .search(Patient.class, "family:exact=" + one.family().toUpperCase(java.util.Locale.ROOT)))
                .isEmpty();
        assertThat(hub().reader().search(Patient.class, "_id=" + id(unified(CLINIC, number))))
                .hasSize(1);
        var posted = hub().reader()
                .send("POST", "/fhir/Patient/_search", "application/x-www-form-urlencoded", family)
                .expect(200);
        assertThat(posted.as(Bundle.class).getTotal()).isEqualTo(1);
        assertThat(hub().reader()
                        .get("/fhir/Patient?_format=xml&" + family)
                        .expect(200)
                        .body())
                .contains("<Bundle");
        hub().reader().get("/fhir/Patient?_format=nonsense&" + family).expect(406);
        var nobody = hub().reader()
                .get("/fhir/Patient?family=nobody" + Stay.unique())
                .expect(200);
        assertThat(nobody.as(Bundle.class).getTotal()).isZero();
    }

    /** IH-06, MT-02: as many as asked for, the likeliest first; a single one was asked for and two fit: none, and why. */
    @Test
    void match_obeysCountAndOnlySingleMatch() {
        var one = Somebody.unheardOf(2);
        var twin = one.called("Edward");
        for (var each : List.of(one, twin)) {
            var number = "P" + Stay.unique();
            hub().source("clinic")
                    .put("/fhir/Patient/" + number, each.patient(CLINIC, number))
                    .expect(201);
        }
        var nameless = one.withoutGivenName().patient("https://elsewhere.example", "1");

        var both = match(nameless, "count", new IntegerType(10));
        assertThat(both.getEntry()).hasSize(2);
        assertThat(both.getEntry())
                .extracting(entry -> entry.getSearch().getScore())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(match(nameless, "count", new IntegerType(1)).getEntry()).hasSize(1);
        assertThat(match(nameless, "onlySingleMatch", new BooleanType(true)).getEntry())
                .singleElement()
                .satisfies(entry -> assertThat(entry.getResource()).isInstanceOf(OperationOutcome.class));
    }

    /** Whoever asks for certain matches only must not get others. */
    @Test
    void match_refusesParametersOfAnotherType() {
        var parameters = new Parameters();
        parameters
                .addParameter()
                .setName("resource")
                .setResource(Somebody.unheardOf(2).patient(CLINIC, "1"));
        for (var name : List.of("onlyCertainMatches", "onlySingleMatch", "count")) {
            var asked = parameters.copy();
            asked.addParameter().setName(name).setValue(new StringType("true"));
            assertThat(hub().reader()
                            .post("/fhir/Patient/$match", asked)
                            .expect(400)
                            .body())
                    .contains(name);
        }
    }

    private Bundle match(Patient patient, String name, org.hl7.fhir.r4.model.Type value) {
        var parameters = new Parameters();
        parameters.addParameter().setName("resource").setResource(patient);
        parameters.addParameter().setName(name).setValue(value);
        return hub().reader()
                .post("/fhir/Patient/$match", parameters)
                .expect(200)
                .as(Bundle.class);
    }

    /** IH-01, IH-02. */
    @Test
    void crossReference_answersAsPixmSays() {
        var stay = Stay.ofSomebody();
        apply(stay.adt("A01", "202401010800", "WEST"));

        var all =
                pix("sourceIdentifier", Stay.MRN + "|" + stay.mrn()).expect(200).as(Parameters.class);
        assertThat(values(all)).containsExactly(stay.ssn());
        assertThat(((Reference) all.getParameterValue("targetId")).getReference())
                .isEqualTo("Patient/" + id(unified(Stay.MRN, stay.mrn())));
        var none = pix(
                "sourceIdentifier", Stay.MRN + "|" + stay.mrn(), "targetSystem", "https://laboratory.example/patient");
        assertThat(none.expect(200).as(Parameters.class).getParameter()).isEmpty();
        code(pix("sourceIdentifier", Stay.MRN + "|nobody").expect(404), "not-found");
        code(pix("sourceIdentifier", "https://nowhere.example|1").expect(400), "code-invalid");
        code(
                pix("sourceIdentifier", Stay.MRN + "|" + stay.mrn(), "targetSystem", "https://nowhere.example")
                        .expect(403),
                "code-invalid");
        pix("targetSystem", Stay.MRN).expect(400);
        var posted = new Parameters();
        posted.addParameter().setName("sourceIdentifier").setValue(new StringType(Stay.MRN + "|" + stay.mrn()));
        posted.addParameter().setName("targetSystem").setValue(new StringType(Stay.SSN));
        assertThat(values(hub().reader()
                        .post("/fhir/Patient/$ihe-pix", posted)
                        .expect(200)
                        .as(Parameters.class)))
                .containsExactly(stay.ssn());
    }

    private Answer pix(String... parameters) {
        var query = new ArrayList<String>();
        for (var i = 0; i < parameters.length; i += 2) {
            query.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
        }
        return hub().reader().get("/fhir/Patient/$ihe-pix?" + String.join("&", query));
    }

    private static List<String> values(Parameters answer) {
        return answer.getParameter().stream()
                .filter(part -> "targetIdentifier".equals(part.getName()))
                .map(part -> ((Identifier) part.getValue()).getValue())
                .toList();
    }

    private static void code(Answer answer, String code) {
        assertThat(answer.as(OperationOutcome.class)
                        .getIssueFirstRep()
                        .getCode()
                        .toCode())
                .isEqualTo(code);
    }

    /** IH-03: a conditional update that says whom the patient lives on as. */
    @Test
    void resolveDuplicate_overFhir_leadsToTheSurvivor() {
        var clinic = hub().source("clinic");
        var keeps = "K" + Stay.unique();
        var goes = "D" + Stay.unique();
        for (var number : List.of(keeps, goes)) {
            var patient = new Patient();
            patient.addIdentifier().setSystem(CLINIC).setValue(number);
            clinic.put("/fhir/Patient?" + Face.identifier(CLINIC, number), patient)
                    .expect(201);
        }
        var duplicate = new Patient();
        duplicate.addIdentifier().setSystem(CLINIC).setValue(goes);
        duplicate.setActive(false);
        duplicate
                .addLink()
                .setType(LinkType.REPLACEDBY)
                .setOther(new Reference("Patient?" + Face.identifier(CLINIC, keeps)));
        clinic.put("/fhir/Patient?" + Face.identifier(CLINIC, goes), duplicate).expect(200);

        assertThat(id(unified(CLINIC, goes))).isEqualTo(id(unified(CLINIC, keeps)));
        var answer = pix("sourceIdentifier", CLINIC + "|" + goes).expect(200).as(Parameters.class);
        assertThat(values(answer)).containsExactly(keeps);
        var survivor = pix("sourceIdentifier", CLINIC + "|" + keeps).expect(200).as(Parameters.class);
        assertThat(values(survivor)).isEmpty();
    }

    /** ITI-104: who is fed under a number has that number; who is removed is given up, and what others said stays. */
    @Test
    void conditionalFeed_refusesAnotherNumber_andRemoves() {
        var number = "R" + Stay.unique();
        var patient = new Patient();
        patient.addIdentifier().setSystem(CLINIC).setValue(number);
        var clinic = hub().source("clinic");
        clinic.put("/fhir/Patient?" + Face.identifier(CLINIC, number + "x"), patient)
                .expect(400);
        clinic.put("/fhir/Patient?" + Face.identifier(CLINIC, number), patient).expect(201);

        clinic.delete("/fhir/Patient?" + Face.identifier(CLINIC, number)).expect(204);

        assertThat(unified(CLINIC, number).getActive()).isFalse();
        clinic.delete("/fhir/Patient?" + Face.identifier(CLINIC, "nobody" + number))
                .expect(204);
        clinic.delete("/fhir/ValueSet?" + Face.identifier(CLINIC, number)).expect(403);
    }

    /** MT-01, MT-02: a Patient that says as much as its profile, by the weights of FAST 2.0.0; the answer says who gives it. */
    @Test
    void identityMatch_wantsWhatTheProfileSays_andSaysWhoAnswers() {
        var one = Somebody.unheardOf(4);
        var number = "I" + Stay.unique();
        hub().source("clinic")
                .put("/fhir/Patient/" + number, one.patient(CLINIC, number))
                .expect(201);
        var thin = new Patient();
        thin.addName().setFamily(one.family()).addGiven("Somebody");
        thin.setBirthDateElement(new org.hl7.fhir.r4.model.DateType(one.birthDate()));
        thin.addTelecom()
                .setSystem(org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem.PHONE)
                .setValue(one.phone());
        for (var level : List.of("-L1", "-L2")) {
            thin.getMeta().getProfile().clear();
            thin.getMeta().addProfile(IDI_PATIENT + level);
            identityMatch(thin).expect(422);
        }
        var enough = one.patient("https://elsewhere.example", "1");
        enough.getMeta().addProfile(IDI_PATIENT + "-L0");

        var answer = identityMatch(enough).expect(200).as(Bundle.class);

        assertThat(answer.getTotal()).isEqualTo(1);
        assertThat(answer.getIdentifier().getAssigner().getDisplay()).isNotEmpty();
        assertThat(answer.getEntry())
                .extracting(entry -> entry.getResource().fhirType())
                .containsExactly("Patient", "Organization");
        assertThat(answer.getEntry()).allMatch(entry -> entry.hasFullUrl());
    }

    private Answer identityMatch(Patient patient) {
        var parameters = new Parameters();
        parameters.addParameter().setName("IDIPatient").setResource(patient);
        return hub().reader().post("/fhir/Patient/$idi-match", parameters);
    }

    /** IH-07: create, merge, and no way to take a merge back. */
    @Test
    void patientFeed_mergesButDoesNotUnmerge() {
        var keeps = "K" + Stay.unique();
        var goes = "D" + Stay.unique();
        var duplicate = feedPatient(goes);
        duplicate.setActive(false);
        duplicate.addLink().setType(LinkType.REPLACEDBY).setOther(patient(keeps));

        assertThat(feed(feedPatient(keeps), feedPatient(goes))).containsExactly("201", "201");
        assertThat(feed(duplicate)).containsExactly("200");
        assertThat(id(unified(CLINIC, goes))).isEqualTo(id(unified(CLINIC, keeps)));
        assertThat(feed(feedPatient(goes), feedPatient(keeps))).containsExactly("405", "200");
        assertThat(id(unified(CLINIC, goes))).isEqualTo(id(unified(CLINIC, keeps)));
        var nonsense = new Bundle().setType(Bundle.BundleType.MESSAGE);
        hub().source("clinic").post("/fhir/$process-message", nonsense).expect(422);
    }

    /** IH-07: who is deleted is given up by the source: inactive, not a target any more, and revived when it comes again. */
    @Test
    void patientFeed_deletes() {
        var number = "D" + Stay.unique();
        assertThat(feed(feedPatient(number))).containsExactly("201");
        var person = id(unified(CLINIC, number));

        assertThat(answers(new Bundle.BundleEntryComponent().setRequest(delete(number))))
                .containsExactly("204");
        assertThat(unified(CLINIC, number).getActive()).isFalse();
        assertThat(hub().reader().search(Patient.class, "active=true&" + Face.identifier(CLINIC, number)))
                .isEmpty();
        assertThat(answers(new Bundle.BundleEntryComponent().setRequest(delete("nobody" + number))))
                .containsExactly("204");
        hub().source("clinic").delete("/fhir/Patient/" + number).expect(405);

        assertThat(feed(feedPatient(number))).containsExactly("200");
        assertThat(id(unified(CLINIC, number))).isEqualTo(person);
        assertThat(hub().reader().search(Patient.class, "active=false&" + Face.identifier(CLINIC, number)))
                .isEmpty();
    }

    /** IH-07: who is added is known by the id that the feed gives, whichever way the next message names it. */
    @Test
    void patientFeed_addsUnderTheIdOfTheFeed() {
        var keeps = "K" + Stay.unique();
        var goes = "D" + Stay.unique();
        assertThat(answers(added(feedPatient(keeps)), added(feedPatient(goes)))).containsExactly("201", "201");
        var duplicate = feedPatient(goes);
        duplicate.setActive(false);
        duplicate.addLink().setType(LinkType.REPLACEDBY).setOther(patient(keeps));

        assertThat(feed(duplicate)).containsExactly("200");

        assertThat(id(unified(CLINIC, goes))).isEqualTo(id(unified(CLINIC, keeps)));
        assertThat(answers(added(feedPatient(goes)))).containsExactly("405");
    }

    private static Bundle.BundleEntryComponent added(Patient patient) {
        var entry = new Bundle.BundleEntryComponent()
                .setFullUrl("https://clinic.example/fhir/Patient/"
                        + patient.getIdElement().getIdPart())
                .setResource(patient);
        entry.getRequest().setMethod(Bundle.HTTPVerb.POST).setUrl("Patient");
        return entry;
    }

    private static Bundle.BundleEntryRequestComponent delete(String number) {
        return new Bundle.BundleEntryRequestComponent()
                .setMethod(Bundle.HTTPVerb.DELETE)
                .setUrl("Patient/" + number);
    }

    private static Patient feedPatient(String number) {
        var patient = new Patient();
        patient.setId(number);
        patient.addIdentifier().setSystem(CLINIC).setValue(number);
        return patient;
    }

    /** The status of each entry. */
    private List<String> feed(Patient... patients) {
        var entries = new ArrayList<Bundle.BundleEntryComponent>();
        for (var patient : patients) {
            var entry = new Bundle.BundleEntryComponent().setResource(patient);
            entry.getRequest()
                    .setMethod(Bundle.HTTPVerb.PUT)
                    .setUrl("Patient/" + patient.getIdElement().getIdPart());
            entries.add(entry);
        }
        return answers(entries.toArray(Bundle.BundleEntryComponent[]::new));
    }

    private List<String> answers(Bundle.BundleEntryComponent... entries) {
        var history = new Bundle().setType(Bundle.BundleType.HISTORY);
        List.of(entries).forEach(history::addEntry);
        var header = new MessageHeader();
        header.setId(Stay.unique());
        header.setEvent(new UriType("urn:ihe:iti:pmir:2019:patient-feed"));
        header.getSource().setEndpoint("https://clinic.example/fhir");
        var message = new Bundle().setType(Bundle.BundleType.MESSAGE);
        message.addEntry().setResource(header);
        message.addEntry().setResource(history);
        var answer = hub().source("clinic")
                .post("/fhir/$process-message", message)
                .expect(200)
                .as(Bundle.class);
        assertThat(((MessageHeader) answer.getEntryFirstRep().getResource())
                        .getResponse()
                        .getIdentifier())
                .isEqualTo(header.getIdElement().getIdPart());
        return ((Bundle) answer.getEntry().get(1).getResource())
                .getEntry().stream()
                        .map(entry -> entry.getResponse().getStatus().substring(0, 3))
                        .toList();
    }
}
