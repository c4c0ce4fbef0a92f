package dev.tributary.subscriptions.filters;

import dev.tributary.subscriptions.criteria.Magnitude;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A <a href="https://hl7.org/fhir/R4/search.html#quantity">number or quantity</a> that is asked for: {@code 5}, {@code ge5.4|http://unitsofmeasure.org|mg} or
 * {@code 5.4||mg}. Units are compared as they are written, none is converted.
 *
 * @param unit system and code, either may be empty for any; none for any unit
 */
record NumberBand(String prefix, BigDecimal number, List<String> unit) {

    /** @param text without the prefix */
    static Optional<NumberBand> parse(String prefix, String text) {
        List<String> parts = Arrays.asList(text.split("\\|", -1));
        if (parts.size() != 1 && parts.size() != 3) {
            return Optional.empty();
        }
        return Magnitude.parse(parts.get(0))
                .map(number -> new NumberBand(prefix, number, parts.subList(1, parts.size())));
    }

    /** @param fact {@code number|system|code|unit}, or a number alone */
    boolean holds(String fact) {
        String[] parts = fact.split("\\|", -1);
        try {
            return hasUnit(parts) && Magnitude.satisfies(new BigDecimal(parts[0]), prefix, number);
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean hasUnit(String[] parts) {
        if (unit.isEmpty()) {
            return true;
        }
        String system = unit.get(0);
        String code = unit.get(1);
        return parts.length == 4
                && (system.isEmpty() || system.equals(parts[1]))
                && (code.isEmpty() || code.equals(parts[2]) || (system.isEmpty() && code.equals(parts[3])));
    }
}
