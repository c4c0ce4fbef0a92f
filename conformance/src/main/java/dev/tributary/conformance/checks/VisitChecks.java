package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Hl7Feed;
import dev.tributary.conformance.scene.Hl7Message;
import dev.tributary.conformance.scene.Hl7Message.Visit;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Scene;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;

/** The life of a visit in ADT messages becomes the states of one Encounter. */
final class VisitChecks {
    private VisitChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.HL7V2, "hl7v2.visit", "A01 A02 A03 A13 A03 in order: one Encounter, right state each time")
                        .proves("V2-06", "V2-07")
                        .needs(Need.HL7V2)
                        .by(VisitChecks::inOrder),
                check(Group.HL7V2, "hl7v2.out-of-order", "The same messages out of order end in the same state")
                        .proves("V2-04", "V2-06", "V2-07")
                        .needs(Need.HL7V2, Need.OPERATOR)
                        .by(VisitChecks::outOfOrder),
                check(Group.HL7V2, "hl7v2.cancelled", "A11 cancels the Encounter that A01 opened")
                        .proves("V2-07")
                        .needs(Need.HL7V2)
                        .by(VisitChecks::cancelled));
    }

    private static Visit visit(Scene scene) {
        return new Visit(scene.ids(), AcknowledgementChecks.person(scene, scene.unique()), scene.unique());
    }

    private static void inOrder(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        Visit visit = visit(scene);
        feed.send(visit.adt("A01", "20240301080000", "WEST", ""));
        Encounter admitted = feed.encounter(visit.number(), "in-progress");
        Expect.equal("class", "IMP", admitted.getClass_().getCode());
        Expect.that(admitted.getPeriod().hasStart(), "period.start is missing after A01");
        Expect.that(admitted.hasLocation(), "location is missing after A01");
        feed.send(visit.adt("A02", "20240301120000", "EAST", ""));
        scene.eventually().get(() -> {
            Encounter moved = feed.encounter(visit.number());
            Expect.that(
                    moved.getLocation().size() >= 2 || !sameLocation(moved, admitted),
                    "A02 has not changed the location");
            return moved;
        });
        feed.send(visit.adt("A03", "20240302090000", "EAST", "20240302090000+0000"));
        Encounter discharged = feed.encounter(visit.number(), "finished");
        expectEnd(discharged, "2024-03-02T09:00:00Z");
        feed.send(visit.adt("A13", "20240302100000", "EAST", ""));
        Encounter reopened = feed.encounter(visit.number(), "in-progress");
        Expect.that(!reopened.getPeriod().hasEnd(), "period.end is still there after A13");
        Expect.equal(
                "id of the Encounter after A13",
                admitted.getIdElement().getIdPart(),
                reopened.getIdElement().getIdPart());
        feed.send(visit.adt("A03", "20240303110000", "EAST", "20240303110000+0000"));
        expectEnd(feed.encounter(visit.number(), "finished"), "2024-03-03T11:00:00Z");
    }

    private static boolean sameLocation(Encounter one, Encounter other) {
        return one.getLocationFirstRep().equalsDeep(other.getLocationFirstRep());
    }

    private static void expectEnd(Encounter encounter, String instant) {
        Expect.that(encounter.getPeriod().hasEnd(), "period.end is missing after A03");
        Expect.equal(
                "period.end",
                Instant.parse(instant),
                encounter.getPeriod().getEnd().toInstant());
    }

    private static void outOfOrder(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        Visit visit = visit(scene);
        Hl7Message admission = visit.adt("A01", "20240301080000", "WEST", "");
        Hl7Message transfer = visit.adt("A02", "20240301120000", "EAST", "");
        Hl7Message discharge = visit.adt("A03", "20240302090000", "EAST", "20240302090000+0000");
        Hl7Message reopening = visit.adt("A13", "20240302100000", "EAST", "");
        Hl7Message last = visit.adt("A03", "20240303110000", "EAST", "20240303110000+0000");
        List<Hl7Message> shuffled =
                List.of(last, discharge, admission, discharge, reopening, transfer, last, admission);
        for (Hl7Message message : shuffled) {
            feed.send(message);
        }
        feed.settled(List.of(admission, transfer, discharge, reopening, last));
        Encounter encounter = feed.encounter(visit.number(), "finished");
        expectEnd(encounter, "2024-03-03T11:00:00Z");
        Expect.that(encounter.getPeriod().hasStart(), "period.start is missing");
    }

    private static void cancelled(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        Visit visit = visit(scene);
        feed.send(visit.adt("A01", "20240301080000", "WEST", ""));
        Encounter admitted = feed.encounter(visit.number(), "in-progress");
        feed.send(visit.adt("A11", "20240301083000", "WEST", ""));
        Encounter cancelled = feed.encounter(visit.number(), "cancelled");
        Expect.equal(
                "id of the Encounter after A11",
                admitted.getIdElement().getIdPart(),
                cancelled.getIdElement().getIdPart());
    }
}
