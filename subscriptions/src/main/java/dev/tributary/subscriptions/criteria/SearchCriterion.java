package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.context.FhirContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="http://hl7.org/fhir/R4/search.html">FHIR search</a> of one resource, in memory: {@code status:not=finished&class=IMP,EMER}. All
 * parts must hold; of the values of one part any will do.
 */
public final class SearchCriterion {

    private static final Pattern TYPED = Pattern.compile("([A-Z][A-Za-z]+)\\?(.*)");
    private static final Pattern PART = Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)(?::([A-Za-z-]+))?");
    private static final int MOST_PARTS = 20;

    private final String type;
    private final List<Condition> conditions;

    private SearchCriterion(String type, List<Condition> conditions) {
        this.type = type;
        this.conditions = conditions;
    }

    /** @param missing what {@code :missing} asks; null for another modifier */
    private record Condition(
            Parameter parameter, ValueTest test, @Nullable Boolean missing) {

        boolean holds(List<Base> values) {
            return missing != null ? values.isEmpty() == missing : test.holds(values);
        }
    }

    /**
     * Reads {@code Type?query}.
     *
     * @throws Refused with the reason why it cannot be evaluated
     */
    public static SearchCriterion of(String text) throws Refused {
        Matcher typed = TYPED.matcher(text.strip());
        if (!typed.matches() || !FhirContext.forR4Cached().getResourceTypes().contains(typed.group(1))) {
            throw new Refused("A criterion is a type of resource and a search, for instance Observation?code=1234-5.");
        }
        return of(typed.group(1), typed.group(2));
    }

    /**
     * Reads a query about resources of a type; the type may stand in front of it.
     *
     * @throws Refused with the reason why it cannot be evaluated
     */
    public static SearchCriterion of(String type, String text) throws Refused {
        String query = text.strip();
        Matcher typed = TYPED.matcher(query);
        if (typed.matches()) {
            if (!typed.group(1).equals(type)) {
                throw new Refused("'" + query + "' is about " + typed.group(1) + ", not about " + type + ".");
            }
            query = typed.group(2);
        } else if (query.startsWith("?")) {
            query = query.substring(1);
        }
        List<Condition> conditions = new ArrayList<>();
        for (String part : query.split("&", -1)) {
            if (!part.isEmpty()) {
                conditions.add(condition(type, part));
            }
        }
        if (conditions.size() > MOST_PARTS) {
            throw new Refused("A search has at most " + MOST_PARTS + " parts here.");
        }
        return new SearchCriterion(type, List.copyOf(conditions));
    }

    private static Condition condition(String type, String part) throws Refused {
        int equals = part.indexOf('=');
        String key = decode(equals < 0 ? part : part.substring(0, equals));
        Matcher parts = PART.matcher(key);
        if (equals < 0 || !parts.matches()) {
            throw new Refused("'" + key + "' is not name=value or name:modifier=value with a parameter of " + type
                    + "; parameters of other resources cannot be asked here.");
        }
        Parameter parameter = Parameter.of(type, parts.group(1));
        String modifier = parts.group(2) == null ? "" : parts.group(2);
        List<String> values = values(part.substring(equals + 1));
        if (values.isEmpty()) {
            throw new Refused("The search parameter " + parameter.name() + " has no value.");
        }
        if (!modifier.equals("missing")) {
            return new Condition(parameter, ValueTest.of(parameter, modifier, values), null);
        }
        if (!values.equals(List.of("true")) && !values.equals(List.of("false"))) {
            throw new Refused(parameter.name() + ":missing is true or false.");
        }
        return new Condition(parameter, unused -> true, values.get(0).equals("true"));
    }

    private static List<String> values(String text) throws Refused {
        List<String> values = new ArrayList<>();
        for (String value : decode(text).split("(?<!\\\\),", -1)) {
            if (!value.isBlank()) {
                values.add(value.replaceAll("\\\\([,$|\\\\])", "$1"));
            }
        }
        return values;
    }

    private static String decode(String text) throws Refused {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused("'" + text + "' is not encoded as in a URL.");
        }
    }

    /** The type of resource that it is about. */
    public String type() {
        return type;
    }

    /**
     * Whether a resource matches. Nothing matches what a resource without any elements matches: it is not in any status, for instance. Throws
     * a {@link RuntimeException} if it cannot be told.
     */
    public boolean matches(@Nullable Resource resource) {
        return conditions.stream()
                .allMatch(each -> each.holds(
                        resource == null ? List.of() : each.parameter().values(resource)));
    }
}
