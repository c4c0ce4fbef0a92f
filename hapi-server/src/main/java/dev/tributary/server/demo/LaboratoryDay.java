package dev.tributary.server.demo;

import static dev.tributary.server.demo.V2Segments.cx;

import dev.tributary.server.demo.Step.Payload;
import dev.tributary.server.demo.V2Message.Sender;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A day at the laboratory: results for its own numbers, with the hospital's number where an order named it. */
final class LaboratoryDay {

    private static final String AUTHORITY = "LAB";
    private static final Sender SENDER = new Sender("LIS", AUTHORITY);

    private final LocalDate date;
    private final List<Person> patients;
    private final Random random;
    private final List<Step> steps = new ArrayList<>();

    LaboratoryDay(LocalDate date, List<Person> people) {
        this.date = date;
        this.patients = people.stream().filter(p -> p.knownTo(Step.LABORATORY)).toList();
        this.random = new Random(date.toEpochDay() + 1);
    }

    List<Step> steps() {
        for (var turn = 0; turn < patients.size(); turn++) {
            var person = patients.get(turn);
            result(person, person.condition().panel(), date.atTime(9, 30).plusMinutes(turn * 22L));
            result(
                    person,
                    turn % 2 == 0 ? "blood" : "metabolic",
                    date.atTime(11, 15).plusMinutes(turn * 25L));
            if (turn % 2 == 1) {
                result(person, "glycemia", date.atTime(14, 0).plusMinutes(turn * 9L));
            }
        }
        return steps;
    }

    private void result(Person person, String panel, LocalDateTime at) {
        var number = DateTimeFormatter.BASIC_ISO_DATE.format(date) + "%03d".formatted(steps.size() + 1);
        var order = new V2Segments.Order(
                "", "S" + number + "^" + AUTHORITY, "1902233^Lindqvist^Maja^^^Dr", "LAB", at.minusMinutes(70), at);
        var values = Measurement.panel(panel, random);
        var message = new V2Message(SENDER, "ORU^R01^ORU_R01", "L" + number, at)
                .add(V2Segments.pid(person, identifiers(person)))
                .addAll(V2Segments.results(order, values));
        if (values.stream().anyMatch(value -> !value.flag().isEmpty())) {
            message.add(V2Segments.nte("Checked by repetition."));
        }
        var label = values.get(0).panelName() + " of " + person.name();
        steps.add(Step.accepted(at, Step.LABORATORY, label, new Payload.V2(message.text())));
    }

    /** The hospital's number where the person is known there, the national one otherwise and for every other. */
    private static String identifiers(Person person) {
        var own = cx(person.laboratoryId(), AUTHORITY, "PI");
        if (!person.knownTo(Step.HOSPITAL)) {
            return own + "~" + V2Segments.ssn(person);
        }
        var withHospital = own + "~" + cx(person.mrn(), HospitalMessages.AUTHORITY, "MR");
        return person.number() % 2 == 0 ? withHospital : withHospital + "~" + V2Segments.ssn(person);
    }
}
