package dev.tributary.subscriptions.rosters;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something that people are told apart by, in a form that can be compared: an identifier with or without its system, or family name, given
 * name and date of birth. Names are compared without case, accents and punctuation.
 */
public record RosterKey(String text) {

    private static final int LONGEST = 600;
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}\\p{Nd}]+");

    /**
     * An identifier; empty without a value.
     *
     * @param system empty if the line does not say: then it is whoever alone has this number in any system
     */
    public static Optional<RosterKey> ofIdentifier(String system, String value) {
        return value.isBlank() ? Optional.empty() : of("i|" + system.strip() + "|" + value.strip());
    }

    /** A name with a birth date (ISO, {@code 1950-03-01}); empty unless all three are there. */
    public static Optional<RosterKey> ofPerson(String family, String given, String birthDate) {
        String last = plain(family);
        String first = plain(given);
        return last.isEmpty() || first.isEmpty() || birthDate.isBlank()
                ? Optional.empty()
                : of("p|" + birthDate.strip() + "|" + last + "|" + first);
    }

    /** The system of an identifier; empty for other keys and where none was said. */
    public String system() {
        return isIdentifier() ? text.substring(2, valueStart() - 1) : "";
    }

    /** The value of an identifier, or the birth date of a person. */
    public String value() {
        return isIdentifier() ? text.substring(valueStart()) : text.split("\\|", 3)[1];
    }

    public boolean isIdentifier() {
        return text.startsWith("i|");
    }

    private int valueStart() {
        return text.indexOf('|', 2) + 1;
    }

    private static Optional<RosterKey> of(String text) {
        return text.length() > LONGEST ? Optional.empty() : Optional.of(new RosterKey(text));
    }

    private static String plain(String name) {
        String bare =
                MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFD)).replaceAll("");
        return NOT_LETTERS.matcher(bare).replaceAll("").toLowerCase(Locale.ROOT);
    }
}
