package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import dev.tributary.subscriptions.filters.ValueSets;
import java.time.Duration;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is followed, over HTTP on one database. */
abstract class PanelContract {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Inbox inbox = new Inbox();
    private final String client = "subscriber-" + Stay.unique();

    abstract HubUnderTest hub();

    @AfterEach
    void close() {
        var all = subscriber().get("/fhir/Subscription").expect(200).as(Bundle.class);
        all.getEntry()
                .forEach(entry -> subscriber()
                        .delete("/fhir/Subscription/"
                                + entry.getResource().getIdElement().getIdPart()));
        inbox.close();
    }

    private Face subscriber() {
        return hub().as(client, "subscriber");
    }

    private void send(V2 message) {
        hub().source("hospital").hl7v2(message).expect(200);
        hub().journal().settle(message);
    }

    private String encounter(Stay stay) {
        return "Encounter/"
                + hub().reader()
                        .one(Encounter.class, Face.identifier(Stay.VISIT, stay.visit()))
                        .getIdElement()
                        .getIdPart();
    }

    private JsonNode roster(Face face, String method, String name, String csv, int status) {
        return face.send(method, "/rosters/" + name, "text/csv", csv)
                .expect(status)
                .json();
    }

    @Test
    void anUploadedRoster_isFollowed_alsoAPatientWhoComesLater() {
        var known = Stay.ofSomebody();
        var later = Stay.ofSomebody();
        var stranger = Stay.ofSomebody();
        send(known.adt("A01", "202401010800", "WEST"));
        var csv = "system,value\n%s,%s\n%s,%s\n".formatted(Stay.MRN, known.mrn(), Stay.MRN, later.mrn());

        var made = roster(subscriber(), "POST", "panel", csv, 201);
        assertThat(made.path("matched").asInt()).isEqualTo(1);
        assertThat(made.path("unmatched").asInt()).isEqualTo(1);
        Subscribing.active(subscriber(), Subscribing.to("discharge", inbox.endpoint(), "Encounter?roster=panel"));
        for (var stay : new Stay[] {stranger, known, later}) {
            send(stay.discharge("202401020800", "WEST"));
        }

        await().atMost(SOON).until(() -> inbox.events().size() >= 2);
        assertThat(inbox.events())
                .extracting(Inbox.Event::focus)
                .containsExactlyInAnyOrder(encounter(known), encounter(later));
        var after = subscriber().get("/rosters/panel").expect(200).json();
        assertThat(after.path("unmatched").asInt()).isZero();
    }

    @Test
    void aRoster_isItsOwnersOwn() {
        roster(subscriber(), "POST", "mine", "family,given,birthDate\nNo,Body,1950-01-01\n", 201);
        var other = hub().as("subscriber-" + Stay.unique(), "subscriber");
        assertThat(other.get("/rosters").expect(200).json().path("rosters")).isEmpty();
        other.get("/rosters/mine").expect(404);
        other.delete("/rosters/mine").expect(404);
        hub().reader().get("/rosters").expect(403);
        roster(subscriber(), "POST", "mine", "value\n1\n", 409);
        roster(subscriber(), "PUT", "mine", "nobody\nx\n", 400);
        assertThat(other.post("/fhir/Subscription", Subscribing.to("discharge", inbox.endpoint(), "roster=mine"))
                        .expect(422)
                        .body())
                .contains("there is no roster");
        Subscribing.active(subscriber(), Subscribing.to("discharge", inbox.endpoint(), "roster=mine"));
        assertThat(subscriber().delete("/rosters/mine").expect(409).body()).contains("follow this roster");
        assertThat(hub().operator()
                        .get("/rosters?owner=" + client)
                        .expect(200)
                        .json()
                        .path("rosters"))
                .hasSize(1);
    }

    @Test
    void aGroupOfTheRecord_isFollowed_andItsChangeTakesEffectWithTheNextEvent() {
        var one = Stay.ofSomebody();
        var two = Stay.ofSomebody();
        var group = "g" + Stay.unique();
        var clinic = hub().source("clinic");
        clinic.put("/fhir/Patient/" + one.mrn(), patient(one));
        clinic.put("/fhir/Patient/" + two.mrn(), patient(two));
        var stored = stored(group, one);
        Subscribing.active(
                subscriber(), Subscribing.to("admission", inbox.endpoint(), "Encounter?patient:in=" + stored));
        send(one.adt("A01", "202401010800", "WEST"));
        await().atMost(SOON).until(() -> inbox.events().size() == 1);

        assertThat(stored(group, two)).isEqualTo(stored);
        send(one.withVisit("V" + Stay.unique()).adt("A01", "202401030800", "WEST"));
        send(two.adt("A01", "202401030800", "WEST"));
        await().atMost(SOON).until(() -> inbox.events().size() == 2);
        assertThat(inbox.events()).extracting(Inbox.Event::focus).containsExactly(encounter(one), encounter(two));
    }

    /** The hub's own id of the source's Group. */
    private String stored(String id, Stay member) {
        var group = new Group();
        group.setId(id);
        group.setType(Group.GroupType.PERSON).setActual(true);
        group.addMember().getEntity().setReference("Patient/" + member.mrn());
        hub().source("clinic").put("/fhir/Group/" + id, group);
        var found = hub().reader().search(Group.class, Face.identifier("urn:tributary:source:clinic:Group", id));
        assertThat(found).hasSize(1);
        return "Group/" + found.get(0).getIdElement().getIdPart();
    }

    private static Patient patient(Stay stay) {
        var patient = new Patient();
        patient.setId(stay.mrn());
        patient.addIdentifier().setSystem(Stay.MRN).setValue(stay.mrn());
        patient.addName().setFamily(stay.family()).addGiven("Ada");
        return patient;
    }

    /** SB-03: what cannot be evaluated is refused when it is created, with the reason. */
    @Test
    void aFilter_thatCannotBeEvaluated_isRefused() {
        var url = "http://example.org/ValueSet/" + Stay.unique();
        var unknown = Subscribing.to("discharge", inbox.endpoint(), "Encounter?diagnosis:in=" + url);
        assertThat(subscriber().post("/fhir/Subscription", unknown).expect(422).body())
                .containsAnyOf("There is no ValueSet", "cannot be filtered by");
        var refused = Subscribing.to("discharge", inbox.endpoint(), "Encounter?length=5");
        assertThat(subscriber().post("/fhir/Subscription", refused).expect(422).body())
                .contains("cannot be filtered by Encounter?length", "Encounter?patient");
        var valueSet = new ValueSet();
        valueSet.setId("v" + Stay.unique());
        valueSet.setUrl(url).setStatus(PublicationStatus.ACTIVE);
        valueSet.getCompose()
                .addInclude()
                .setSystem("http://hl7.org/fhir/sid/icd-10-cm")
                .addConcept()
                .setCode("I50.9");
        hub().operator().put("/fhir/ValueSet/" + valueSet.getIdPart(), valueSet).expect(201);
        assertThat(hub().part(ValueSets.class).refusal(url)).isEmpty();
        assertThat(hub().part(ValueSets.class).contains(url, "http://hl7.org/fhir/sid/icd-10-cm", "I50.9"))
                .isTrue();
    }
}
