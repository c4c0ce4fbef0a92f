package dev.tributary.identity.features;

import java.util.regex.Pattern;
import org.apache.commons.codec.language.DoubleMetaphone;

/** How a folded word sounds, roughly and in any language. */
public final class Sounds {

    private static final DoubleMetaphone METAPHONE = new DoubleMetaphone();

    /** Scripts without vowels and spellings that differ in them only. */
    private static final Pattern VOWELS_AND_REPEATS = Pattern.compile("[aeiouyh]+|(.)(?=\\1)");

    private Sounds() {}

    /** Double Metaphone's first code; the word itself for what has none (digits). */
    public static String code(String word) {
        var code = METAPHONE.doubleMetaphone(word);
        return code == null || code.isEmpty() ? word : code;
    }

    /** The consonants without repeats: "mohammed", "muhamad" and "mhmd" are {@code mmd}. */
    public static String skeleton(String word) {
        return VOWELS_AND_REPEATS.matcher(word).replaceAll("");
    }
}
