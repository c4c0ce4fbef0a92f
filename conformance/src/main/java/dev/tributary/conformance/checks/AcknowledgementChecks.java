package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Ack;
import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Hl7Feed;
import dev.tributary.conformance.scene.Hl7Message;
import dev.tributary.conformance.scene.Hl7Message.Person;
import dev.tributary.conformance.scene.Hl7Message.Visit;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;

/** What HL7 v2 is answered, and what of its oddities is tolerated: HL7 v2 chapter 2. */
final class AcknowledgementChecks {
    private AcknowledgementChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.HL7V2, "hl7v2.ack", "A good message is answered AA with its control id in MSA-2")
                        .proves("V2-02")
                        .needs(Need.HL7V2)
                        .by(AcknowledgementChecks::accepted),
                check(Group.HL7V2, "hl7v2.unreadable", "What cannot be read is answered AE or AR with ERR, and 400")
                        .proves("V2-02")
                        .needs(Need.HL7V2)
                        .by(AcknowledgementChecks::unreadable),
                check(Group.HL7V2, "hl7v2.enhanced", "With MSH-15 AL the answer is CA")
                        .proves("V2-02")
                        .needs(Need.HL7V2)
                        .by(AcknowledgementChecks::enhanced),
                check(
                                Group.HL7V2,
                                "hl7v2.odd-messages",
                                "Old versions, Z segments, line feeds and no MSH-9.3 are taken")
                        .proves("V2-03")
                        .needs(Need.HL7V2)
                        .by(AcknowledgementChecks::oddities),
                check(Group.HL7V2, "hl7v2.charset", "MSH-18 decides how names are decoded")
                        .proves("V2-03")
                        .needs(Need.HL7V2)
                        .by(AcknowledgementChecks::charset),
                check(Group.HL7V2, "hl7v2.duplicate", "The same message again: same answer, no second version")
                        .proves("V2-04")
                        .needs(Need.HL7V2)
                        .by(AcknowledgementChecks::duplicate));
    }

    static Person person(Scene scene, String mrn) {
        Samples samples = scene.samples();
        return new Person(mrn + "^^^KIT^MR", samples.familyName(), samples.familyName(), samples.birthDate());
    }

    private static Hl7Message admission(Scene scene, String mrn) {
        return new Visit(scene.ids(), person(scene, mrn), scene.unique()).adt("A01", "20240301080000", "WEST", "");
    }

    private static void accepted(Scene scene) throws Exception {
        String mrn = scene.unique();
        Hl7Feed feed = new Hl7Feed(scene);
        Ack ack = feed.send(admission(scene, mrn));
        Expect.equal("MSA-1", "AA", ack.code());
        Expect.that(
                ack.messageType().startsWith("ACK"), "MSH-9 of the answer: expected ACK…, got " + ack.messageType());
        feed.patient(mrn);
    }

    private static void unreadable(Scene scene) {
        Hl7Feed feed = new Hl7Feed(scene);
        String good = admission(scene, scene.unique()).text();
        List<String> bad = List.of(
                "this is no HL7 v2 message", "PID|1||1^^^KIT^MR\r", good.replaceFirst("ADT\\^A01\\^ADT_A01", ""));
        for (String message : bad) {
            Answer answer = feed.post(message.getBytes(StandardCharsets.UTF_8)).expect(400);
            Ack ack = new Ack(answer.text());
            Expect.that(
                    List.of("AE", "AR", "CE", "CR").contains(ack.code()),
                    "MSA-1: expected AE or AR, got " + ack.code());
            Expect.that(ack.hasError(), "the negative acknowledgement has no ERR segment");
            Expect.that(!StackTraces.in(answer.text()), "the acknowledgement shows a stack trace");
        }
    }

    private static void enhanced(Scene scene) {
        Hl7Message message = admission(scene, scene.unique());
        String text = message.text().replaceFirst("\\|2\\.5\\.1\\|\\|\\|\\|\\|\\|", "|2.5.1|||AL|NE||");
        Answer answer =
                new Hl7Feed(scene).post(text.getBytes(StandardCharsets.UTF_8)).expect(200);
        Ack ack = new Ack(answer.text()).expectAccepted(message.controlId());
        Expect.equal("MSA-1", "CA", ack.code());
    }

    private static void oddities(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        List<String> changes =
                List.of("line feeds", "CRLF and blank lines", "version 2.3", "Z segments", "no structure");
        for (String change : changes) {
            String mrn = scene.unique();
            Hl7Message message = admission(scene, mrn);
            Answer answer = feed.post(odd(change, message.text()).getBytes(StandardCharsets.UTF_8));
            Expect.that(answer.status() == 200, change + ": expected 200, got " + answer.summary());
            new Ack(answer.text()).expectAccepted(message.controlId());
            feed.patient(mrn);
        }
    }

    private static String odd(String change, String text) {
        return switch (change) {
            case "line feeds" -> text.replace('\r', '\n');
            case "CRLF and blank lines" -> text.replace("\r", "\r\n\r\n");
            case "version 2.3" -> text.replace("|2.5.1|", "|2.3|");
            case "Z segments" -> text + "ZPI|1|something^local|more\rZZ9||\r";
            default -> text.replace("ADT^A01^ADT_A01", "ADT^A01");
        };
    }

    private static void charset(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        for (String charset : List.of("UNICODE UTF-8", "8859/1")) {
            String mrn = scene.unique();
            Person plain = person(scene, mrn);
            Person person = new Person(plain.pid3(), "Müller-" + plain.family(), "Zoë", plain.birthDate());
            Hl7Message message =
                    new Visit(scene.ids(), person, scene.unique()).adt("A01", "20240301080000", "WEST", "");
            String text = message.text().replace("UNICODE UTF-8", charset);
            var encoding = charset.equals("8859/1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
            new Ack(feed.post(text.getBytes(encoding)).expect(200).text()).expectAccepted(message.controlId());
            Patient patient = feed.patient(mrn);
            Expect.equal(
                    "family name sent as " + charset,
                    person.family(),
                    patient.getNameFirstRep().getFamily());
        }
    }

    private static void duplicate(Scene scene) throws Exception {
        Hl7Feed feed = new Hl7Feed(scene);
        Visit visit = new Visit(scene.ids(), person(scene, scene.unique()), scene.unique());
        Hl7Message message = visit.adt("A01", "20240301080000", "WEST", "");
        Ack first = feed.send(message);
        Encounter before = feed.encounter(visit.number(), "in-progress");
        Ack second = feed.send(message);
        Expect.equal("MSA-1 of the duplicate", first.code(), second.code());
        Expect.equal("MSA-2 of the duplicate", first.controlId(), second.controlId());
        // A later message of the same visit shows that the duplicate before it has been dealt with.
        Visit next = new Visit(scene.ids(), person(scene, scene.unique()), scene.unique());
        feed.send(next.adt("A01", "20240301080500", "WEST", ""));
        feed.encounter(next.number(), "in-progress");
        Encounter after = feed.encounter(visit.number());
        Expect.equal(
                "version of the Encounter after the duplicate",
                before.getMeta().getVersionId(),
                after.getMeta().getVersionId());
    }
}
