package dev.tributary.mapping.template;

import dev.tributary.mapping.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that holds or does not hold of a record.
 *
 * @param field column or field that is looked at
 * @param oneOf values of which it must be one, in small letters; empty if that is not asked
 * @param matches what it must match as a whole; null if that is not asked
 * @param isNegated whether the opposite is meant
 */
public record Condition(
        String field, Set<String> oneOf, @Nullable Pattern matches, boolean isNegated) {

    public Condition {
        oneOf = Set.copyOf(oneOf);
    }

    /** Holds if there is a value at all. */
    public static Condition valued(String field) {
        return new Condition(field, Set.of(), null, false);
    }

    /** Without regard to capital and small letters. */
    public static Condition oneOf(String field, List<String> values) {
        return new Condition(
                field,
                Set.copyOf(values.stream()
                        .map(value -> value.toLowerCase(Locale.ROOT))
                        .toList()),
                null,
                false);
    }

    public static Condition matches(String field, Pattern pattern) {
        return new Condition(field, Set.of(), pattern, false);
    }

    public Condition negated() {
        return new Condition(field, oneOf, matches, !isNegated);
    }

    public boolean holds(Fields fields) {
        return test(fields.value(field)) != isNegated;
    }

    public static boolean allHold(List<Condition> conditions, Fields fields) {
        return conditions.stream().allMatch(condition -> condition.holds(fields));
    }

    private boolean test(@Nullable String value) {
        if (value == null) {
            return false;
        }
        return (oneOf.isEmpty() || oneOf.contains(value.toLowerCase(Locale.ROOT)))
                && (matches == null || matches.matcher(value).matches());
    }
}
