package dev.tributary.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.List;
import org.hl7.fhir.r4.model.AdverseEvent;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Invoice;
import org.hl7.fhir.r4.model.ListResource;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/** What stewards decide about persons, and what cross-reference consumers are told, on one database. */
abstract class StewardshipContract {

    private static final String CLINIC = "https://clinic.example/patient";

    abstract HubUnderTest hub();

    private Face steward() {
        return hub().as("test-steward", "steward");
    }

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

    private Stay admitted() {
        var stay = Stay.ofSomebody().withSsn("");
        apply(stay.adt("A01", "202401010800", "WEST"));
        return stay;
    }

    private static Reference patient(String id) {
        return new Reference("Patient/" + id);
    }

    private static Parameters sides(String source, String target) {
        var sides = new Parameters();
        sides.addParameter().setName("source-patient").setValue(patient(source));
        sides.addParameter().setName("target-patient").setValue(patient(target));
        return sides;
    }

    private static Parameters one(String name, String patient) {
        var parameters = new Parameters();
        parameters.addParameter().setName(name).setValue(patient(patient));
        return parameters;
    }

    private Answer undo(String person) {
        return steward().post("/fhir/Patient/" + person + "/$undo", new Parameters());
    }

    private String body(String reference) {
        var found = hub().reader().get("/fhir/" + reference).expect(200).as(Patient.class);
        found.setId(found.getIdElement().getIdPart());
        found.getMeta().setVersionId(null).setLastUpdated(null);
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(found);
    }

    /** MG-01, MG-02, MG-04, MG-05: everything goes to the target, and undoing puts back exactly what was there. */
    @Test
    void merge_movesTheWholeRecord_andUndoRestoresIt() {
        var one = admitted();
        var other = admitted();
        var from = id(unified(Stay.MRN, one.mrn()));
        var to = id(unified(Stay.MRN, other.mrn()));
        var before = List.of(body("Patient/" + from), body("Patient/" + to));

        var answer = steward()
                .post("/fhir/Patient/$merge", sides(from, to))
                .expect(200)
                .as(Parameters.class);

        assertThat(id((Patient) answer.getParameter("result").getResource())).isEqualTo(to);
        assertThat(id(unified(Stay.MRN, one.mrn()))).isEqualTo(to);
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + to))
                .hasSize(2);
        var gone = hub().reader().get("/fhir/Patient/" + from).expect(200).as(Patient.class);
        assertThat(gone.getActive()).isFalse();
        assertThat(gone.getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACEDBY);
        var stays = hub().reader().get("/fhir/Patient/" + to).expect(200).as(Patient.class);
        assertThat(stays.getLink().stream().filter(link -> link.getType() == LinkType.REPLACES))
                .singleElement()
                .satisfies(link -> assertThat(link.getOther().getReference()).isEqualTo("Patient/" + from));

        undo(to).expect(200);

        assertThat(List.of(body("Patient/" + from), body("Patient/" + to))).isEqualTo(before);
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + from))
                .singleElement()
                .satisfies(encounter -> assertThat(encounter.getIdentifier())
                        .extracting(Identifier::getValue)
                        .contains(one.visit()));
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + to))
                .hasSize(1);
        var history = steward()
                .get("/fhir/Patient/" + from + "/$link-history")
                .expect(200)
                .as(Parameters.class);
        assertThat(history.getParameter()).extracting(part -> part.getName()).contains("operation", "link");
    }

    /** MG-03. */
    @Test
    void preview_changesNothing_andLoopsAreRefused() {
        var from = id(unified(Stay.MRN, admitted().mrn()));
        var to = id(unified(Stay.MRN, admitted().mrn()));
        var preview = sides(from, to);
        preview.addParameter().setName("preview").setValue(new BooleanType(true));

        var answer = steward().post("/fhir/Patient/$merge", preview).expect(200).as(Parameters.class);

        assertThat(((Patient) answer.getParameter("result").getResource()).getLink())
                .hasSize(3);
        for (var person : List.of(from, to)) {
            assertThat(hub().reader()
                            .get("/fhir/Patient/" + person + "/_history")
                            .expect(200)
                            .as(Bundle.class)
                            .getEntry())
                    .hasSize(1);
        }
        steward().post("/fhir/Patient/$merge", sides(from, to)).expect(200);
        steward().post("/fhir/Patient/$merge", sides(from, to)).expect(422);
        steward().post("/fhir/Patient/$merge", sides(to, from)).expect(422);
        steward().post("/fhir/Patient/$merge", sides(to, to)).expect(422);
        steward().post("/fhir/Patient/$merge", sides(to, "nobody")).expect(422);
        steward().post("/fhir/Patient/$merge", one("source-patient", to)).expect(400);
        steward().post("/fhir/Patient/$merge", new Patient().setActive(true)).expect(400);
        steward().get("/fhir/Patient/nobody/$link-history").expect(404);
    }

    /** MG-01: by numbers; numbers of two persons, and a result that somebody else would have to write, are refused. */
    @Test
    void merge_byIdentifiers() {
        var one = admitted();
        var other = admitted();
        var from = id(unified(Stay.MRN, one.mrn()));
        var to = id(unified(Stay.MRN, other.mrn()));
        var sides = new Parameters();
        sides.addParameter().setName("source-patient-identifier").setValue(mrn(one));
        sides.addParameter().setName("target-patient-identifier").setValue(mrn(other));
        var ambiguous = sides.copy();
        ambiguous.addParameter().setName("source-patient-identifier").setValue(mrn(other));
        steward().post("/fhir/Patient/$merge", ambiguous).expect(400);
        var corrected = sides.copy();
        corrected.addParameter().setName("result-patient").setResource(new Patient());
        steward().post("/fhir/Patient/$merge", corrected).expect(422);

        var answer = steward().post("/fhir/Patient/$merge", sides).expect(200).as(Parameters.class);

        assertThat(answer.getParameter()).extracting(part -> part.getName()).contains("input", "outcome", "result");
        assertThat(id(unified(Stay.MRN, one.mrn()))).isEqualTo(to).isNotEqualTo(from);
    }

    /** A number without its system may be two facilities'; a preview that is written as text is no merge. */
    @Test
    void merge_refusesWhatItWouldHaveToGuess() {
        var one = admitted();
        var from = id(unified(Stay.MRN, one.mrn()));
        var to = id(unified(Stay.MRN, admitted().mrn()));
        var bare = new Parameters();
        bare.addParameter().setName("source-patient-identifier").setValue(new Identifier().setValue(one.mrn()));
        bare.addParameter().setName("target-patient").setValue(patient(to));
        var text = sides(from, to);
        text.addParameter().setName("preview").setValue(new StringType("true"));

        assertThat(steward().post("/fhir/Patient/$merge", bare).expect(400).body())
                .contains("system");
        assertThat(steward().post("/fhir/Patient/$merge", text).expect(400).body())
                .contains("preview");
        assertThat(id(unified(Stay.MRN, one.mrn()))).isEqualTo(from);
    }

    /** An operation is undone on a patient that it is about. */
    @Test
    void undo_wantsAPatientOfTheOperation() {
        var from = id(unified(Stay.MRN, admitted().mrn()));
        var to = id(unified(Stay.MRN, admitted().mrn()));
        var stranger = id(unified(Stay.MRN, admitted().mrn()));
        var merged = steward()
                .post("/fhir/Patient/$merge", sides(from, to))
                .expect(200)
                .as(Parameters.class);
        var operation = new Parameters();
        operation.addParameter().setName("operation").setValue(merged.getParameterValue("operation"));

        steward().post("/fhir/Patient/" + stranger + "/$undo", operation).expect(404);
        steward().post("/fhir/Patient/" + from + "/$undo", operation).expect(200);
        steward().post("/fhir/Patient/" + to + "/$undo", operation).expect(422);
    }

    /** MG-01: a result that says what comes of the merge is taken; one that says otherwise, or of whom, is refused with the reason. */
    @Test
    void resultPatient_isWhatComesOfTheMerge() {
        var from = id(unified(Stay.MRN, admitted().mrn()));
        var to = id(unified(Stay.MRN, admitted().mrn()));
        var preview = sides(from, to);
        preview.addParameter().setName("preview").setValue(new BooleanType(true));
        var comes = (Patient) steward()
                .post("/fhir/Patient/$merge", preview)
                .expect(200)
                .as(Parameters.class)
                .getParameter("result")
                .getResource();
        comes.setMeta(null).setId(to);
        var unlinked = comes.copy();
        unlinked.getLink().clear();
        var corrected = comes.copy();
        corrected.setBirthDateElement(new org.hl7.fhir.r4.model.DateType("1901-02-03"));
        var foreign = comes.copy();
        foreign.addIdentifier().setSystem(Stay.MRN).setValue("nobody's");

        assertThat(resulting(from, to, new Patient()).expect(422).body()).contains("its id");
        assertThat(resulting(from, to, unlinked).expect(422).body()).contains("replaces");
        assertThat(resulting(from, to, foreign).expect(422).body()).contains("identifier");
        assertThat(resulting(from, to, corrected).expect(422).body()).contains("birthDate");
        assertThat(hub().reader()
                        .get("/fhir/Patient/" + from)
                        .expect(200)
                        .as(Patient.class)
                        .hasLink())
                .isTrue();
        var merged = resulting(from, to, comes).expect(200).as(Parameters.class);

        assertThat(id((Patient) merged.getParameter("result").getResource())).isEqualTo(to);
    }

    private Answer resulting(String from, String to, Patient result) {
        var sides = sides(from, to);
        sides.addParameter().setName("result-patient").setResource(result);
        return steward().post("/fhir/Patient/$merge", sides);
    }

    private static Identifier mrn(Stay stay) {
        return new Identifier().setSystem(Stay.MRN).setValue(stay.mrn());
    }

    /** What others may not do. */
    @Test
    void onlyStewardsAndOperators_decide() {
        var from = id(unified(Stay.MRN, admitted().mrn()));
        hub().reader()
                .post("/fhir/Patient/" + from + "/$unlink", new Parameters())
                .expect(403);
        hub().source("hospital").post("/fhir/Patient/$merge", sides(from, from)).expect(403);
        hub().reader().get("/fhir/Patient/" + from + "/$link-history").expect(403);
    }

    /** MT-07: what a person decided outlives what the sources say later, replays included. */
    @Test
    void unlinkedRecords_stayApart_whateverTheSourcesSay() {
        var survivor = admitted();
        var retired = admitted();
        var merge = survivor.merge("202401011200", retired.mrn());
        apply(merge);
        var person = unified(Stay.MRN, survivor.mrn());
        assertThat(id(unified(Stay.MRN, retired.mrn()))).isEqualTo(id(person));
        var record = id(hub().reader()
                .one(
                        Patient.class,
                        Face.identifier(Stay.MRN, retired.mrn())
                                + "&_tag=https://tributary.dev/fhir/CodeSystem/record%7Csource"));

        steward().post("/fhir/Patient/" + record + "/$unlink", new Parameters()).expect(200);

        assertThat(id(unified(Stay.MRN, retired.mrn()))).isNotEqualTo(id(person));
        var message = hub().journal().settle(merge).path("id").asText();
        hub().operator().post("/intake/messages/" + message + "/$replay").expect(202);
        hub().journal().settle(merge);
        var again = survivor.merge("202401011300", retired.mrn());
        apply(again);
        assertThat(hub().journal().settle(again).path("issues")).anySatisfy(issue -> {
            assertThat(issue.path("severity").asText()).isEqualTo("warning");
            assertThat(issue.path("text").asText()).contains("A steward decided");
        });
        assertThat(id(unified(Stay.MRN, retired.mrn()))).isNotEqualTo(id(person));
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + id(person)))
                .hasSize(1);
    }

    /** MT-07, MG-02: neither a shared strong number nor a merge makes one what is never one; a link does. */
    @Test
    void neverLink_outranksStrongIdentifiers_untilItIsUndone() {
        var one = admitted();
        var other = admitted();
        var first = id(unified(Stay.MRN, one.mrn()));
        var second = id(unified(Stay.MRN, other.mrn()));
        steward()
                .post("/fhir/Patient/" + first + "/$never-link", one("other", second))
                .expect(200);
        var ssn = Stay.newSsn();
        apply(one.withSsn(ssn).update("202401011200", "8025550101"));
        apply(other.withSsn(ssn).update("202401011200", "8025550102"));

        assertThat(hub().reader().search(Patient.class, Face.identifier(Stay.SSN, ssn)))
                .hasSize(2);
        steward().post("/fhir/Patient/$merge", sides(first, second)).expect(422);

        undo(first).expect(200);
        steward().post("/fhir/Patient/$merge", sides(first, second)).expect(200);
        assertThat(id(unified(Stay.SSN, ssn))).isEqualTo(second);
    }

    /** MG-02: what refers to a person without being in its chart follows too. */
    @Test
    void groupsAndLists_followTheirMember() {
        var own = "C" + Stay.unique();
        var clinic = hub().source("clinic");
        var patient = new Patient();
        patient.addIdentifier().setSystem(CLINIC).setValue(own);
        patient.setId(own);
        clinic.put("/fhir/Patient/" + own, patient).expect(201);
        var group = new Group().setType(Group.GroupType.PERSON).setActual(true);
        group.addMember().setEntity(patient(own));
        group.setId("G" + own);
        clinic.put("/fhir/Group/G" + own, group).expect(201);
        var list = new ListResource().setStatus(ListResource.ListStatus.CURRENT).setMode(ListResource.ListMode.WORKING);
        list.addEntry().setItem(patient(own));
        list.setId("L" + own);
        clinic.put("/fhir/List/L" + own, list).expect(201);
        var from = id(unified(CLINIC, own));
        var to = id(unified(Stay.MRN, admitted().mrn()));

        steward().post("/fhir/Patient/$merge", sides(from, to)).expect(200);

        assertThat(hub().reader().search(Group.class, "member=Patient/" + to)).hasSize(1);
        assertThat(lists(to)).isEqualTo(1);
        undo(to).expect(200);
        assertThat(hub().reader().search(Group.class, "member=Patient/" + from)).hasSize(1);
        assertThat(lists(from)).isEqualTo(1);
    }

    /** MG-02: whatever refers to a person follows, also what hardly anybody searches. */
    @Test
    void rareKinds_followTheirPerson() {
        var own = "C" + Stay.unique();
        var clinic = hub().source("clinic");
        var patient = new Patient();
        patient.addIdentifier().setSystem(CLINIC).setValue(own);
        patient.setId(own);
        clinic.put("/fhir/Patient/" + own, patient).expect(201);
        for (var kind : List.of(
                new ChargeItem().setSubject(patient(own)).setStatus(ChargeItem.ChargeItemStatus.BILLABLE),
                new AdverseEvent().setSubject(patient(own)).setActuality(AdverseEvent.AdverseEventActuality.ACTUAL),
                new Invoice().setSubject(patient(own)).setStatus(Invoice.InvoiceStatus.ISSUED))) {
            kind.setId("X" + own);
            clinic.put("/fhir/" + kind.fhirType() + "/X" + own, kind).expect(201);
        }
        var from = id(unified(CLINIC, own));
        var to = id(unified(Stay.MRN, admitted().mrn()));

        steward().post("/fhir/Patient/$merge", sides(from, to)).expect(200);

        assertThat(hub().reader().search(ChargeItem.class, "subject=Patient/" + to))
                .hasSize(1);
        assertThat(hub().reader().search(AdverseEvent.class, "subject=Patient/" + to))
                .hasSize(1);
        assertThat(hub().reader().search(Invoice.class, "subject=Patient/" + to))
                .hasSize(1);
    }

    private int lists(String person) {
        return hub().reader()
                .get("/fhir/List?item=Patient/" + person)
                .expect(200)
                .as(Bundle.class)
                .getTotal();
    }

    /** A record that was split off is its own person again, and can be linked back whatever was decided. */
    @Test
    void splitAndLink_moveOneRecord() {
        var one = admitted();
        var from = id(unified(Stay.MRN, one.mrn()));
        var to = id(unified(Stay.MRN, admitted().mrn()));
        steward().post("/fhir/Patient/$merge", sides(from, to)).expect(200);
        var record = id(hub().reader()
                .one(
                        Patient.class,
                        Face.identifier(Stay.MRN, one.mrn())
                                + "&_tag=https://tributary.dev/fhir/CodeSystem/record%7Csource"));

        steward().post("/fhir/Patient/" + to + "/$split", one("record", record)).expect(200);
        assertThat(id(unified(Stay.MRN, one.mrn()))).isEqualTo(from);
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + from))
                .hasSize(1);
        steward().post("/fhir/Patient/" + to + "/$split", one("record", record)).expect(422);
        steward().post("/fhir/Patient/$merge", sides(from, to)).expect(422);

        steward().post("/fhir/Patient/" + record + "/$link", one("target", to)).expect(200);
        assertThat(id(unified(Stay.MRN, one.mrn()))).isEqualTo(to);
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + to))
                .hasSize(2);
    }
}
