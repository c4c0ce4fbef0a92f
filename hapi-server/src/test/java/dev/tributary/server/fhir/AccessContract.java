package dev.tributary.server.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Enumerations;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.SearchParameter;
import org.hl7.fhir.r4.model.Subscription;
import org.junit.jupiter.api.Test;

/** Who may do what, on one database. */
abstract class AccessContract {

    private static final String RECORD = "https://tributary.dev/fhir/CodeSystem/record%7C";
    private static final List<String> OPEN =
            List.of("/actuator/health", "/fhir/metadata", "/.well-known/oauth-authorization-server");
    private static final List<String> OPERATORS_ONLY = List.of(
            "/intake/messages", "/intake/summary", "/notifications", "/notifications/summary", "/actuator/prometheus");

    abstract HubUnderTest hub();

    private Map<String, Face> strangers() {
        var strangers = new LinkedHashMap<String, Face>();
        strangers.put("nobody", hub().withToken(null));
        strangers.put("garbage", hub().withToken("abc"));
        strangers.put("three parts of garbage", hub().withToken("abc.def.ghi"));
        var token = hub().token("test-operator", "operator");
        strangers.put("no signature", hub().withToken(token.substring(0, token.lastIndexOf('.') + 1)));
        strangers.put("half a signature", hub().withToken(token.substring(0, token.length() - 8) + "AAAAAAAA"));
        return strangers;
    }

    private Face subscriber(String client) {
        return hub().as(client, "subscriber");
    }

    private static Answer saysLittle(Answer answer) {
        assertThat(answer.body())
                .doesNotContain("\tat ", "Exception", "org.springframework", "ca.uhn.fhir", "org.hibernate");
        return answer;
    }

    @Test
    void aPageThatBeginsNowhere_isTheCallersMistake() {
        for (var start : List.of("_offset=-5", "_offset=x", "_getpagesoffset=-1")) {
            assertThat(saysLittle(hub().reader()
                                    .get("/fhir/Patient?_count=2&" + start)
                                    .expect(400))
                            .body())
                    .contains("write a whole number");
        }
        hub().reader().get("/fhir/Patient?_count=2&_offset=1").expect(200);
    }

    @Test
    void whatIsOpen_isOpenToEverybodyAndSaysNoMore() {
        for (var path : OPEN) {
            hub().withToken(null).get(path).expect(200);
        }
        assertThat(hub().withToken(null)
                        .get("/actuator/health")
                        .json()
                        .path("components")
                        .isMissingNode())
                .isTrue();
    }

    @Test
    void strangers_getNowhere() {
        var paths = new ArrayList<>(OPERATORS_ONLY);
        paths.addAll(List.of(
                "/fhir/Patient",
                "/fhir/Patient/1",
                "/fhir/Patient/1/$everything",
                "/fhir/Subscription",
                "/actuator",
                "/actuator/env",
                "/actuator/metrics",
                "/nothing-here",
                "/error",
                "/fhir",
                "/fhir/_history",
                "/fhir/metadata/x"));
        strangers().forEach((who, face) -> {
            for (var path : paths) {
                assertThat(saysLittle(face.get(path)).status())
                        .as("%s GET %s", who, path)
                        .isEqualTo(401);
            }
            assertThat(saysLittle(face.hl7v2(Stay.ofSomebody().adt("A01", "202401010800", "W")))
                            .status())
                    .isEqualTo(401);
            assertThat(saysLittle(face.post("/fhir", new Bundle().setType(BundleType.BATCH)))
                            .status())
                    .isEqualTo(401);
            assertThat(saysLittle(face.post("/intake/$replay")).status()).isEqualTo(401);
            assertThat(saysLittle(face.put("/fhir/Patient/1", new Patient())).status())
                    .isEqualTo(401);
        });
    }

    @Test
    void whoIsNoOperator_doesNotSeeMessagesOrFigures() {
        var others = List.of(hub().reader(), hub().source("clinic"), subscriber("some-subscriber"));
        for (var face : others) {
            for (var path : OPERATORS_ONLY) {
                saysLittle(face.get(path)).expect(403);
            }
            saysLittle(face.post("/intake/$replay")).expect(403);
            saysLittle(face.post("/notifications/$replay")).expect(403);
        }
        for (var path : OPERATORS_ONLY) {
            hub().operator().get(path).expect(200);
        }
    }

    /** The table of docs/security.md, for what is not the operator's alone. */
    @Test
    void everyFace_isOpenToItsScopesOnly() {
        var reader = hub().reader();
        var source = hub().source("clinic");
        var subscriber = subscriber("some-subscriber");
        var steward = hub().as("some-steward", "steward");
        for (var face : List.of(reader, subscriber, steward)) {
            for (var path : List.of("/ccda", "/csv/results", "/map", "/ccda?source=clinic", "/map?source=clinic")) {
                saysLittle(face.post(path)).expect(403);
            }
            saysLittle(face.get("/csv/jobs")).expect(403);
        }
        for (var face : List.of(reader, subscriber, source, steward)) {
            for (var path : List.of("/map/losses", "/harmonise/unmapped", "/harmonise/jobs")) {
                saysLittle(face.get(path)).expect(403);
            }
            for (var path : List.of("/map/$compare?source=clinic", "/harmonise/map")) {
                saysLittle(face.post(path)).expect(403);
            }
            saysLittle(face.post("/fhir/StructureMap/$transform", new Parameters()))
                    .expect(403);
        }
        for (var face : List.of(reader, subscriber, source)) {
            saysLittle(face.get("/identity/reviews")).expect(403);
            saysLittle(face.post("/identity/jobs/index")).expect(403);
            saysLittle(face.post("/fhir/Patient/$merge", new Parameters())).expect(403);
            for (var operation : List.of("$split", "$link", "$never-link", "$unlink", "$undo", "$link-history")) {
                saysLittle(face.post("/fhir/Patient/1/" + operation, new Parameters()))
                        .expect(403);
            }
        }
        for (var face : List.of(subscriber, source)) {
            saysLittle(face.post("/fhir/Patient/$match", new Parameters())).expect(403);
            saysLittle(face.get("/fhir/Patient/$ihe-pix?sourceIdentifier=x")).expect(403);
            saysLittle(face.get("/fhir/Patient/1/$origins")).expect(403);
        }
        steward.get("/identity/reviews").expect(200);
    }

    /** What a reader may not ask, it may not ask inside of a batch either. */
    @Test
    void aBatch_opensNoOperation() {
        var history = new Bundle().setType(BundleType.BATCH);
        history.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient/1/$link-history");
        var merge = new Bundle().setType(BundleType.BATCH);
        merge.addEntry()
                .setResource(new Parameters())
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl("Patient/$merge");
        for (var batch : List.of(history, merge)) {
            var answer = saysLittle(hub().reader().post("/fhir", batch));
            if (answer.status() == 200) {
                assertThat(answer.as(Bundle.class)
                                .getEntryFirstRep()
                                .getResponse()
                                .getStatus())
                        .startsWith("4");
            } else {
                assertThat(answer.status()).isBetween(400, 405);
            }
        }
    }

    @Test
    void whoIsNoSource_writesNothing() {
        for (var face : List.of(hub().reader(), subscriber("some-subscriber"), hub().operator())) {
            var id = "a" + Stay.unique();
            var patient = new Patient();
            patient.setId(id);
            patient.addIdentifier().setSystem("https://access.example").setValue(id);
            var bundle = new Bundle().setType(BundleType.TRANSACTION);
            bundle.addEntry()
                    .setResource(patient)
                    .getRequest()
                    .setMethod(HTTPVerb.PUT)
                    .setUrl("Patient/" + id);
            assertThat(saysLittle(face.put("/fhir/Patient/" + id, patient)).status())
                    .isIn(403, 405);
            assertThat(saysLittle(face.post("/fhir/Patient", patient)).status()).isIn(403, 405);
            assertThat(saysLittle(face.delete("/fhir/Patient/" + id)).status()).isIn(403, 404, 405);
            assertThat(saysLittle(face.post("/fhir", bundle)).status()).isBetween(400, 405);
            var batch = bundle.copy().setType(BundleType.BATCH);
            var answer = saysLittle(face.post("/fhir", batch));
            if (answer.status() == 200) {
                assertThat(answer.as(Bundle.class)
                                .getEntryFirstRep()
                                .getResponse()
                                .getStatus())
                        .startsWith("4");
            }
            assertThat(hub().reader().search(Patient.class, Face.identifier("https://access.example", id)))
                    .isEmpty();
        }
        saysLittle(hub().reader().hl7v2(Stay.ofSomebody().adt("A01", "202401010800", "W")))
                .expect(403);
    }

    @Test
    void aSource_seesItsOwnAndNothingElse() {
        var id = "a" + Stay.unique();
        var patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem("https://access.example").setValue(id);
        hub().source("clinic").put("/fhir/Patient/" + id, patient).expect(201);
        var unified = hub().reader().one(Patient.class, Face.identifier("https://access.example", id));
        var hubId = unified.getIdElement().getIdPart();

        hub().source("clinic").get("/fhir/Patient/" + id).expect(200);
        var other = hub().source("practice");
        for (var path : List.of("/fhir/Patient/" + id, "/fhir/Patient/" + hubId)) {
            saysLittle(other.get(path)).expect(404);
        }
        for (var path : List.of(
                "/fhir/Patient",
                "/fhir/_history",
                "/fhir/Patient/_history",
                "/fhir/Patient/" + hubId + "/$everything",
                "/fhir/Subscription")) {
            assertThat(saysLittle(other.get(path)).status()).as(path).isIn(403, 404);
        }
        var batch = new Bundle().setType(BundleType.BATCH);
        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Patient/" + hubId);
        var answer = saysLittle(other.post("/fhir", batch));
        assertThat(answer.body()).doesNotContain("https://access.example");
    }

    /** Consumers see persons, unless they ask for the records behind them. */
    @Test
    void aReadersSearch_findsPersonsAndSourceRecordsOnlyIfAsked() {
        var stay = Stay.ofSomebody();
        var admission = stay.adt("A01", "202401010800", "WEST");
        hub().source("hospital").hl7v2(admission).expect(200);
        hub().journal().settle(admission);
        var reader = hub().reader();
        var number = Face.identifier(Stay.MRN, stay.mrn());

        var person = reader.one(Patient.class, number);
        assertThat(person.getMeta().getTag()).extracting(tag -> tag.getCode()).containsExactly("unified");
        var record = reader.one(Patient.class, number + "&_tag=" + RECORD + "source");
        assertThat(record.getMeta().getTag()).extracting(tag -> tag.getCode()).containsExactly("source");
        assertThat(record.getIdElement().getIdPart())
                .isNotEqualTo(person.getIdElement().getIdPart());
        var byPost = reader.send("POST", "/fhir/Patient/_search", "application/x-www-form-urlencoded", number)
                .expect(200)
                .as(Bundle.class);
        assertThat(byPost.getEntry()).hasSize(1);
        assertThat(batched(reader, "Patient?" + number).getEntry()).hasSize(1);
    }

    private static Bundle batched(Face face, String url) {
        var batch = new Bundle().setType(BundleType.BATCH);
        batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl(url);
        return (Bundle) face.post("/fhir", batch)
                .expect(200)
                .as(Bundle.class)
                .getEntryFirstRep()
                .getResource();
    }

    private static Subscription subscription(String secret) {
        var subscription = new Subscription();
        subscription.setStatus(Subscription.SubscriptionStatus.REQUESTED);
        subscription.setReason("access");
        subscription.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/admission");
        subscription
                .getChannel()
                .setType(Subscription.SubscriptionChannelType.RESTHOOK)
                .setEndpoint("http://127.0.0.1:9/" + secret)
                .setPayload("application/fhir+json")
                .addHeader("Authorization: " + secret);
        subscription
                .getChannel()
                .getPayloadElement()
                .addExtension(
                        "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-payload-content",
                        new CodeType("id-only"));
        return subscription;
    }

    @Test
    void aSubscription_isVisibleToItsOwnerAndTheOperatorOnly() {
        var secret = "secret" + Stay.unique();
        var owner = subscriber("owner-" + Stay.unique());
        var created = owner.post("/fhir/Subscription", subscription(secret))
                .expect(201)
                .as(Subscription.class);
        var id = created.getIdElement().getIdPart();
        var path = "/fhir/Subscription/" + id;
        assertThat(owner.get(path).expect(200).body()).contains(secret);
        assertThat(hub().operator().get(path).expect(200).body()).contains(secret);

        var strangers = Map.of(
                "subscriber", subscriber("other-" + Stay.unique()),
                "reader", hub().reader(),
                "source", hub().source("clinic"),
                "reader and subscriber", hub().as("reader-and-subscriber", "reader", "subscriber"),
                "source and reader", hub().as("clinic", "source", "reader"));
        strangers.forEach((who, stranger) -> {
            for (var look : List.of(
                    path,
                    path + "/_history",
                    path + "/_history/1",
                    path + "/$status",
                    path + "/$events",
                    "/fhir/Subscription",
                    "/fhir/Subscription?_id=" + id,
                    "/fhir/Subscription/_history",
                    "/fhir/_history",
                    "/fhir/Subscription/$status",
                    "/fhir/Subscription/$status?id=" + id,
                    "/fhir/Subscription?_count=0&_summary=count&_id=" + id)) {
                var answer = saysLittle(stranger.get(look));
                assertThat(answer.body()).as(look).doesNotContain(secret);
                if (answer.status() == 200) {
                    assertThat(answer.body()).as(look).doesNotContain("Subscription/" + id + "\"");
                }
            }
            assertThat(saysLittle(stranger.send(
                                    "POST",
                                    "/fhir/Subscription/_search",
                                    "application/x-www-form-urlencoded",
                                    "_id=" + id))
                            .body())
                    .doesNotContain(secret);
            var batch = new Bundle().setType(BundleType.BATCH);
            batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Subscription/" + id);
            batch.addEntry().getRequest().setMethod(HTTPVerb.GET).setUrl("Subscription?_id=" + id);
            assertThat(saysLittle(stranger.post("/fhir", batch)).body()).doesNotContain(secret);
            assertThat(saysLittle(stranger.put(path, created)).status()).as(who).isIn(403, 404, 405);
            assertThat(saysLittle(stranger.delete(path)).status()).as(who).isIn(403, 404, 405);
        });
        owner.get(path + "/$status").expect(200);
        assertThat(owner.delete(path).status()).isIn(200, 204);
        assertThat(owner.get(path).status()).isIn(403, 404, 410);
    }

    /** Writing patients' data is no right to be told of other people's. */
    @Test
    void aSource_rulesNothing() {
        var id = "a" + Stay.unique();
        var parameter = new SearchParameter();
        parameter.setId(id);
        parameter.setUrl("https://access.example/" + id).setName("x").setCode("x" + id);
        parameter.setStatus(Enumerations.PublicationStatus.ACTIVE).setDescription("x");
        parameter
                .addBase("Patient")
                .setType(Enumerations.SearchParamType.STRING)
                .setExpression("Patient.name.family");
        for (var resource : List.of(subscription("secret" + id).setId(id), parameter)) {
            var path = resource.fhirType() + "/" + id;
            assertThat(saysLittle(hub().source("clinic").put("/fhir/" + path, resource))
                            .status())
                    .as(path)
                    .isBetween(400, 422);
            assertThat(saysLittle(hub().source("clinic").post("/fhir/" + resource.fhirType(), resource))
                            .status())
                    .as(path)
                    .isBetween(400, 422);
            var bundle = new Bundle().setType(BundleType.TRANSACTION);
            bundle.addEntry()
                    .setResource((Resource) resource)
                    .getRequest()
                    .setMethod(HTTPVerb.PUT)
                    .setUrl(path);
            assertThat(saysLittle(hub().source("clinic").post("/fhir", bundle)).status())
                    .as(path)
                    .isBetween(400, 422);
        }
    }

    /** Whether something is found is an answer, too. */
    @Test
    void aSubscriber_findsNothingOutBySearching() {
        var id = "a" + Stay.unique();
        var patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem("https://access.example").setValue(id);
        hub().source("clinic").put("/fhir/Patient/" + id, patient).expect(201);
        var basic = new Basic().setSubject(new Reference("Patient/" + id)).setCode(new CodeableConcept().setText(id));
        basic.setId(id);
        hub().source("clinic").put("/fhir/Basic/" + id, basic).expect(201);
        var face = subscriber("some-subscriber");
        for (var query : List.of(
                "/fhir/Basic?patient.identifier=" + id,
                "/fhir/Basic?subject:Patient.identifier=" + id,
                "/fhir/Basic?_has:Provenance:target:_id=1",
                "/fhir/Basic?_include=Basic:subject",
                "/fhir/Basic?_revinclude=Provenance:target",
                "/fhir/Task?patient.identifier=" + id,
                "/fhir/Subscription?_has:Task:based-on:_id=1")) {
            saysLittle(face.get(query + "&_summary=count")).expect(403);
        }
        var person = hub().reader()
                .one(Patient.class, Face.identifier("https://access.example", id))
                .getIdElement()
                .getIdPart();
        assertThat(face.get("/fhir/Basic?_summary=count&subject=Patient/" + person)
                        .expect(200)
                        .as(Bundle.class)
                        .getTotal())
                .isZero();
        face.get("/fhir/Basic?code=SubscriptionTopic&_count=1").expect(200);
    }

    @Test
    void aBatch_findsNoMoreSubscriptionsThanASearch() {
        var owner = subscriber("owner-" + Stay.unique());
        var id = owner.post("/fhir/Subscription", subscription("secret" + Stay.unique()))
                .expect(201)
                .as(Subscription.class)
                .getIdElement()
                .getIdPart();
        var stranger = hub().as("reader-and-subscriber", "reader", "subscriber");
        assertThat(batched(stranger, "Subscription?_summary=count&_id=" + id).getTotal())
                .isZero();
        owner.delete("/fhir/Subscription/" + id);
    }

    @Test
    void addressesThatOnlyTomcatUnderstands_areRefusedAndNoFault() throws IOException {
        for (var path : List.of("//fhir/Patient", "/%66hir/Patient", "/fhir;x/Patient")) {
            try (var socket = new Socket("127.0.0.1", hub().base().getPort())) {
                socket.getOutputStream()
                        .write(("GET " + path + " HTTP/1.0\r\nHost: hub\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(answer).as(path).startsWith("HTTP/1.1 400").contains("OperationOutcome");
            }
        }
    }

    @Test
    void aSubscriber_readsNoRecords() {
        var face = subscriber("some-subscriber");
        for (var path : List.of("/fhir/Patient", "/fhir/Observation", "/fhir/_history", "/fhir/Patient/_history")) {
            saysLittle(face.get(path)).expect(403);
        }
        assertThat(face.post("/fhir/Observation", new Observation()).status()).isIn(403, 405);
    }
}
