package dev.tributary.server.demo;

import dev.tributary.server.demo.Step.Answer;
import dev.tributary.server.demo.Step.Payload;
import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Sends the steps of a day one after the other, each over the wire that its source speaks. */
final class Player {

    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm");
    private static final Pattern MSA = Pattern.compile("(?m)^MSA\\|(\\w{2})");

    private final MllpClient hospital;
    private final HttpFace clinic;
    private final HttpFace laboratory;

    Player(MllpClient hospital, HttpFace clinic, HttpFace laboratory) {
        this.hospital = hospital;
        this.clinic = clinic;
        this.laboratory = laboratory;
    }

    /** Returns what was not answered as it should, a line each; throws if a source cannot reach the hub at all. */
    List<String> play(DemoDay day, Progress progress) throws IOException {
        var surprises = new ArrayList<String>();
        for (var step : day.steps()) {
            progress.step(HOUR.format(step.at()) + " " + step.source() + ": " + step.label());
            var answer = send(step);
            if (answer.accepted() != (step.answer() == Answer.ACCEPTED)) {
                surprises.add(step.source() + ", " + step.label() + ": " + answer.text());
            }
            progress.advance();
        }
        progress.finish();
        return surprises;
    }

    private record Said(boolean accepted, String text) {}

    private Said send(Step step) throws IOException {
        if (step.payload() instanceof Payload.Fhir fhir) {
            var answer = clinic.post("/fhir", "application/fhir+json", fhir.json());
            return new Said(answer.ok(), "answered " + answer.status() + Outcomes.diagnostics(answer.json()));
        }
        var message = ((Payload.V2) step.payload()).text();
        var answer = step.source().equals(Step.HOSPITAL)
                ? hospital.send(message)
                : laboratory.post("/hl7v2", "application/hl7-v2", message).body();
        var code = acknowledgement(answer);
        return new Said(
                code.equals("AA") || code.equals("CA"),
                code.isEmpty() ? "no acknowledgement" : "acknowledged with " + code);
    }

    /** MSA-1; empty if there is none. */
    static String acknowledgement(String answer) {
        var matcher = MSA.matcher(answer.replace('\r', '\n'));
        return matcher.find() ? matcher.group(1) : "";
    }
}
