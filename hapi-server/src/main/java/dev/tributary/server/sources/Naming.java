package dev.tributary.server.sources;

import dev.tributary.mapping.v2.V2Fields;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the values of a record are called in a rule.
 *
 * @param word key that names one, {@code column} or {@code field}
 * @param isKnown whether there can be one of that name
 * @param remedy what to write instead
 */
record Naming(String word, Predicate<String> isKnown, String remedy) {

    /** Columns of a file; any name if none are declared. */
    static Naming columns(Set<String> declared) {
        return new Naming(
                "column",
                name -> declared.isEmpty() || declared.contains(name),
                "Declared under columns are: " + String.join(", ", declared) + ".");
    }

    /** Fields of HL7 v2. */
    static Naming fields() {
        return new Naming("field", V2Fields::isName, "Write one like PID-8, PID-5.1 or ZPD-3.");
    }

    /** For formats whose messages have no fields to name. */
    static Naming none(String format) {
        return new Naming("field", name -> false, "Messages of format " + format + " have none to name; leave it out.");
    }

    /** Empty, with a problem, if there is none. */
    Optional<String> checked(Section section, String key, String name) {
        if (isKnown.test(name)) {
            return Optional.of(name);
        }
        section.problem(key, "\"%s\" is no %s. %s".formatted(name, word, remedy));
        return Optional.empty();
    }
}
