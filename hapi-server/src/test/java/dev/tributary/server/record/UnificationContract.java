package dev.tributary.server.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** Who is one person and who is not, on one database. */
abstract class UnificationContract {

    private static final int ARRIVALS = 50;

    abstract HubUnderTest hub();

    /** Where the arrivals go, in turn. */
    List<HubUnderTest> replicas() {
        return List.of(hub());
    }

    @Test
    void fiftyParallelArrivalsOfOnePerson_giveOneUnifiedPatient() throws Exception {
        for (var person = 0; person < 3; person++) {
            arrive(Stay.ofSomebody());
        }
    }

    private void arrive(Stay person) throws Exception {
        var threads = Executors.newFixedThreadPool(ARRIVALS);
        var messages = new ArrayList<V2>();
        try {
            var arrivals = new ArrayList<Callable<Void>>();
            for (var i = 0; i < ARRIVALS; i++) {
                var at = replicas().get(i % replicas().size());
                // Numbers come in pairs: some arrivals are the same record, most are new ones.
                var stay = person.under(person.mrn() + i / 6).withVisit("V" + Stay.unique());
                switch (i % 3) {
                    case 0 -> {
                        var message = stay.adt("A01", "202401010800", "WEST");
                        messages.add(message);
                        arrivals.add(() -> overMllp(at, message));
                    }
                    case 1 -> {
                        var message = laboratory(stay);
                        messages.add(message);
                        arrivals.add(() -> overHttp(at, message));
                    }
                    default -> {
                        var bundle = clinic(stay.mrn(), person.ssn(), stay.visit());
                        arrivals.add(() -> overFhir(at, bundle));
                    }
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
        isOnePerson(person);
    }

    private void isOnePerson(Stay person) {
        var reader = hub().reader();
        var unified = reader.one(Patient.class, Face.identifier(Stay.SSN, person.ssn()));
        assertThat(unified.getLink()).hasSize(26);
        var id = "Patient/" + unified.getIdElement().getIdPart();
        assertThat(reader.search(Encounter.class, "subject=" + id)).hasSize(17);
        // One result for each of the 17 laboratory messages, one observation for each of the 16 bundles.
        assertThat(reader.search(Observation.class, "subject=" + id)).hasSize(33);
    }

    private static Void overMllp(HubUnderTest hub, V2 message) {
        try (var line = hub.mllp()) {
            assertThat(line.send(message)).isEqualTo("AA");
        }
        return null;
    }

    private static Void overHttp(HubUnderTest hub, V2 message) {
        hub.source("laboratory").hl7v2(message).expect(200);
        return null;
    }

    private static Void overFhir(HubUnderTest hub, Bundle bundle) {
        hub.source("clinic").post("/fhir", bundle).expect(200);
        return null;
    }

    private static V2 laboratory(Stay stay) {
        return laboratory(stay, "LAB");
    }

    /** An ORU that knows the person by a number of this authority. */
    private static V2 laboratory(Stay stay, String authority) {
        return V2.of(
                "LAB",
                "ORU^R01",
                "202401011000",
                stay.pid().replace("^^^HOSP^MR", "^^^" + authority + "^MR"),
                "OBR|1||" + stay.visit() + "^LAB|2345-7^Glucose^LN|||202401010900" + "|".repeat(15)
                        + "202401011000|||F",
                "OBX|1|NM|2345-7^Glucose^LN||99|mg/dL^^UCUM|||||F|||202401010900");
    }

    private static Bundle clinic(String patient, String ssn, String observation) {
        var bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        var person = new Patient();
        person.setId(patient);
        person.addIdentifier().setSystem("https://clinic.example/patient").setValue(patient);
        if (!ssn.isEmpty()) {
            // Written otherwise than the others write it.
            person.addIdentifier()
                    .setSystem(Stay.SSN)
                    .setValue(ssn.substring(0, 3) + "-" + ssn.substring(3, 5) + "-" + ssn.substring(5));
        }
        person.addName().setFamily("Quill").addGiven("Ada");
        bundle.addEntry()
                .setResource(person)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Patient/" + patient);
        var seen = new Observation();
        seen.setId(observation);
        seen.setStatus(Observation.ObservationStatus.FINAL);
        seen.setCode(new CodeableConcept().setText("Weight"));
        seen.setSubject(new Reference("Patient/" + patient));
        bundle.addEntry()
                .setResource(seen)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Observation/" + observation);
        return bundle;
    }

    private void apply(String source, V2 message) {
        hub().source(source).hl7v2(message).expect(200);
        assertThat(hub().journal().settle(message).path("state").asText()).isEqualTo("applied");
    }

    private Patient unified(String system, String value) {
        return hub().reader().one(Patient.class, Face.identifier(system, value));
    }

    private static String id(Patient patient) {
        return patient.getIdElement().getIdPart();
    }

    /** V2-08. */
    @Test
    void equalNumbersOfTwoFacilities_stayTwoPersons() {
        var person = Stay.ofSomebody().withSsn("");
        apply("hospital", person.adt("A01", "202401010800", "WEST"));
        apply("laboratory", laboratory(person.named(Stay.ofSomebody().family())));

        assertThat(id(unified(Stay.MRN, person.mrn())))
                .isNotEqualTo(id(unified("https://laboratory.example/patient", person.mrn())));
    }

    @Test
    void aSharedNumberOfOneAuthority_isOnePerson() {
        var person = Stay.ofSomebody().withSsn("");
        apply("hospital", person.adt("A01", "202401010800", "WEST"));
        apply("laboratory", laboratory(person, "HOSP"));

        assertThat(unified(Stay.MRN, person.mrn()).getLink()).hasSize(2);
    }

    /** MG-02: a corrected number takes the place of the one before, which still finds the person. */
    @Test
    void aCorrectedNationalNumber_putsTheOneBeforeOutOfUse() {
        var person = Stay.ofSomebody();
        var corrected = person.withSsn(Stay.newSsn());
        apply("hospital", person.adt("A01", "202401010800", "WEST"));
        apply("hospital", corrected.update("202401010900", "8025550101"));
        apply("hospital", corrected.update("202401011000", "8025550102"));

        assertThat(unified(Stay.MRN, person.mrn()).getIdentifier())
                .filteredOn(identifier -> Stay.SSN.equals(identifier.getSystem()))
                .extracting(Identifier::getValue, Identifier::getUse)
                .containsExactlyInAnyOrder(tuple(person.ssn(), IdentifierUse.OLD), tuple(corrected.ssn(), null));
        assertThat(id(unified(Stay.SSN, person.ssn()))).isEqualTo(id(unified(Stay.SSN, corrected.ssn())));
    }

    /** Who was linked before the number came stays linked, and the message says so. */
    @Test
    void anotherNationalNumber_ofALinkedRecord_isWarnedOf() {
        var person = Stay.ofSomebody();
        apply("hospital", person.adt("A01", "202401010800", "WEST"));
        apply("laboratory", laboratory(person.withSsn(""), "HOSP"));

        var news = laboratory(person.withSsn(Stay.newSsn()), "HOSP");
        apply("laboratory", news);

        assertThat(hub().journal().settle(news).path("issues")).anySatisfy(issue -> {
            assertThat(issue.path("severity").asText()).isEqualTo("warning");
            assertThat(issue.path("text").asText()).contains("another national number", "$unlink");
        });
    }

    @Test
    void differentNationalNumbers_areNeverLinked() {
        var person = Stay.ofSomebody();
        var other = person.withSsn(Stay.newSsn());
        apply("hospital", person.adt("A01", "202401010800", "WEST"));
        apply("laboratory", laboratory(other, "HOSP"));

        var one = unified(Stay.SSN, person.ssn());
        var two = unified(Stay.SSN, other.ssn());
        assertThat(id(one)).isNotEqualTo(id(two));
    }

    @Test
    void aRecordThatKnowsBothNumbers_makesTwoPersonsOneAndMovesWhatWasSaid() {
        var known = Stay.ofSomebody();
        var anonymous = known.withSsn("");
        apply("hospital", anonymous.adt("A01", "202401010800", "WEST"));
        var clinics = "C" + Stay.unique();
        hub().source("clinic")
                .post("/fhir", clinic(clinics, known.ssn(), "O" + Stay.unique()))
                .expect(200);
        var before =
                List.of(id(unified(Stay.MRN, known.mrn())), id(unified("https://clinic.example/patient", clinics)));
        assertThat(before).doesNotHaveDuplicates();

        apply("hospital", known.update("202401011200", "8025550101"));

        var one = unified(Stay.SSN, known.ssn());
        assertThat(id(one)).isEqualTo(before.get(0));
        assertThat(id(unified(Stay.MRN, known.mrn()))).isEqualTo(id(one));
        var reader = hub().reader();
        assertThat(reader.search(Encounter.class, "subject=Patient/" + id(one))).hasSize(1);
        assertThat(reader.search(Observation.class, "subject=Patient/" + id(one)))
                .hasSize(1);
        var gone = reader.get("/fhir/Patient/" + before.get(1)).expect(200).as(Patient.class);
        assertThat(gone.getActive()).isFalse();
        assertThat(gone.getLink()).singleElement().satisfies(link -> {
            assertThat(link.getType()).isEqualTo(LinkType.REPLACEDBY);
            assertThat(link.getOther().getReference()).isEqualTo("Patient/" + id(one));
        });
    }

    /** V2-09. */
    @Test
    void adtA40_movesTheRetiredNumbersRecordsToTheSurvivor() {
        var survivor = Stay.ofSomebody();
        // Under another name: nothing but the message says that the two are one.
        var retired = Stay.ofSomebody().withSsn("");
        apply("hospital", survivor.adt("A01", "202401010800", "WEST"));
        apply("hospital", retired.adt("A01", "202401010900", "EAST"));
        apply("hospital", retired.result("202401011000", "F" + Stay.unique(), "99", "F"));
        var lonely = id(unified(Stay.MRN, retired.mrn()));

        apply("hospital", survivor.merge("202401011200", retired.mrn()));

        var person = unified(Stay.MRN, survivor.mrn());
        assertThat(id(unified(Stay.MRN, retired.mrn()))).isEqualTo(id(person));
        var reader = hub().reader();
        assertThat(reader.search(Encounter.class, "subject=Patient/" + id(person)))
                .hasSize(2);
        assertThat(reader.search(Observation.class, "subject=Patient/" + id(person)))
                .hasSize(1);
        var replaced = reader.get("/fhir/Patient/" + lonely).expect(200).as(Patient.class);
        assertThat(replaced.getActive()).isFalse();
        assertThat(replaced.getLinkFirstRep().getType()).isEqualTo(LinkType.REPLACEDBY);
        assertThat(replaced.getLinkFirstRep().getOther().getReference()).isEqualTo("Patient/" + id(person));
        retiredRecordSaysWhoLivesOn(retired);
    }

    /** V2-09: numbers that nobody has heard of are recorded as the survivor's, several in one MRG too. */
    @Test
    void adtA40_ofNumbersNeverHeardOf_recordsThem() {
        var survivor = Stay.ofSomebody();
        var one = Stay.ofSomebody();
        var other = Stay.ofSomebody();
        apply("hospital", survivor.adt("A01", "202401010800", "WEST"));

        apply("hospital", survivor.merge("202401011200", one.mrn() + "^^^HOSP^MR~" + other.mrn()));

        var person = unified(Stay.MRN, survivor.mrn());
        for (var retired : List.of(one, other)) {
            assertThat(id(unified(Stay.MRN, retired.mrn()))).isEqualTo(id(person));
            retiredRecordSaysWhoLivesOn(retired);
        }
        assertThat(person.getLink())
                .extracting(Patient.PatientLinkComponent::getType)
                .containsOnly(LinkType.SEEALSO);
    }

    /** V2-09, MG-02: who was merged into somebody goes along when he is merged, and so does the same person elsewhere. */
    @Test
    void adtA40_afterA40_leadsToTheLastSurvivor() {
        var first = Stay.ofSomebody().withSsn("");
        var second = Stay.ofSomebody();
        var last = Stay.ofSomebody().withSsn("");
        for (var each : List.of(first, second, last)) {
            apply("hospital", each.adt("A01", "202401010800", "WEST"));
        }
        apply("laboratory", laboratory(second));
        apply("hospital", second.merge("202401011200", first.mrn()));

        apply("hospital", last.merge("202401011300", second.mrn()));

        var person = unified(Stay.MRN, last.mrn());
        for (var number : List.of(first.mrn(), second.mrn())) {
            assertThat(id(unified(Stay.MRN, number))).isEqualTo(id(person));
        }
        assertThat(id(unified(Stay.SSN, second.ssn()))).isEqualTo(id(person));
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + id(person)))
                .hasSize(3);
    }

    /** V2-09: what a source said of its own records stands, whatever national numbers it had noted for them. */
    @Test
    void adtA40_afterA40_leadsToTheLastSurvivor_whateverTheirNationalNumbers() {
        var chain = List.of(Stay.ofSomebody(), Stay.ofSomebody(), Stay.ofSomebody(), Stay.ofSomebody());
        for (var each : chain) {
            apply("hospital", each.adt("A01", "202401010800", "WEST"));
        }
        for (var i = 1; i < chain.size(); i++) {
            apply(
                    "hospital",
                    chain.get(i).merge("20240101120" + i, chain.get(i - 1).mrn()));
        }

        var last = unified(Stay.MRN, chain.get(3).mrn());
        for (var each : chain) {
            assertThat(id(unified(Stay.MRN, each.mrn()))).isEqualTo(id(last));
        }
        assertThat(hub().reader().search(Encounter.class, "subject=Patient/" + id(last)))
                .hasSize(4);
    }

    private void retiredRecordSaysWhoLivesOn(Stay retired) {
        var record = hub().reader()
                .one(
                        Patient.class,
                        Face.identifier(Stay.MRN, retired.mrn())
                                + "&_tag=https://tributary.dev/fhir/CodeSystem/record%7Csource");
        assertThat(record.getActive()).isFalse();
        assertThat(record.getLink())
                .extracting(Patient.PatientLinkComponent::getType)
                .contains(LinkType.REPLACEDBY);
    }
}
