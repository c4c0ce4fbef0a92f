package dev.tributary.mapping.template;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a text becomes the value of an element, as a source's file says. What does not apply to the element's type is null or empty.
 *
 * @param map codes of the source to others
 * @param dates patterns in the manner of {@link java.time.format.DateTimeFormatter}; empty reads ISO 8601
 * @param pivot first year that a year of two digits can mean
 * @param locale language of names of months and days
 * @param decimal the sign before decimals, point or comma
 * @param system of a coding or an identifier
 * @param display column or field that holds the code's text for people
 * @param quantity how units are told
 * @param yes texts that mean true, in small letters; empty takes the usual ones
 * @param no texts that mean false, in small letters
 */
public record Conversion(
        @Nullable CodeMap map,
        List<String> dates,
        @Nullable Integer pivot,
        Locale locale,
        char decimal,
        @Nullable String system,
        @Nullable String display,
        Units quantity,
        Set<String> yes,
        Set<String> no) {

    public static final Conversion NONE = new Conversion(
            null, List.of(), null, Locale.ENGLISH, '.', null, null, new Units(null, null, null), Set.of(), Set.of());

    /** The same for a value that is FHIR's own already. */
    Conversion ofFhir() {
        return new Conversion(null, List.of(), null, locale, '.', system, display, quantity, Set.of(), Set.of());
    }

    public Conversion {
        dates = List.copyOf(dates);
        yes = Set.copyOf(yes);
        no = Set.copyOf(no);
    }

    /**
     * The unit of a quantity.
     *
     * @param code a UCUM code that all values have
     * @param field column or field that holds the unit
     * @param map what that field says to UCUM codes
     */
    public record Units(
            @Nullable String code,
            @Nullable String field,
            @Nullable CodeMap map) {}
}
