package dev.tributary.identity.matching;

import java.util.Arrays;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** How alike two folded texts are. */
final class Likeness {

    private static final JaroWinklerSimilarity JARO_WINKLER = new JaroWinklerSimilarity();
    private static final LevenshteinDistance UP_TO_ONE = new LevenshteinDistance(1);
    private static final LevenshteinDistance UP_TO_TWO = new LevenshteinDistance(2);
    private static final double CLOSE = 0.93;

    private Likeness() {}

    /** Whether one may be the other mistyped: an edit or a swap of neighbours, two edits in long words, or nearly all letters in place. */
    static boolean isTypo(String one, String other) {
        var longest = Math.max(one.length(), other.length());
        if (longest < 4 || Math.abs(one.length() - other.length()) > 3) {
            return longest == 3 && isSwap(one, other);
        }
        int edits = UP_TO_TWO.apply(one, other);
        if (edits >= 0 && (edits <= 1 || longest >= 7 || isSwap(one, other))) {
            return true;
        }
        if (longest >= 6 && (isSwapAndEdit(one, other) || isSwapAndEdit(other, one))) {
            return true;
        }
        return longest >= 6 && JARO_WINKLER.apply(one, other) >= CLOSE;
    }

    /** A digit or letter changed, left out or added, or two neighbours swapped. */
    static boolean isOneEdit(String one, String other) {
        int edits = UP_TO_TWO.apply(one, other);
        return edits >= 0 && (edits <= 1 || isSwap(one, other));
    }

    private static boolean isSwap(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        var at = Arrays.mismatch(one.toCharArray(), other.toCharArray());
        return at >= 0
                && at + 1 < one.length()
                && one.charAt(at) == other.charAt(at + 1)
                && one.charAt(at + 1) == other.charAt(at)
                && one.regionMatches(at + 2, other, at + 2, one.length() - at - 2);
    }

    /** Two neighbours swapped and one more edit: "talyaj" for "taylah". */
    private static boolean isSwapAndEdit(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 1 || one.charAt(0) != other.charAt(0)) {
            return false;
        }
        var letters = one.toCharArray();
        for (var i = 1; i + 1 < letters.length; i++) {
            swap(letters, i);
            if (UP_TO_ONE.apply(new String(letters), other) >= 0) {
                return true;
            }
            swap(letters, i);
        }
        return false;
    }

    private static void swap(char[] letters, int at) {
        var letter = letters[at];
        letters[at] = letters[at + 1];
        letters[at + 1] = letter;
    }

    /** Jaro-Winkler, 0 to 1. */
    static double similarity(String one, String other) {
        return JARO_WINKLER.apply(one, other);
    }

    /** The share of letter pairs that both have, whatever their order (Dice): lines may be swapped and words joined. */
    static double dice(String one, String other) {
        return shared(one, other, pairs(one) + pairs(other), 2);
    }

    /** The share of the shorter one's letter pairs that the other has, too. */
    static double contained(String one, String other) {
        return shared(one, other, Math.min(pairs(one), pairs(other)), 1);
    }

    private static int pairs(String text) {
        return Math.max(0, text.length() - 1);
    }

    private static double shared(String one, String other, int of, int times) {
        if (one.equals(other)) {
            return 1;
        }
        if (of == 0) {
            return 0;
        }
        var ones = sortedPairs(one);
        var others = sortedPairs(other);
        var shared = 0;
        for (int i = 0, j = 0; i < ones.length && j < others.length; ) {
            var order = Integer.compare(ones[i], others[j]);
            if (order == 0) {
                shared++;
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return (double) (shared * times) / of;
    }

    private static int[] sortedPairs(String text) {
        var pairs = new int[pairs(text)];
        for (var i = 0; i < pairs.length; i++) {
            pairs[i] = text.charAt(i) << 16 | text.charAt(i + 1);
        }
        Arrays.sort(pairs);
        return pairs;
    }
}
