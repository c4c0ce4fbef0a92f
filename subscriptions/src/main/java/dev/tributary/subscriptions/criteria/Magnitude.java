package dev.tributary.subscriptions.criteria;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Numbers as <a href="http://hl7.org/fhir/R4/search.html#number">FHIR search</a> compares them, however large somebody writes them. */
public final class Magnitude {

    private static final int LONGEST = 40;
    /** Numbers further apart than this are brought to the same digits at the cost of that many: they are just different. */
    private static final int MOST_DIGITS = 100;

    private Magnitude() {}

    /** The number that a search asks for; empty if it is none, or none that anybody needs. */
    public static Optional<BigDecimal> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MOST_DIGITS ? Optional.empty() : Optional.of(number);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a number satisfies {@code prefix + wanted}. Equal is what rounds to as many digits as were written.
     *
     * @param prefix {@code eq} and the others that search has, without {@code ap}
     * @param wanted as {@link #parse} returns it
     */
    public static boolean satisfies(BigDecimal number, String prefix, BigDecimal wanted) {
        int order = number.compareTo(wanted);
        return switch (prefix) {
            case "eq" -> isEqual(number, wanted);
            case "ne" -> !isEqual(number, wanted);
            case "gt", "sa" -> order > 0;
            case "lt", "eb" -> order < 0;
            case "ge" -> order >= 0;
            default -> order <= 0;
        };
    }

    private static boolean isEqual(BigDecimal number, BigDecimal wanted) {
        long digits = (long) number.precision() - number.scale() + wanted.scale();
        return digits <= MOST_DIGITS
                && number.setScale(wanted.scale(), RoundingMode.HALF_UP).compareTo(wanted) == 0;
    }
}
