package dev.tributary.server.demo;

import dev.tributary.server.demo.Step.Payload;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A day at the clinic: a bundle when the visit begins, and for most a second one when it ends. */
final class ClinicDay {

    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    private final LocalDate date;
    private final List<Person> patients;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();

    ClinicDay(LocalDate date, List<Person> people) {
        this.date = date;
        this.patients = people.stream().filter(p -> p.knownTo(Step.CLINIC)).toList();
        this.random = new Random(date.toEpochDay() + 2);
    }

    List<Step> steps() {
        for (var turn = 0; turn < patients.size(); turn++) {
            var person = patients.get(turn);
            var start = date.atTime(8, 0).plusMinutes(turn * 30L + random.nextInt(8));
            var visit = "v-" + DateTimeFormatter.BASIC_ISO_DATE.format(date) + "-" + (turn + 1);
            begins(person, visit, start);
            if (turn % 4 != 3) {
                ends(person, visit, start, start.plusMinutes(25));
            }
        }
        return steps;
    }

    private void begins(Person person, String visit, LocalDateTime start) {
        var bundle = new ClinicBundle(person, visit, ZONE)
                .patient()
                .encounter(start, null)
                .condition()
                .allergy();
        Measurement.panel("vitals", random).forEach(value -> bundle.observation(value, start.plusMinutes(5)));
        add(start, "visit of " + person.name(), bundle);
    }

    /** Refers to the patient of the first bundle by the clinic's own id. */
    private void ends(Person person, String visit, LocalDateTime start, LocalDateTime end) {
        var bundle = new ClinicBundle(person, visit, ZONE).encounter(start, end).prescription(end);
        add(end, "prescription for " + person.name(), bundle);
    }

    private void add(LocalDateTime at, String label, ClinicBundle bundle) {
        steps.add(Step.accepted(at, Step.CLINIC, label, new Payload.Fhir(bundle.json())));
    }
}
