package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.filters.Occurrence;
import dev.tributary.subscriptions.registry.PatientAliases;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Adds to events what the hub knows of their patients at this moment: who they were before a merge, and the rosters they are on. */
final class Surroundings {

    private static final Set<String> REGROUPINGS =
            Set.of(EventKind.PATIENT_MERGED.code(), EventKind.PATIENT_SPLIT.code());

    private final PatientAliases aliases;
    private final RosterStore rosters;
    private final RosterMatching matching;

    Surroundings(PatientAliases aliases, RosterStore rosters, RosterMatching matching) {
        this.aliases = aliases;
        this.rosters = rosters;
        this.matching = matching;
    }

    /** In the order of the events. */
    Map<PendingEvent, Occurrence> of(List<PendingEvent> events) {
        Set<String> patients = new LinkedHashSet<>();
        events.stream()
                .map(PendingEvent::patient)
                .filter(patient -> !patient.isEmpty())
                .forEach(patients::add);
        match(events, patients);
        Map<String, Set<String>> former = aliases.former(patients);
        Set<String> all = new HashSet<>(patients);
        former.values().forEach(all::addAll);
        Map<String, Set<Long>> panels = rosters.rostersOf(all);
        Map<PendingEvent, Occurrence> occurrences = new LinkedHashMap<>();
        for (PendingEvent event : events) {
            Set<String> persons = new HashSet<>(former.getOrDefault(event.patient(), Set.of()));
            if (!event.patient().isEmpty()) {
                persons.add(event.patient());
            }
            Set<Long> on = new HashSet<>();
            persons.forEach(person -> on.addAll(panels.getOrDefault(person, Set.of())));
            occurrences.put(
                    event,
                    new Occurrence(
                            event.kind(),
                            persons,
                            on,
                            event.occurred(),
                            event.facts().values()));
        }
        return occurrences;
    }

    /** Lines of rosters that nobody answered to may mean one of these patients; after a split they may mean another than before. */
    private void match(List<PendingEvent> events, Set<String> patients) {
        Set<String> regrouped = new HashSet<>();
        events.stream().filter(event -> REGROUPINGS.contains(event.kind())).forEach(event -> {
            regrouped.add(event.patient());
            regrouped.add(event.focus());
        });
        matching.regrouped(regrouped);
        matching.matchArrivals(patients);
    }
}
