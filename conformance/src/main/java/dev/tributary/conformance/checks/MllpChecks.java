package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Ack;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Hl7Message;
import dev.tributary.conformance.scene.Hl7Message.Visit;
import dev.tributary.conformance.scene.MllpConnection;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.Scene;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;

/** Framing and acknowledgement over MLLP. */
final class MllpChecks {
    private MllpChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.HL7V2, "mllp.ack", "A framed message is answered AA in a frame, and applied")
                        .proves("V2-01", "V2-02")
                        .needs(Need.MLLP)
                        .by(MllpChecks::acknowledged),
                check(Group.HL7V2, "mllp.many", "Several messages on one connection are answered in order")
                        .proves("V2-01")
                        .needs(Need.MLLP)
                        .by(MllpChecks::several),
                check(Group.HL7V2, "mllp.split", "A message split over many TCP segments is one message")
                        .proves("V2-01")
                        .needs(Need.MLLP)
                        .by(MllpChecks::split),
                check(Group.HL7V2, "mllp.merged", "Messages merged in one TCP segment are answered one by one")
                        .proves("V2-01")
                        .needs(Need.MLLP)
                        .by(MllpChecks::merged),
                check(Group.HL7V2, "mllp.broken-frame", "A broken frame does not kill the listener")
                        .proves("V2-01")
                        .needs(Need.MLLP)
                        .by(MllpChecks::broken),
                check(Group.HL7V2, "mllp.unreadable", "What cannot be read is answered AE or AR with ERR")
                        .proves("V2-02")
                        .needs(Need.MLLP)
                        .by(MllpChecks::unreadable));
    }

    private static Hl7Message admission(Scene scene, String mrn) {
        var person = AcknowledgementChecks.person(scene, mrn);
        return new Visit(scene.ids(), person, scene.unique()).adt("A01", "20240301080000", "WEST", "");
    }

    private static byte[] bytes(Hl7Message message) {
        return message.text().getBytes(StandardCharsets.UTF_8);
    }

    private static void acknowledged(Scene scene) throws Exception {
        String mrn = scene.unique();
        Hl7Message message = admission(scene, mrn);
        scene.mllp().exchange(message.text()).expectAccepted(message.controlId());
        scene.eventually().get(() -> scene.reader().one(Patient.class, "Patient?identifier=" + mrn));
    }

    private static void several(Scene scene) {
        MllpConnection connection = scene.mllp();
        for (int i = 0; i < 5; i++) {
            Hl7Message message = admission(scene, scene.unique());
            connection.exchange(message.text()).expectAccepted(message.controlId());
        }
    }

    private static void split(Scene scene) {
        MllpConnection connection = scene.mllp();
        for (int size : new int[] {1, 7, 100}) {
            Hl7Message message = admission(scene, scene.unique());
            connection.writeInPieces(MllpConnection.frame(bytes(message)), size);
            connection.read().expectAccepted(message.controlId());
        }
    }

    private static void merged(Scene scene) {
        MllpConnection connection = scene.mllp();
        List<Hl7Message> messages = List.of(
                admission(scene, scene.unique()), admission(scene, scene.unique()), admission(scene, scene.unique()));
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        messages.forEach(message -> segment.writeBytes(MllpConnection.frame(bytes(message))));
        connection.write(segment.toByteArray());
        for (Hl7Message message : messages) {
            connection.read().expectAccepted(message.controlId());
        }
    }

    private static void broken(Scene scene) {
        MllpConnection garbage = scene.mllp();
        garbage.write("no frame at all\r\n".getBytes(StandardCharsets.UTF_8));
        garbage.close();
        MllpConnection halfway = scene.mllp();
        byte[] frame = MllpConnection.frame(bytes(admission(scene, scene.unique())));
        halfway.write(java.util.Arrays.copyOf(frame, frame.length / 2));
        halfway.close();
        Hl7Message message = admission(scene, scene.unique());
        scene.mllp().exchange(message.text()).expectAccepted(message.controlId());
    }

    private static void unreadable(Scene scene) {
        MllpConnection connection = scene.mllp();
        Ack ack = connection.exchange("this is no HL7 v2 message\r");
        Expect.that(List.of("AE", "AR").contains(ack.code()), "MSA-1: expected AE or AR, got " + ack.code());
        Expect.that(ack.hasError(), "the negative acknowledgement has no ERR segment");
        Hl7Message message = admission(scene, scene.unique());
        connection.exchange(message.text()).expectAccepted(message.controlId());
    }
}
