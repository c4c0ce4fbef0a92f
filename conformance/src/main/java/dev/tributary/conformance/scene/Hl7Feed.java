package dev.tributary.conformance.scene;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;

/** Sends HL7 v2 over HTTP and watches what becomes of it through the reader's eyes. */
public final class Hl7Feed {
    private final Scene scene;

    public Hl7Feed(Scene scene) {
        this.scene = scene;
    }

    public Answer post(byte[] message) {
        String url = scene.target()
                .hl7v2()
                .orElseThrow(() -> new NotApplicable("no HL7 v2 endpoint given"))
                .toString();
        return scene.as(Role.HL7V2_SOURCE)
                .at("POST", url)
                .accept("*/*")
                .body("application/hl7-v2", message)
                .send();
    }

    /** Sends and expects 200 with an accepting acknowledgement that repeats the control id. */
    public Ack send(Hl7Message message) {
        Answer answer = post(message.text().getBytes(StandardCharsets.UTF_8)).expect(200);
        return new Ack(answer.text()).expectAccepted(message.controlId());
    }

    /** The unified Patient that carries this identifier value. */
    public Patient patient(String identifier) throws Exception {
        return scene.eventually().get(() -> scene.reader().one(Patient.class, "Patient?identifier=" + identifier));
    }

    /** Id of the one unified Patient that carries this identifier value now. */
    public String onePatient(String identifier) {
        return scene.reader()
                .one(Patient.class, "Patient?identifier=" + identifier)
                .getIdElement()
                .getIdPart();
    }

    /** The one Encounter with this visit number, as soon as it has the status. */
    public Encounter encounter(String visit, String status) throws Exception {
        return scene.eventually().get(() -> {
            Encounter encounter = encounter(visit);
            Expect.equal(
                    "status of Encounter " + visit,
                    status,
                    encounter.getStatus() == null ? null : encounter.getStatus().toCode());
            return encounter;
        });
    }

    public Encounter encounter(String visit) {
        return scene.reader().one(Encounter.class, "Encounter?identifier=" + visit);
    }

    /** Returns when none of the messages is waiting any more. Only where there is an operator token. */
    public void settled(List<Hl7Message> messages) throws Exception {
        Intake intake = new Intake(scene);
        for (Hl7Message message : messages) {
            scene.eventually().get(() -> {
                Optional<Intake.Row> row = intake.find(message.controlId());
                Expect.that(row.isPresent(), "message " + message.controlId() + " is not in /intake/messages");
                Expect.that(
                        !row.orElseThrow().state().equals("waiting"),
                        "message " + message.controlId() + " is still waiting");
                return row;
            });
        }
    }
}
