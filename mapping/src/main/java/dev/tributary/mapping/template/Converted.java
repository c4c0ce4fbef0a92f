package dev.tributary.mapping.template;

import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/**
 * What became of a text.
 *
 * @param value null if it could not be converted
 * @param problem why not, to follow the quoted value: {@code is no date of the form dd.MM.yyyy}
 * @param isWarning whether the value goes in all the same
 */
record Converted(@Nullable Base value, @Nullable String problem, boolean isWarning) {

    static Converted to(Base value) {
        return new Converted(value, null, false);
    }

    static Converted to(Base value, @Nullable String warning) {
        return new Converted(value, warning, warning != null);
    }

    static Converted failed(String problem) {
        return new Converted(null, problem, false);
    }
}
