package dev.tributary.subscriptions.filters;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.filters.FilterParameter.Kind;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What can be done with a parameter: its modifiers, and the prefixes of its values. */
public final class FilterAbilities {

    static final Set<String> NONE = Set.of("", "missing");
    static final Set<String> TOKEN = Set.of("", "not", "in", "not-in", "missing");
    static final Set<String> STRING = Set.of("", "exact", "contains", "missing");
    static final Set<String> REFERENCED = Set.of("", "not", "missing");
    /** A prefix, if there is one, and the value behind it. */
    static final Pattern COMPARED = Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb)?(.+)");

    private static final Set<String> COMPARATORS = Set.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb");
    private static final Set<Kind> ORDERED = Set.of(Kind.AGE, Kind.DATE, Kind.NUMBER);

    private FilterAbilities() {}

    /** Why a topic cannot promise these for a parameter, in a sentence; empty if all of them can be evaluated. */
    public static Optional<String> refusal(
            String resourceType, String parameter, Collection<String> comparators, Collection<String> modifiers) {
        Kind kind = FilterParameter.of(resourceType, parameter).kind();
        Set<String> known = switch (kind) {
            case PATIENT -> Set.of("in", "missing");
            case ROSTER -> Set.of();
            case REFERENCE -> REFERENCED;
            case TOKEN -> TOKEN;
            case STRING, NAME -> STRING;
            case AGE, DATE, NUMBER -> NONE;
        };
        for (String modifier : modifiers) {
            boolean typed = (kind == Kind.REFERENCE || kind == Kind.PATIENT) && isType(modifier);
            if (!known.contains(modifier) && !typed) {
                return Optional.of(unknown(parameter + ":" + modifier, known));
            }
        }
        Set<String> compared = ORDERED.contains(kind) ? COMPARATORS : Set.of("eq");
        return comparators.stream()
                .filter(comparator -> !compared.contains(comparator))
                .findFirst()
                .map(comparator -> parameter + ": this parameter cannot be compared by " + comparator
                        + " here; there are " + String.join(", ", new TreeSet<>(compared)) + ".");
    }

    /** The prefixes of a filter's values, {@code eq} for a value without. */
    public static Set<String> comparators(String resourceType, String parameter, Collection<String> values) {
        if (!ORDERED.contains(FilterParameter.of(resourceType, parameter).kind())) {
            return Set.of("eq");
        }
        Set<String> used = new TreeSet<>();
        for (String value : values) {
            Matcher parts = COMPARED.matcher(value);
            used.add(parts.matches() ? prefix(parts) : "eq");
        }
        return used;
    }

    static boolean isType(String modifier) {
        return FhirContext.forR4Cached().getResourceTypes().contains(modifier);
    }

    static String prefix(Matcher compared) {
        return compared.group(1) == null ? "eq" : compared.group(1);
    }

    static String unknown(String name, Set<String> modifiers) {
        String known = String.join(
                ", ",
                modifiers.stream()
                        .filter(m -> !m.isEmpty())
                        .sorted()
                        .map(m -> ":" + m)
                        .toList());
        return name + ": this modifier is not supported here" + (known.isEmpty() ? "." : "; there are " + known + ".");
    }
}
