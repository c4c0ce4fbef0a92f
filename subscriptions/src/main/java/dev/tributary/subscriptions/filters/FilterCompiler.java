package dev.tributary.subscriptions.filters;

import dev.tributary.subscriptions.criteria.SearchText;
import dev.tributary.subscriptions.filters.FilterParameter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes filters out of {@code [Type?]parameter[:modifier]=value,value}, as <a href="https://hl7.org/fhir/R4/search.html">FHIR search</a> reads it. */
public final class FilterCompiler {

    private static final Pattern REFERENCE =
            Pattern.compile("(?:https?://\\S+/)?([A-Z][A-Za-z]{2,40}/[A-Za-z0-9.-]{1,64})(?:/_history/\\S+)?");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final int OLDEST = 150;

    private final ValueSets valueSets;
    private final Function<String, Optional<Long>> rosters;

    /** @param rosters the id of a roster, a Group or a List by the name that the subscriber uses */
    public FilterCompiler(ValueSets valueSets, Function<String, Optional<Long>> rosters) {
        this.valueSets = valueSets;
        this.rosters = rosters;
    }

    /**
     * One of both.
     *
     * @param problem why it cannot be evaluated, in a sentence
     */
    public record Compiled(
            @Nullable EventFilter filter, @Nullable String problem) {}

    /** The fact that a parameter asks about: two parameters with the same fact mean the same. */
    public static String fact(String resourceType, String parameter) {
        return FilterParameter.of(resourceType, parameter).fact();
    }

    /**
     * @param resourceType empty if the filter does not say
     * @param modifier without colon; empty for none
     * @param values decoded, at least one
     */
    public Compiled compile(String resourceType, String parameter, String modifier, List<String> values) {
        FilterParameter asked = FilterParameter.of(resourceType, parameter);
        String name = modifier.isEmpty() ? parameter : parameter + ":" + modifier;
        if (values.isEmpty() || values.stream().anyMatch(String::isBlank)) {
            return refuse(name + " needs a value.");
        }
        if (modifier.equals("missing") && asked.kind() != Kind.ROSTER) {
            return missing(asked, name, values);
        }
        return switch (asked.kind()) {
            case PATIENT -> patient(name, modifier, values);
            case ROSTER ->
                modifier.isEmpty() ? roster(name, values) : refuse(FilterAbilities.unknown(name, Set.of("")));
            case AGE ->
                modifier.isEmpty() ? age(name, values) : refuse(FilterAbilities.unknown(name, FilterAbilities.NONE));
            case REFERENCE -> reference(asked, name, modifier, values);
            case DATE ->
                modifier.isEmpty()
                        ? date(asked, name, values)
                        : refuse(FilterAbilities.unknown(name, FilterAbilities.NONE));
            case NUMBER ->
                modifier.isEmpty()
                        ? number(asked, name, values)
                        : refuse(FilterAbilities.unknown(name, FilterAbilities.NONE));
            case STRING, NAME -> string(asked, name, modifier, values);
            case TOKEN -> token(asked, name, modifier, values);
        };
    }

    private Compiled missing(FilterParameter asked, String name, List<String> values) {
        if (!values.equals(List.of("true")) && !values.equals(List.of("false"))) {
            return refuse(name + " must be true or false.");
        }
        boolean absent = values.get(0).equals("true");
        return of(o -> o.fact(asked.fact()).isEmpty() == absent, List.of());
    }

    private Compiled patient(String name, String modifier, List<String> values) {
        if (modifier.equals("in")) {
            return roster(name, values);
        }
        if (!modifier.isEmpty() && !modifier.equals("Patient")) {
            return refuse(FilterAbilities.unknown(name, Set.of("", "in", "missing")));
        }
        List<String> patients = new ArrayList<>();
        for (String value : values) {
            String patient = reference("Patient", value);
            if (patient == null || !patient.startsWith("Patient/")) {
                return refuse(name + " must be Patient/<id>, or several with commas between.");
            }
            patients.add(patient);
        }
        Set<String> wanted = Set.copyOf(patients);
        return of(
                o -> o.patients().stream().anyMatch(wanted::contains),
                patients.stream().map(p -> FilterKeys.key("patient", p)).toList());
    }

    private Compiled roster(String name, List<String> values) {
        List<Long> ids = new ArrayList<>();
        for (String value : values) {
            Matcher panel = REFERENCE.matcher(value);
            Optional<Long> id = rosters.apply(panel.matches() ? panel.group(1) : value);
            if (id.isEmpty()) {
                return refuse(name + ": there is no roster, Group or List '" + value
                        + "' that you may follow. POST /rosters/<name> makes a roster.");
            }
            ids.add(id.get());
        }
        return of(
                o -> ids.stream().anyMatch(o.rosters()::contains),
                ids.stream()
                        .map(id -> FilterKeys.key("roster", Long.toString(id)))
                        .toList());
    }

    private static Compiled age(String name, List<String> values) {
        List<AgeBand> bands = new ArrayList<>();
        for (String value : values) {
            Matcher parts = FilterAbilities.COMPARED.matcher(value);
            if (!parts.matches() || !parts.group(2).matches("\\d{1,3}") || Integer.parseInt(parts.group(2)) > OLDEST) {
                return refuse(name + " must be a number of years with a prefix, for instance ge65 or lt18.");
            }
            bands.add(new AgeBand(FilterAbilities.prefix(parts), Integer.parseInt(parts.group(2))));
        }
        return of(
                o -> bands.stream().anyMatch(band -> band.holds(o.fact("patient.birthdate"), o.occurred())), List.of());
    }

    private static Compiled reference(FilterParameter asked, String name, String modifier, List<String> values) {
        if (!modifier.isEmpty() && !FilterAbilities.isType(modifier) && !modifier.equals("not")) {
            return refuse(FilterAbilities.unknown(name, FilterAbilities.REFERENCED));
        }
        List<String> wanted = new ArrayList<>();
        boolean anyType = false;
        for (String value : values) {
            String reference = reference(modifier.equals("not") ? "" : modifier, value);
            if (reference == null) {
                return refuse(name + " must be a reference like Organization/<id>.");
            }
            anyType |= reference.startsWith("/");
            wanted.add(reference);
        }
        boolean not = modifier.equals("not");
        return of(
                o -> not != o.fact(asked.fact()).stream().anyMatch(fact -> matches(fact, wanted)),
                not || anyType
                        ? List.of()
                        : wanted.stream()
                                .map(r -> FilterKeys.key(asked.fact(), r))
                                .toList());
    }

    private static boolean matches(String fact, List<String> wanted) {
        return wanted.stream().anyMatch(want -> want.startsWith("/") ? fact.endsWith(want) : fact.equals(want));
    }

    private static Compiled date(FilterParameter asked, String name, List<String> values) {
        record Span(String prefix, DateSpan span) {}
        List<Span> spans = new ArrayList<>();
        for (String value : values) {
            Matcher parts = FilterAbilities.COMPARED.matcher(value);
            Optional<DateSpan> span = parts.matches() ? DateSpan.parse(parts.group(2)) : Optional.empty();
            if (span.isEmpty()) {
                return refuse(name + " must be a date with a prefix, for instance ge2024-01-31.");
            }
            spans.add(new Span(FilterAbilities.prefix(parts), span.get()));
        }
        return of(
                o -> o.fact(asked.fact()).stream()
                        .flatMap(text -> DateSpan.ofPeriod(text).stream())
                        .anyMatch(fact -> spans.stream().anyMatch(s -> fact.satisfies(s.prefix(), s.span()))),
                List.of());
    }

    private static Compiled number(FilterParameter asked, String name, List<String> values) {
        List<NumberBand> bands = new ArrayList<>();
        for (String value : values) {
            Matcher parts = FilterAbilities.COMPARED.matcher(value);
            Optional<NumberBand> band = parts.matches()
                    ? NumberBand.parse(FilterAbilities.prefix(parts), parts.group(2))
                    : Optional.empty();
            if (band.isEmpty()) {
                return refuse(name + " must be a number with a prefix, for instance ge5.4 or lt30||min.");
            }
            bands.add(band.get());
        }
        return of(
                o -> o.fact(asked.fact()).stream()
                        .anyMatch(fact -> bands.stream().anyMatch(band -> band.holds(fact))),
                List.of());
    }

    private static Compiled string(FilterParameter asked, String name, String modifier, List<String> values) {
        if (!FilterAbilities.STRING.contains(modifier)) {
            return refuse(FilterAbilities.unknown(name, FilterAbilities.STRING));
        }
        // Names of places are kept without case; of what FHIR calls a string, exact means exact.
        UnaryOperator<String> plain =
                modifier.equals("exact") && asked.kind() == Kind.STRING ? UnaryOperator.identity() : SearchText::plain;
        List<String> wanted = values.stream().map(plain).toList();
        return of(
                o -> o.fact(asked.fact()).stream()
                        .map(plain)
                        .anyMatch(fact -> wanted.stream().anyMatch(want -> switch (modifier) {
                            case "exact" -> fact.equals(want);
                            case "contains" -> fact.contains(want);
                            default -> fact.startsWith(want);
                        })),
                List.of());
    }

    private Compiled token(FilterParameter asked, String name, String modifier, List<String> values) {
        if (!FilterAbilities.TOKEN.contains(modifier)) {
            return refuse(FilterAbilities.unknown(name, FilterAbilities.TOKEN));
        }
        if (modifier.equals("in") || modifier.equals("not-in")) {
            return valueSet(asked, modifier.equals("in"), values);
        }
        List<Token> wanted = values.stream().map(Token::wanted).toList();
        boolean not = modifier.equals("not");
        boolean indexed =
                !not && wanted.stream().noneMatch(token -> token.code().isEmpty());
        return of(
                o -> not
                        != o.fact(asked.fact()).stream()
                                .map(Token::fact)
                                .anyMatch(fact -> wanted.stream().anyMatch(want -> want.matches(fact))),
                indexed
                        ? wanted.stream()
                                .map(t -> FilterKeys.key(asked.fact(), t.code()))
                                .toList()
                        : List.of());
    }

    private Compiled valueSet(FilterParameter asked, boolean in, List<String> urls) {
        for (String url : urls) {
            Optional<String> refusal = valueSets.refusal(url);
            if (refusal.isPresent()) {
                return refuse(refusal.get());
            }
        }
        return of(
                o -> in
                        == o.fact(asked.fact()).stream()
                                .map(Token::fact)
                                .anyMatch(token -> urls.stream()
                                        .anyMatch(url -> valueSets.contains(url, token.systemOrEmpty(), token.code()))),
                List.of());
    }

    /** {@code Type/id}, {@code /id} if the type is not said, or null if it is no reference. */
    private static @Nullable String reference(String type, String value) {
        Matcher matcher = REFERENCE.matcher(value);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        return ID.matcher(value).matches() ? type + "/" + value : null;
    }

    private static Compiled refuse(String problem) {
        return new Compiled(null, problem);
    }

    private static Compiled of(Predicate<Occurrence> test, List<String> keys) {
        return new Compiled(new Tested(test, keys), null);
    }

    private record Tested(Predicate<Occurrence> test, List<String> keys) implements EventFilter {
        @Override
        public boolean holds(Occurrence occurrence) {
            return test.test(occurrence);
        }
    }
}
