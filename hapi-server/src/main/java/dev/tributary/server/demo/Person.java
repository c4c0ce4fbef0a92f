package dev.tributary.server.demo;

import static dev.tributary.server.demo.Table.get;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Somebody who does not exist: named after a river, with a social security number that is never given out.
 *
 * @param aka the given name that the clinic knows
 * @param sources which of the sources know this person
 */
record Person(
        int number,
        String family,
        String given,
        String aka,
        String sex,
        LocalDate born,
        Address address,
        String language,
        Set<String> sources,
        Condition condition) {

    record Address(String street, String city, String zip, String phone) {}

    static List<Person> all() {
        var conditions = Condition.all();
        var people = new ArrayList<Person>();
        for (var row : Table.read("people")) {
            people.add(of(people.size() + 1, row, conditions));
        }
        return List.copyOf(people);
    }

    private static Person of(int number, Map<String, String> row, Map<String, Condition> conditions) {
        var condition = conditions.get(get(row, "condition"));
        if (condition == null) {
            throw new IllegalStateException("people.csv names a condition that conditions.csv lacks");
        }
        return new Person(
                number,
                get(row, "family"),
                get(row, "given"),
                get(row, "aka"),
                get(row, "sex"),
                LocalDate.parse(get(row, "born")),
                new Address(get(row, "street"), get(row, "city"), get(row, "zip"), get(row, "phone")),
                get(row, "language"),
                Set.of(get(row, "sources").split(" ")),
                condition);
    }

    String name() {
        return given + " " + family;
    }

    /** Social security numbers from 900 on are never given out. */
    String ssn() {
        return "90" + (1000000 + number * 10427);
    }

    String mrn() {
        return "M" + (100200 + number * 17);
    }

    String clinicId() {
        return "c-" + (700 + number * 3);
    }

    String laboratoryId() {
        return "L" + (55000 + number * 13);
    }

    boolean knownTo(String source) {
        return sources.contains(source);
    }
}
