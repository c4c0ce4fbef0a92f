package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Hl7Feed;
import dev.tributary.conformance.scene.Hl7Message;
import dev.tributary.conformance.scene.Hl7Message.Person;
import dev.tributary.conformance.scene.Hl7Message.Visit;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;

/** One person is one Patient; two persons stay two. */
final class UnificationChecks {
    private UnificationChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.EXCHANGE, "exchange.one-person", "FHIR and v2 with one national id: one unified Patient")
                        .proves("V2-08", "V2-10")
                        .needs(Need.EXCHANGE, Need.HL7V2)
                        .by(UnificationChecks::onePerson),
                check(Group.EXCHANGE, "exchange.two-sources", "Two FHIR sources with one national id: one Patient")
                        .proves("V2-08")
                        .needs(Need.TWO_SOURCES)
                        .by(UnificationChecks::twoSources),
                check(
                                Group.EXCHANGE,
                                "exchange.parallel-arrival",
                                "One person arriving 12 times in parallel is one Patient")
                        .proves("R4-04")
                        .needs(Need.TWO_SOURCES)
                        .by(UnificationChecks::parallelArrival),
                check(Group.EXCHANGE, "exchange.equal-mrn", "Two facilities' equal numbers stay two persons")
                        .proves("V2-08")
                        .needs(Need.EXCHANGE, Need.HL7V2)
                        .by(UnificationChecks::equalNumbers));
    }

    private static Patient withNationalId(Scene scene, String number) {
        Patient patient = scene.samples().patient();
        patient.addIdentifier().setSystem(scene.target().nationalId().system()).setValue(number);
        return patient;
    }

    /** The same person as another source knows it: own id and number, same name, birth date and national id. */
    private static Patient again(Scene scene, Patient patient) {
        Patient copy = patient.copy();
        String id = scene.unique();
        copy.setId(id);
        copy.getIdentifierFirstRep().setValue(id);
        return copy;
    }

    private static String seen(Scene scene, Patient patient) {
        return scene.reader()
                .one(
                        Patient.class,
                        Samples.byIdentifier(
                                "Patient", patient.getIdentifierFirstRep().getValue()))
                .getIdElement()
                .getIdPart();
    }

    private static void onePerson(Scene scene) throws Exception {
        String number = scene.samples().nationalNumber();
        Patient patient = withNationalId(scene, number);
        scene.writer().put(patient).expect(200, 201);
        Observation ofClinic = scene.samples().observation(Samples.path(patient));
        scene.writer().put(ofClinic).expect(200, 201);
        String mrn = scene.unique();
        Person person = new Person(
                mrn + "^^^KIT^MR~" + scene.target().nationalId().cx(number),
                patient.getNameFirstRep().getFamily(),
                patient.getNameFirstRep().getGivenAsSingleString(),
                patient.getBirthDateElement().getValueAsString());
        Hl7Feed feed = new Hl7Feed(scene);
        feed.send(Hl7Message.result(scene.ids(), person, scene.unique(), "98", "F", "20240301100000"));
        String unified = feed.patient(mrn).getIdElement().getIdPart();
        Expect.equal("unified Patient of the FHIR source", unified, seen(scene, patient));
        scene.eventually().get(() -> {
            List<Observation> all = scene.reader().all("Observation?patient=" + unified, Observation.class);
            Expect.size("Observations of both sources under one Patient", 2, all);
            return all;
        });
    }

    private static void twoSources(Scene scene) {
        Patient one = withNationalId(scene, scene.samples().nationalNumber());
        Patient two = again(scene, one);
        scene.as(Role.SOURCE).put(one).expect(200, 201);
        scene.as(Role.OTHER_SOURCE).put(two).expect(200, 201);
        Expect.equal("unified Patient of the second source", seen(scene, one), seen(scene, two));
        Patient stranger = scene.samples().patient();
        scene.as(Role.OTHER_SOURCE).put(stranger).expect(200, 201);
        Expect.that(!seen(scene, one).equals(seen(scene, stranger)), "a stranger was joined to the person");
    }

    private static void parallelArrival(Scene scene) {
        Patient first = withNationalId(scene, scene.samples().nationalNumber());
        var arrivals = new java.util.ArrayList<CompletableFuture<Patient>>();
        for (int i = 0; i < 12; i++) {
            Role role = i % 2 == 0 ? Role.SOURCE : Role.OTHER_SOURCE;
            Patient record = again(scene, first);
            arrivals.add(CompletableFuture.supplyAsync(() -> {
                scene.as(role).put(record).expect(200, 201);
                return record;
            }));
        }
        List<String> unified = arrivals.stream()
                .map(CompletableFuture::join)
                .map(record -> seen(scene, record))
                .distinct()
                .toList();
        Expect.size("unified Patients after 12 parallel arrivals", 1, unified);
    }

    private static void equalNumbers(Scene scene) throws Exception {
        String mrn = scene.unique();
        Hl7Feed feed = new Hl7Feed(scene);
        for (String authority : List.of("NORTH&2.16.840.1.113883.19.1&ISO", "SOUTH&2.16.840.1.113883.19.2&ISO")) {
            Person person = new Person(
                    mrn + "^^^" + authority + "^MR",
                    scene.samples().familyName(),
                    scene.samples().familyName(),
                    scene.samples().birthDate());
            feed.send(new Visit(scene.ids(), person, scene.unique()).adt("A01", "20240301080000", "WEST", ""));
        }
        Patient patient = scene.samples().patient();
        patient.getIdentifierFirstRep().setValue(mrn);
        scene.writer().put(patient).expect(200, 201);
        scene.eventually().get(() -> {
            List<Patient> found = scene.reader().all("Patient?identifier=" + mrn, Patient.class);
            Expect.size("persons with number " + mrn + " of three facilities", 3, found);
            return found;
        });
    }
}
