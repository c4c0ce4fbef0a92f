package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Hl7Feed;
import dev.tributary.conformance.scene.Hl7Message;
import dev.tributary.conformance.scene.Hl7Message.Visit;
import dev.tributary.conformance.scene.Intake;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Scene;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Every message can be found again, with what became of it. */
final class IntakeChecks {
    private IntakeChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.HL7V2, "intake.applied", "An applied message shows its raw text and what it produced")
                        .proves("V2-16")
                        .needs(Need.HL7V2, Need.OPERATOR)
                        .by(IntakeChecks::applied),
                check(
                                Group.HL7V2,
                                "intake.unsupported",
                                "A trigger that no standard knows is kept and visible, never dropped")
                        .proves("V2-02")
                        .needs(Need.HL7V2, Need.OPERATOR)
                        .by(IntakeChecks::unsupported),
                check(Group.HL7V2, "intake.parked", "A message without a patient number is visible with its reason")
                        .proves("V2-02")
                        .needs(Need.HL7V2, Need.OPERATOR)
                        .by(IntakeChecks::parked),
                check(Group.HL7V2, "intake.duplicate", "A duplicate is counted, not listed twice")
                        .proves("V2-04")
                        .needs(Need.HL7V2, Need.OPERATOR)
                        .by(IntakeChecks::duplicate));
    }

    private static Intake.Row settled(Scene scene, String controlId) throws Exception {
        Intake intake = new Intake(scene);
        return scene.eventually().get(() -> {
            Intake.Row row = intake.find(controlId).orElse(null);
            Intake.Row found = Expect.present("message " + controlId + " in /intake/messages", row);
            Expect.that(!found.state().equals("waiting"), "message " + controlId + " is still waiting");
            return found;
        });
    }

    private static Hl7Message admission(Scene scene) {
        var person = AcknowledgementChecks.person(scene, scene.unique());
        return new Visit(scene.ids(), person, scene.unique()).adt("A01", "20240301080000", "WEST", "");
    }

    private static void applied(Scene scene) throws Exception {
        Hl7Message message = admission(scene);
        new Hl7Feed(scene).send(message);
        Intake.Row row = settled(scene, message.controlId());
        Expect.equal("state", "applied", row.state());
        Answer detail = new Intake(scene).detail(row.id()).expect(200);
        Expect.that(detail.text().contains(message.controlId()), "the detail does not show the raw message");
        for (String reference : List.of("Patient/", "Encounter/")) {
            Expect.that(
                    detail.text().contains(reference), "the detail does not show the " + reference + " it produced");
        }
    }

    private static void unsupported(Scene scene) throws Exception {
        Hl7Message message = Hl7Message.header(scene.ids(), "ADT^Z99^ADT_Z99", "20240301080000")
                .with("EVN|Z99|20240301080000+0000")
                .with("PID|1||" + scene.unique() + "^^^KIT^MR||"
                        + scene.samples().familyName() + "^Ann");
        new Hl7Feed(scene).post(message.text().getBytes(StandardCharsets.UTF_8)).expect(200, 400);
        Intake.Row row = settled(scene, message.controlId());
        Expect.equal("state", "unsupported", row.state());
    }

    /** Such a message is either refused at the door or parked; in both cases it is kept, with the reason. */
    private static void parked(Scene scene) throws Exception {
        Hl7Message admission = admission(scene);
        String text = admission.text().replaceFirst("\rPID\\|1\\|\\|[^|]*\\|", "\rPID|1|||");
        new Hl7Feed(scene).post(text.getBytes(StandardCharsets.UTF_8)).expect(200, 400);
        Intake.Row row = settled(scene, admission.controlId());
        Expect.that(
                List.of("failed", "rejected").contains(row.state()),
                "state: expected failed or rejected, got " + row.state());
        Expect.that(!row.reason().isBlank() && !row.reason().equals("null"), "the message has no reason");
        if (row.state().equals("failed")) {
            new Intake(scene).replay(row.id()).expect(202);
            scene.eventually().get(() -> {
                Intake.Row again = settled(scene, admission.controlId());
                Expect.that(again.attempts() > row.attempts(), "the replay was not attempted");
                Expect.equal("state after the replay", "failed", again.state());
                return again;
            });
        }
    }

    private static void duplicate(Scene scene) throws Exception {
        Hl7Message message = admission(scene);
        Hl7Feed feed = new Hl7Feed(scene);
        feed.send(message);
        feed.send(message);
        Intake.Row row = settled(scene, message.controlId());
        Expect.equal("duplicates", 1, row.duplicates());
    }
}
