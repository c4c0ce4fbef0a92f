package dev.tributary.server.demo;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One day of care for 25 people at three sources, in the order in which it happens. The same date gives the same day; another date
 * gives other visits, orders and control ids for the same people.
 */
record DemoDay(LocalDate date, List<Person> people, List<Step> steps) {

    DemoDay {
        people = List.copyOf(people);
        steps = List.copyOf(steps);
    }

    static DemoDay of(LocalDate date) {
        var people = Person.all();
        var steps = new ArrayList<Step>();
        steps.addAll(new HospitalDay(date, people).steps());
        steps.addAll(new ClinicDay(date, people).steps());
        steps.addAll(new LaboratoryDay(date, people).steps());
        // Stable: what a source sends within one minute stays in its order.
        steps.sort(Comparator.comparing(Step::at));
        return new DemoDay(date, people, steps);
    }

    /** Somebody whom all three sources know. */
    Person wellKnown() {
        return people.stream()
                .filter(person -> person.sources().size() == 3)
                .findFirst()
                .orElseThrow();
    }
}
