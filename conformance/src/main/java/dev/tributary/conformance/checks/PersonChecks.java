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
import dev.tributary.conformance.scene.Scene;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;

/** Changes of a person's data and merges of numbers. */
final class PersonChecks {
    private static final String SOURCE_RECORD = "https://tributary.dev/fhir/CodeSystem/record%7Csource";

    private PersonChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.HL7V2, "hl7v2.update", "A31 changes the person and makes no Encounter")
                        .proves("V2-07")
                        .needs(Need.HL7V2)
                        .by(PersonChecks::update),
                check(Group.HL7V2, "hl7v2.merge", "A40: both numbers lead to one person who has both visits")
                        .proves("V2-09")
                        .needs(Need.HL7V2)
                        .by(PersonChecks::merge),
                check(
                                Group.HL7V2,
                                "hl7v2.merge-links",
                                "A40: the retired record is inactive and replaced by the survivor")
                        .proves("V2-09")
                        .needs(Need.HL7V2, Need.EXCHANGE)
                        .by(PersonChecks::mergeLinks));
    }

    private static void update(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        String mrn = scene.unique();
        Person before = AcknowledgementChecks.person(scene, mrn);
        Visit visit = new Visit(scene.ids(), before, scene.unique());
        feed.send(visit.adt("A01", "20240301080000", "WEST", ""));
        String id = feed.patient(mrn).getIdElement().getIdPart();
        feed.encounter(visit.number(), "in-progress");
        Person after = new Person(before.pid3(), scene.samples().familyName(), before.given(), before.birthDate());
        feed.send(Hl7Message.personUpdate(scene.ids(), after, "20240301090000"));
        scene.eventually().get(() -> {
            Patient patient = feed.patient(mrn);
            Expect.that(
                    patient.getName().stream().anyMatch(name -> after.family().equals(name.getFamily())),
                    "the family name has not changed after A31");
            return patient;
        });
        List<Encounter> encounters = scene.reader().all("Encounter?patient=" + id, Encounter.class);
        Expect.size("Encounters after A31", 1, encounters);
    }

    /** Two admissions under two numbers, then the merge. */
    private record Merge(String retired, String survivor, String retiredVisit, String survivorVisit) {}

    private static Merge merged(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        Merge merge = new Merge(scene.unique(), scene.unique(), scene.unique(), scene.unique());
        Person retired = AcknowledgementChecks.person(scene, merge.retired());
        Person survivor =
                new Person(merge.survivor() + "^^^KIT^MR", retired.family(), retired.given(), retired.birthDate());
        feed.send(new Visit(scene.ids(), retired, merge.retiredVisit()).adt("A01", "20240301080000", "WEST", ""));
        feed.send(new Visit(scene.ids(), survivor, merge.survivorVisit()).adt("A01", "20240302080000", "EAST", ""));
        feed.encounter(merge.retiredVisit(), "in-progress");
        feed.encounter(merge.survivorVisit(), "in-progress");
        feed.send(Hl7Message.merge(scene.ids(), survivor, retired.pid3(), "20240303080000"));
        return merge;
    }

    private static void merge(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        Merge merge = merged(scene);
        scene.eventually().get(() -> {
            String survivor = feed.onePatient(merge.survivor());
            Expect.equal("person found by the retired number", survivor, feed.onePatient(merge.retired()));
            return survivor;
        });
        scene.eventually().get(() -> {
            String survivor = feed.onePatient(merge.survivor());
            List<String> visits = scene.reader().all("Encounter?patient=" + survivor, Encounter.class).stream()
                    .flatMap(e -> e.getIdentifier().stream())
                    .map(i -> i.getValue())
                    .toList();
            Expect.that(
                    visits.containsAll(List.of(merge.retiredVisit(), merge.survivorVisit())),
                    "the survivor's visits: expected both, got " + visits);
            return visits;
        });
    }

    private static void mergeLinks(Scene scene) throws Exception {
        Merge merge = merged(scene);
        scene.eventually().get(() -> {
            Patient retired = sourceRecord(scene, merge.retired(), LinkType.REPLACEDBY);
            Expect.that(retired.hasActive() && !retired.getActive(), "the retired record is still active");
            return sourceRecord(scene, merge.survivor(), LinkType.REPLACES);
        });
    }

    private static Patient sourceRecord(Scene scene, String number, LinkType type) {
        String query = "Patient?identifier=" + number + "&_tag=" + SOURCE_RECORD;
        return scene.reader().all(query, Patient.class).stream()
                .filter(p -> p.getLink().stream().anyMatch(link -> link.getType() == type))
                .findFirst()
                .orElseThrow(() -> new dev.tributary.conformance.scene.Unmet(query + ": no link " + type.toCode()));
    }
}
