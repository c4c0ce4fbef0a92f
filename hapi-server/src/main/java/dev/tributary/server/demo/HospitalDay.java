package dev.tributary.server.demo;

import dev.tributary.server.demo.HospitalMessages.Visit;
import dev.tributary.server.demo.Step.Answer;
import dev.tributary.server.demo.Step.Payload;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A day at the hospital: who comes in, is admitted, moved, measured and sent home, and what goes wrong on the way. */
final class HospitalDay {

    /** So many of the day's patients stay; the others are seen and go home. */
    private static final int ADMITTED = 10;

    private static final List<String> WARDS =
            List.of("MED^201^A", "MED^204^B", "SURG^310^A", "CARD^405^A", "CARD^406^B");

    private final LocalDate date;
    private final List<Person> patients;
    private final HospitalMessages messages;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();

    HospitalDay(LocalDate date, List<Person> people) {
        this.date = date;
        this.patients = people.stream().filter(p -> p.knownTo(Step.HOSPITAL)).toList();
        this.messages = new HospitalMessages(date);
        this.random = new Random(date.toEpochDay());
    }

    List<Step> steps() {
        for (var turn = 0; turn < patients.size(); turn++) {
            // Another day, other people.
            var person = patients.get(Math.floorMod(turn + date.toEpochDay() * 7, patients.size()));
            if (turn < ADMITTED) {
                stay(person, turn);
            } else {
                outpatient(person, turn);
            }
        }
        mishaps();
        return steps;
    }

    private void stay(Person person, int turn) {
        var arrived = date.atTime(6, 0).plusMinutes(turn * 35L + random.nextInt(10));
        var visit = turn == 1 ? unknownArrival(person, arrived) : arrival(person, arrived, turn);
        vitals(visit, arrived.plusMinutes(20));
        var admitted = visit.in("I", WARDS.get(turn % WARDS.size()));
        var admission = arrived.plusMinutes(75);
        add(admission, "admission of " + person.name(), messages.full("A01", admitted, admission));
        vitals(admitted, admission.plusMinutes(40));
        if (turn % 2 == 0) {
            var moved = admitted.in("I", WARDS.get((turn + 2) % WARDS.size()));
            var transfer = admission.plusMinutes(150);
            add(transfer, "transfer of " + person.name(), messages.movement("A02", moved, transfer));
            admitted = moved;
        }
        vitals(admitted, admission.plusMinutes(200));
        var corrected = admission.plusMinutes(215);
        add(corrected, "update of " + person.name(), messages.full("A08", admitted, corrected));
        if (turn != 5 && turn != 8) { // two stay the night
            goHome(admitted, admission.plusMinutes(330), turn == 0);
        }
    }

    private Visit arrival(Person person, LocalDateTime at, int turn) {
        var visit = visit(person, person.mrn(), at, turn);
        add(at, "arrival of " + person.name(), messages.full("A04", visit, at));
        return visit;
    }

    /** Comes without papers, gets a temporary number, and turns out to be well known: A40 joins the two. */
    private Visit unknownArrival(Person person, LocalDateTime at) {
        var temporary = "T" + DateTimeFormatter.BASIC_ISO_DATE.format(date);
        var visit = visit(person, temporary, at, 1);
        add(at, "arrival without papers", messages.full("A04", visit, at));
        var merged = at.plusMinutes(15);
        add(merged, "merge of duplicate numbers", messages.merge(person, temporary, merged));
        return visit.under(person.mrn());
    }

    private void goHome(Visit visit, LocalDateTime at, boolean tooEarly) {
        var name = visit.person().name();
        add(at, "discharge of " + name, messages.movement("A03", visit.discharged(at), at));
        if (tooEarly) {
            var cancelled = at.plusMinutes(25);
            add(
                    cancelled,
                    "cancelled discharge of " + name,
                    messages.movement("A13", visit.discharged(null), cancelled));
            var later = at.plusMinutes(160);
            add(later, "discharge of " + name, messages.movement("A03", visit.discharged(later), later));
        }
    }

    private void outpatient(Person person, int turn) {
        var at = date.atTime(8, 10).plusMinutes((turn - ADMITTED) * 50L + random.nextInt(10));
        if (turn % 3 == 0) {
            var update = date.atTime(7, 0).plusMinutes(turn);
            add(update, "new details of " + person.name(), messages.update(person, update));
        }
        var visit = arrival(person, at, turn);
        vitals(visit, at.plusMinutes(15));
        var diagnosed = at.plusMinutes(50);
        add(diagnosed, "update of " + person.name(), messages.full("A08", visit, diagnosed));
        goHome(visit, at.plusMinutes(95), false);
    }

    /** One message torn on the line, one that names no number to merge, and one sent twice. */
    private void mishaps() {
        var noon = date.atTime(12, 1);
        steps.add(new Step(noon, Step.HOSPITAL, "a torn message", new Payload.V2(messages.torn(noon)), Answer.REFUSED));
        var afternoon = date.atTime(13, 7);
        add(afternoon, "a merge that names nobody", messages.merge(patients.get(2), "", afternoon));
        var discharge = steps.stream()
                .filter(step -> step.label().startsWith("discharge"))
                .findFirst()
                .orElseThrow();
        add(discharge.at().plusMinutes(1), "the same " + discharge.label() + " again", discharge.payload());
    }

    private Visit visit(Person person, String patient, LocalDateTime at, int turn) {
        var number = "V" + DateTimeFormatter.BASIC_ISO_DATE.format(date) + "%02d".formatted(turn + 1);
        var emergency = turn < ADMITTED || turn % 2 == 0;
        return new Visit(
                person,
                patient,
                number,
                emergency ? "E" : "O",
                emergency ? "ED^0" + turn % 9 + "^1" : "CLIN^1^1",
                "",
                at,
                null);
    }

    private void vitals(Visit visit, LocalDateTime at) {
        var filler = "N" + visit.number().substring(1)
                + DateTimeFormatter.ofPattern("HHmm").format(at);
        var label = "vital signs of " + visit.person().name();
        add(at, label, messages.results(visit, Measurement.panel("vitals", random), filler, at));
    }

    private void add(LocalDateTime at, String label, String text) {
        add(at, label, new Payload.V2(text));
    }

    private void add(LocalDateTime at, String label, Payload payload) {
        steps.add(Step.accepted(at, Step.HOSPITAL, label, payload));
    }
}
