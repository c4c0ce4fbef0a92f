package dev.tributary.identity.matching;

import dev.tributary.identity.features.Nicknames;
import dev.tributary.identity.features.PersonName;
import dev.tributary.identity.features.Sounds;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The best that two people's names have in common.
 *
 * @param swapped whether given and family name stand in each other's place
 * @param agreedGiven the given name on which both agree; empty if they do not
 * @param agreedFamily the family name on which both agree; empty if they do not
 */
record NameComparison(
        Level given,
        Level family,
        Level middle,
        Level suffix,
        boolean swapped,
        String agreedGiven,
        String agreedFamily) {

    private static final NameComparison NOTHING =
            new NameComparison(Level.MISSING, Level.MISSING, Level.MISSING, Level.MISSING, false, "", "");

    /** Of what is one name, or nearly, the second name tells: a mistyped name has the same beside it, a twin's has another. */
    private static final Set<Level> ONE_FIRST_NAME =
            EnumSet.of(Level.SAME, Level.NICKNAME, Level.TYPO, Level.SOUNDS_ALIKE, Level.INITIAL);

    private static final Nicknames NICKNAMES = Nicknames.shipped();

    /** Of all pairs of names, former ones too, and of both orders, the pair that agrees best. */
    static NameComparison of(List<PersonName> ones, List<PersonName> others) {
        var best = NOTHING;
        var most = -1;
        for (var one : ones) {
            for (var other : others) {
                for (var swapped : new boolean[] {false, true}) {
                    var comparison = of(one, other, swapped);
                    var score = comparison.score();
                    if (score > most) {
                        best = comparison;
                        most = score;
                    }
                }
            }
        }
        return best;
    }

    private static NameComparison of(PersonName one, PersonName other, boolean swapped) {
        if (swapped) {
            return swapped(one, other);
        }
        var given = given(one.given(), other.given());
        var family = family(one.family(), other.family());
        var middle = ONE_FIRST_NAME.contains(given) ? middle(one.given(), other.given()) : Level.MISSING;
        return new NameComparison(
                given,
                family,
                middle,
                suffix(one.suffix(), other.suffix()),
                false,
                given == Level.SAME ? one.given().get(0) : "",
                family == Level.SAME ? String.join("", one.family()) : "");
    }

    /** Which of the two is the family name is not known then: the one that agrees less counts as the given name, which twins do not share. */
    private static NameComparison swapped(PersonName one, PersonName other) {
        var first = given(one.given(), other.family());
        var second = given(one.family(), other.given());
        var firstIsBetter = points(first) >= points(second);
        var family = firstIsBetter ? first : second;
        return new NameComparison(
                firstIsBetter ? second : first,
                family == Level.NICKNAME || family == Level.INITIAL ? Level.PART : family,
                Level.MISSING,
                suffix(one.suffix(), other.suffix()),
                true,
                "",
                "");
    }

    /** Only for choosing among pairs of names; the model weighs what was chosen. */
    private int score() {
        var points = points(given) + points(family);
        // One must agree well to be believed in the wrong order.
        var credible = !swapped || Math.max(points(given), points(family)) >= 13;
        return credible ? points * 2 + (swapped ? 0 : 1) : 0;
    }

    private static int points(Level level) {
        return switch (level) {
            case SAME -> 16;
            case NICKNAME -> 14;
            case TYPO -> 13;
            case SOUNDS_ALIKE -> 11;
            case PART -> 10;
            case INITIAL -> 5;
            case MISSING -> 3;
            default -> 0;
        };
    }

    static Level given(List<String> ones, List<String> others) {
        if (ones.isEmpty() || others.isEmpty()) {
            return Level.MISSING;
        }
        var one = ones.get(0);
        var other = others.get(0);
        if (one.length() > 1 && one.equals(other)
                || joined(ones).length() > 1 && joined(ones).equals(joined(others))) {
            return Level.SAME;
        }
        if (one.length() == 1 || other.length() == 1) {
            return initial(ones, others);
        }
        if (NICKNAMES.same(one, other) || isShortened(one, other) || isReordered(ones, others)) {
            return Level.NICKNAME;
        }
        if (Likeness.isTypo(one, other) || Likeness.isTypo(joined(ones), joined(others))) {
            return Level.TYPO;
        }
        if (soundAlike(one, other)) {
            return Level.SOUNDS_ALIKE;
        }
        return shareWord(ones, others) ? Level.PART : Level.DIFFERENT;
    }

    private static Level initial(List<String> ones, List<String> others) {
        if (shareWord(ones, others)) {
            return Level.PART;
        }
        return ones.get(0).charAt(0) == others.get(0).charAt(0) ? Level.INITIAL : Level.DIFFERENT;
    }

    static Level family(List<String> ones, List<String> others) {
        if (ones.isEmpty() || others.isEmpty()) {
            return Level.MISSING;
        }
        var one = joined(ones);
        var other = joined(others);
        if (one.equals(other)) {
            return Level.SAME;
        }
        if (Likeness.isTypo(one, other)) {
            return Level.TYPO;
        }
        if (shareWord(ones, others) || isPrefixed(one, other) || isPrefixed(other, one)) {
            return Level.PART;
        }
        return soundAlike(one, other) || soundAlike(ones.get(0), others.get(0)) ? Level.SOUNDS_ALIKE : Level.DIFFERENT;
    }

    private static Level middle(List<String> ones, List<String> others) {
        if (ones.size() < 2 || others.size() < 2 || isReordered(ones, others) && !ones.equals(others)) {
            return Level.MISSING;
        }
        var one = ones.get(1);
        var other = others.get(1);
        var initial = (one.length() == 1 || other.length() == 1) && one.charAt(0) == other.charAt(0);
        return initial || one.equals(other) || Likeness.isTypo(one, other) || NICKNAMES.same(one, other)
                ? Level.SAME
                : Level.DIFFERENT;
    }

    private static Level suffix(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Level.MISSING;
        }
        return one.equals(other) ? Level.SAME : Level.DIFFERENT;
    }

    private static String joined(List<String> words) {
        return words.size() == 1 ? words.get(0) : String.join("", words);
    }

    /** "alex" for "alexandros", "hans" for "hansjurgen"; not "an" for "andrew". */
    private static boolean isShortened(String one, String other) {
        return Math.min(one.length(), other.length()) >= 3 && (one.startsWith(other) || other.startsWith(one));
    }

    /** "rose amy" for "amy rose": all names are there, the one that is used first. */
    private static boolean isReordered(List<String> ones, List<String> others) {
        return ones.size() > 1
                && ones.size() == others.size()
                && Set.copyOf(ones).equals(Set.copyOf(others));
    }

    /** "alhassan" for "hassan", "vandenberg" for "berg". */
    private static boolean isPrefixed(String longer, String shorter) {
        return shorter.length() >= 4 && longer.length() > shorter.length() && longer.endsWith(shorter);
    }

    private static boolean soundAlike(String one, String other) {
        var skeleton = Sounds.skeleton(one);
        return skeleton.length() >= 3 && skeleton.equals(Sounds.skeleton(other))
                || Math.min(one.length(), other.length()) >= 3
                        && Likeness.similarity(one, other) >= 0.8
                        && Sounds.code(one).equals(Sounds.code(other));
    }

    private static boolean shareWord(List<String> ones, List<String> others) {
        return ones.stream().anyMatch(word -> word.length() > 1 && others.contains(word));
    }
}
