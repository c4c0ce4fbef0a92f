package dev.tributary.mapping.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What values a column may have, whether or not they go anywhere. */
public final class ValueCheck {

    public static final ValueCheck ANY = new ValueCheck(List.of());

    private final List<Demand> demands;

    private ValueCheck(List<Demand> demands) {
        this.demands = List.copyOf(demands);
    }

    private record Demand(Predicate<String> test, String problem) {}

    /** This check and one more. */
    private ValueCheck and(Predicate<String> test, String problem) {
        var more = new ArrayList<>(demands);
        more.add(new Demand(test, problem));
        return new ValueCheck(more);
    }

    /**
     * Values of a type: {@code text}, {@code integer}, {@code decimal}, {@code boolean}, {@code date}.
     *
     * @throws IllegalArgumentException if there is no such type, or the date's pattern is none
     */
    public ValueCheck ofType(String type, Conversion how) {
        return switch (type) {
            case "text" -> this;
            case "integer" -> and(Pattern.compile("[+-]?\\d{1,18}").asMatchPredicate(), "is no integer");
            case "decimal" -> and(text -> Numbers.normal(text, how.decimal()) != null, "is no number");
            case "boolean" ->
                and(
                        text -> Set.of("true", "false", "t", "f", "yes", "no", "y", "n", "1", "0")
                                .contains(text.toLowerCase(Locale.ROOT)),
                        "is neither yes nor no");
            case "date" -> dated(how);
            default ->
                throw new IllegalArgumentException(
                        "\"%s\" is no type. Write text, integer, decimal, boolean or date.".formatted(type));
        };
    }

    private ValueCheck dated(Conversion how) {
        if (how.dates().isEmpty()) {
            return and(text -> DatePattern.iso(text) != null, "is no date of the form yyyy-MM-dd or yyyyMMdd");
        }
        var patterns = how.dates().stream()
                .map(pattern -> DatePattern.of(pattern, how.pivot(), how.locale()))
                .toList();
        return and(
                text -> patterns.stream().anyMatch(pattern -> pattern.parse(text) != null),
                "is no date of the form " + String.join(" or ", how.dates()));
    }

    public ValueCheck matching(Pattern pattern) {
        return and(pattern.asMatchPredicate(), "does not match " + pattern.pattern());
    }

    public ValueCheck oneOf(Set<String> values) {
        return and(
                values::contains,
                "is none of " + String.join(", ", values.stream().sorted().toList()));
    }

    public ValueCheck noLongerThan(int length) {
        return and(text -> text.length() <= length, "is longer than " + length + " characters");
    }

    /** Why the value may not be there, to follow the quoted value; null if it may. */
    public @Nullable String problem(String text) {
        return demands.stream()
                .filter(demand -> !demand.test().test(text))
                .map(Demand::problem)
                .findFirst()
                .orElse(null);
    }
}
