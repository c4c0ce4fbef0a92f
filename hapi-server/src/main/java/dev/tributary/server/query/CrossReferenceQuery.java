package dev.tributary.server.query;

import dev.tributary.mapping.Issue;
import dev.tributary.server.identity.PatientLookup;
import dev.tributary.server.query.PatientQueries.Found;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * <a href="https://profiles.ihe.net/ITI/TF/Volume2/ITI-9.html">ITI-9</a>: the other identifiers of the person with this one. Its five
 * cases (3.9.4.2.2.6): found, nobody in the domains asked for, unknown number, unknown domain, unknown domain asked for.
 */
final class CrossReferenceQuery {

    private final PatientLookup patients;

    CrossReferenceQuery(PatientLookup patients) {
        this.patients = patients;
    }

    Found find(Asked asked) {
        var values = asked.values(3);
        var number = values.isEmpty() ? null : values.get(0).component(1);
        if (number == null) {
            return refused("required", "QPD-3.1", "No patient identifier: send the one to look for.");
        }
        var system = asked.domains().system(values.get(0));
        if (!patients.isKnown(system)) {
            return refused("not-found", "QPD-3.4", "The hub knows no such assigning authority.");
        }
        var errors = new ArrayList<Issue>();
        var targets = targets(asked, 4, patients, errors);
        if (!errors.isEmpty()) {
            return new Found.Refused(errors);
        }
        var persons = patients.byIdentifier(system, number);
        if (persons.isEmpty()) {
            return refused("not-found", "QPD-3.1", "Nobody has this identifier.");
        }
        var others = new ArrayList<String>();
        var references = new ArrayList<String>();
        for (var person : persons) {
            var told = PatientLookup.identifiers(person, targets).stream()
                    .filter(identifier ->
                            !system.equals(identifier.getSystem()) || !number.equals(identifier.getValue()))
                    .map(asked.domains()::cx)
                    .toList();
            others.addAll(told);
            if (!told.isEmpty()) {
                references.add("Patient/" + person.getIdElement().getIdPart());
            }
        }
        return new Found.Persons(
                others.isEmpty() ? List.of() : List.of(pid(asked, others)), references, others.isEmpty() ? 0 : 1, "");
    }

    /** PID-5 is required and says nothing: names are none of this transaction's business (3.9.4.2.2.5). */
    private static String pid(Asked asked, List<String> identifiers) {
        var noName = asked.repetitions(List.of("", asked.components("", "", "", "", "", "", "S")));
        return asked.segment("PID", "", "", asked.repetitions(identifiers), "", noName);
    }

    /** The domains of a field; an issue for each that nobody knows. */
    static Set<String> targets(Asked asked, int field, PatientLookup patients, List<Issue> errors) {
        var targets = new LinkedHashSet<String>();
        var repetition = 0;
        for (var value : asked.values(field)) {
            repetition++;
            var system = asked.domains().system(value);
            if (patients.isKnown(system)) {
                targets.add(system);
            } else {
                errors.add(Issue.error(
                        "not-found",
                        "QPD-" + field + "[" + repetition + "]",
                        "The hub knows no such assigning authority."));
            }
        }
        return targets;
    }

    private static Found refused(String code, String path, String text) {
        return new Found.Refused(List.of(Issue.error(code, path, text)));
    }
}
