package dev.tributary.subscriptions.criteria;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Quantity;

/** What <a href="http://hl7.org/fhir/R4/search.html#ptypes">one part of a search</a> asks of the elements that its parameter looks at. */
@FunctionalInterface
interface ValueTest {

    Pattern PREFIXED = Pattern.compile("(eq|ne|gt|lt|ge|le|sa|eb)?([^a-z].*)");

    boolean holds(List<Base> values);

    static ValueTest of(Parameter parameter, String modifier, List<String> wanted) throws Refused {
        RestSearchParameterTypeEnum type = parameter.type();
        if (type == RestSearchParameterTypeEnum.TOKEN && modifier.equals("not")) {
            ValueTest any = any(tokens(wanted));
            return values -> !any.holds(values);
        }
        if (type == RestSearchParameterTypeEnum.REFERENCE
                && FhirContext.forR4Cached().getResourceTypes().contains(modifier)) {
            return any(references(wanted.stream()
                    .map(id -> id.contains("/") ? id : modifier + "/" + id)
                    .toList()));
        }
        if (type == RestSearchParameterTypeEnum.STRING && (modifier.equals("exact") || modifier.equals("contains"))) {
            return any(strings(modifier, wanted));
        }
        if (!modifier.isEmpty()) {
            throw new Refused("The modifier :" + modifier + " of " + parameter.name() + " cannot be evaluated here.");
        }
        return any(
                switch (type) {
                    case TOKEN -> tokens(wanted);
                    case REFERENCE -> references(wanted);
                    case STRING -> strings("", wanted);
                    case DATE -> dates(parameter, wanted);
                    case URI -> value -> wanted.contains(value.primitiveValue());
                    default -> numbers(parameter, wanted);
                });
    }

    private static ValueTest any(Predicate<Base> test) {
        return values -> values.stream().anyMatch(test);
    }

    private static Predicate<Base> tokens(List<String> wanted) {
        return value ->
                Values.tokens(value).stream().anyMatch(token -> wanted.stream().anyMatch(each -> isToken(token, each)));
    }

    private static boolean isToken(Values.Token token, String wanted) {
        int bar = wanted.indexOf('|');
        if (bar < 0) {
            return token.code().equals(wanted);
        }
        String code = wanted.substring(bar + 1);
        return token.system().equals(wanted.substring(0, bar))
                && (code.isEmpty() || token.code().equals(code));
    }

    private static Predicate<Base> references(List<String> wanted) {
        return value -> {
            String reference = Values.reference(value);
            return wanted.stream()
                    .anyMatch(each -> each.contains("/")
                            ? reference.equals(each) || each.endsWith("/" + reference)
                            : reference.endsWith("/" + each));
        };
    }

    private static Predicate<Base> strings(String modifier, List<String> wanted) {
        return value -> Values.strings(value).stream()
                .anyMatch(text -> wanted.stream().anyMatch(each -> isString(modifier, text, each)));
    }

    private static boolean isString(String modifier, String text, String wanted) {
        return switch (modifier) {
            case "exact" -> text.equals(wanted);
            case "contains" -> SearchText.plain(text).contains(SearchText.plain(wanted));
            default -> SearchText.plain(text).startsWith(SearchText.plain(wanted));
        };
    }

    /** @param prefix eq if there was none */
    record Prefixed(String prefix, String value) {

        static Prefixed of(Parameter parameter, String text) throws Refused {
            Matcher matcher = PREFIXED.matcher(text);
            if (!matcher.matches()) {
                throw new Refused("'" + text + "' is no value of " + parameter.name() + ".");
            }
            return new Prefixed(matcher.group(1) == null ? "eq" : matcher.group(1), matcher.group(2));
        }
    }

    private static Predicate<Base> dates(Parameter parameter, List<String> wanted) throws Refused {
        List<Predicate<Span>> tests = new ArrayList<>();
        for (String text : wanted) {
            Prefixed prefixed = Prefixed.of(parameter, text);
            try {
                Span span = Span.of(prefixed.value());
                tests.add(value -> value.satisfies(prefixed.prefix(), span));
            } catch (RuntimeException e) {
                throw new Refused("'" + text + "' is no date of FHIR, for " + parameter.name() + ".");
            }
        }
        return value ->
                Values.spans(value).stream().anyMatch(span -> tests.stream().anyMatch(test -> test.test(span)));
    }

    private static Predicate<Base> numbers(Parameter parameter, List<String> wanted) throws Refused {
        List<Predicate<Base>> tests = new ArrayList<>();
        for (String text : wanted) {
            String[] parts = text.split("\\|", -1);
            Prefixed prefixed = Prefixed.of(parameter, parts[0]);
            BigDecimal number = Magnitude.parse(prefixed.value()).orElse(null);
            if (number == null) {
                throw new Refused("'" + text + "' is no number, for " + parameter.name() + ".");
            }
            tests.add(value -> isNumber(value, prefixed.prefix(), number) && hasUnit(value, parts));
        }
        return value -> tests.stream().anyMatch(test -> test.test(value));
    }

    private static boolean hasUnit(Base value, String[] parts) {
        Quantity quantity = Values.quantity(value);
        if (quantity == null || parts.length < 3) {
            return parts.length < 3;
        }
        boolean isSystem = parts[1].isEmpty() || parts[1].equals(quantity.getSystem());
        return isSystem && (parts[2].equals(quantity.getCode()) || parts[2].equals(quantity.getUnit()));
    }

    private static boolean isNumber(Base value, String prefix, BigDecimal wanted) {
        Quantity quantity = Values.quantity(value);
        BigDecimal number;
        try {
            number = quantity == null ? new BigDecimal(String.valueOf(value.primitiveValue())) : quantity.getValue();
        } catch (NumberFormatException e) {
            return false;
        }
        return Magnitude.satisfies(number, prefix, wanted);
    }
}
