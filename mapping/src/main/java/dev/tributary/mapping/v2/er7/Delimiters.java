package dev.tributary.mapping.v2.er7;

/**
 * MSH-1 and MSH-2 as the sender declared them; what is not declared is HL7's default {@code |^~\&}.
 *
 * @param truncation MSH-2.5 of v2.7 and later; {@code #} unless declared, and without effect on reading
 */
public record Delimiters(char field, char component, char repetition, char escape, char subcomponent, char truncation) {

    public static final Delimiters DEFAULT = new Delimiters('|', '^', '~', '\\', '&', '#');

    /** Reads a line that starts with {@code MSH}; a short or repeating declaration falls back to the defaults. */
    public static Delimiters of(String msh) {
        if (msh.length() < 4 || isPlain(msh.charAt(3))) {
            return DEFAULT;
        }
        var field = msh.charAt(3);
        var end = msh.indexOf(field, 4);
        var declared = msh.substring(4, end < 0 ? msh.length() : end);
        var delimiters = new Delimiters(
                field,
                at(declared, 0, DEFAULT.component),
                at(declared, 1, DEFAULT.repetition),
                at(declared, 2, DEFAULT.escape),
                at(declared, 3, DEFAULT.subcomponent),
                at(declared, 4, DEFAULT.truncation));
        return delimiters.areDistinct()
                ? delimiters
                : new Delimiters(
                        field,
                        DEFAULT.component,
                        DEFAULT.repetition,
                        DEFAULT.escape,
                        DEFAULT.subcomponent,
                        DEFAULT.truncation);
    }

    /** MSH-2 as a sender of these delimiters writes it. */
    public String encodingCharacters() {
        return "" + component + repetition + escape + subcomponent;
    }

    private boolean areDistinct() {
        return ("" + field + component + repetition + escape + subcomponent)
                        .chars()
                        .distinct()
                        .count()
                == 5;
    }

    private static char at(String declared, int index, char otherwise) {
        return index < declared.length() && !isPlain(declared.charAt(index)) ? declared.charAt(index) : otherwise;
    }

    private static boolean isPlain(char c) {
        return Character.isLetterOrDigit(c) || Character.isWhitespace(c) || c == 0;
    }
}
