package dev.tributary.identity.features;

import com.ibm.icu.text.Transliterator;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Texts of any script as lower-case ASCII words: "Müller-Lüdenscheidt", "Мюллер" and "O’Brien" become comparable. */
final class Folding {

    /** Longer texts are no names or addresses; cutting them bounds the work. */
    private static final int LONGEST = 200;

    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7f]");
    private static final Pattern APOSTROPHES = Pattern.compile("['`’ʼ‘´]");

    /** What is left of accents and of Cyrillic signs, in capitals too: "ОЛЬГА" is one word. */
    private static final Pattern NO_SOUND = Pattern.compile("[\\p{M}\"]");

    private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");
    private static final Pattern BLANKS = Pattern.compile(" ");

    /** What Germans and Scandinavians write for ä, ö, ü: the same as without the dots. */
    private static final Pattern UMLAUTS = Pattern.compile("([aou])e(?=[a-z])");

    private static final Transliterator TO_ASCII = Transliterator.getInstance("Any-Latin; Latin-ASCII");

    private Folding() {}

    /** The words, separated by single blanks; empty for null. */
    static String fold(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "";
        }
        var folded = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        if (NOT_ASCII.matcher(folded).find()) {
            folded = TO_ASCII.transliterate(Normalizer.normalize(folded, Normalizer.Form.NFKC));
            folded = NO_SOUND.matcher(Normalizer.normalize(folded, Normalizer.Form.NFD))
                    .replaceAll("");
        }
        folded = APOSTROPHES.matcher(folded).replaceAll("").toLowerCase(Locale.ROOT);
        return NO_WORD.matcher(folded).replaceAll(" ").strip();
    }

    static List<String> words(@Nullable String text) {
        var folded = fold(text);
        return folded.isEmpty() ? List.of() : List.of(BLANKS.split(folded));
    }

    /** A word of a name: ae, oe, ue before another letter become a, o, u on every side. */
    static String withoutUmlauts(String word) {
        return word.length() < 4 ? word : UMLAUTS.matcher(word).replaceAll("$1");
    }
}
