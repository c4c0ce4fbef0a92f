package dev.tributary.identity.matching;

import dev.tributary.identity.matching.Comparison.FieldWeight;
import dev.tributary.identity.matching.Comparison.Obstacle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Weighs a pair: Bayes' rule over {@link Relation}, fields taken as independent given the relation. */
final class Scoring {

    private static final Set<Level> COMPARABLE =
            EnumSet.of(Level.SAME, Level.NICKNAME, Level.TYPO, Level.SOUNDS_ALIKE, Level.PART);

    private static final Set<Level> ONE_BIRTH_DATE = EnumSet.of(Level.SAME, Level.TYPO, Level.SWAPPED, Level.PART);

    /** More than mistyped: namesakes are likelier than that, of other generations and of one's own. */
    private static final Set<Level> OTHER_BIRTH_DATE = EnumSet.of(Level.NEAR, Level.DIFFERENT);

    private static final Set<Level> ONE_ADDRESS = EnumSet.of(Level.SAME, Level.TYPO, Level.STREET);

    private static final Set<Obstacle> SOMETHING_MISSING =
            EnumSet.of(Obstacle.GIVEN_NAME_MISSING, Obstacle.FAMILY_NAME_MISSING, Obstacle.BIRTH_DATE_MISSING);

    private static final double BIT = Math.log(2);

    /** A first of January is this many times as common as another day: clerks type it. */
    private static final double FIRST_OF_JANUARY = Math.log(20);

    private static final int RELATIONS = Relation.values().length;
    private static final int STRANGER = Relation.STRANGER.ordinal();
    private static final double[] SAYS_NOTHING = new double[RELATIONS];

    private final TermFrequencies frequencies;
    private final double[] priors = new double[RELATIONS];

    /** Natural logarithms by field, level and relation, so that comparing needs none. */
    private final double[][][] weights = new double[Field.values().length][Level.values().length][];

    Scoring(MatchModel model) {
        frequencies = model.frequencies();
        for (var relation : Relation.values()) {
            priors[relation.ordinal()] =
                    Math.log(Objects.requireNonNull(model.priors().get(relation)));
        }
        for (var field : weights) {
            Arrays.fill(field, SAYS_NOTHING);
        }
        model.levels()
                .forEach((field, levels) ->
                        levels.forEach((level, probabilities) -> weights[field.ordinal()][level.ordinal()] =
                                Arrays.stream(probabilities).map(Math::log).toArray()));
    }

    /** By relation; the agreed value's frequency replaces what strangers have in common on average. */
    private double weight(Field field, PairLevels pair, int relation) {
        var weight = weights[field.ordinal()][pair.level(field).ordinal()][relation];
        if (relation != STRANGER) {
            return weight;
        }
        if (field == Field.GIVEN_NAME && !pair.agreedGiven().isEmpty()) {
            return Math.log(frequencies.ofGiven(pair.agreedGiven()));
        }
        if (field == Field.FAMILY_NAME && !pair.agreedFamily().isEmpty()) {
            return Math.log(frequencies.ofFamily(pair.agreedFamily()));
        }
        return field == Field.BIRTH_DATE && pair.firstOfJanuary() ? weight + FIRST_OF_JANUARY : weight;
    }

    /** Posterior probabilities by ordinal of {@link Relation}; they sum up to 1. */
    double[] posteriors(PairLevels pair) {
        return normalised(logarithms(pair));
    }

    Comparison compare(PairLevels pair) {
        var logarithms = logarithms(pair);
        var rival = rival(logarithms, true);
        var relative = rival(logarithms, false);
        var fields = new ArrayList<FieldWeight>();
        for (var field : Field.values()) {
            if (pair.level(field) != Level.MISSING) {
                var same = weight(field, pair, Relation.SAME_PERSON.ordinal());
                fields.add(new FieldWeight(
                        field,
                        pair.level(field),
                        bits(same - weight(field, pair, STRANGER)),
                        bits(same - weight(field, pair, relative.ordinal()))));
            }
        }
        var weight = bits(logarithms[0] - logarithms[rival.ordinal()]);
        var obstacles = obstacles(pair);
        return new Comparison(
                normalised(logarithms)[0], weight, rival, fields, obstacles, isNamedByNumber(pair, obstacles));
    }

    private double[] logarithms(PairLevels pair) {
        var sums = priors.clone();
        for (var field : Field.values()) {
            if (pair.level(field) != Level.MISSING) {
                for (var i = 0; i < sums.length; i++) {
                    sums[i] += weight(field, pair, i);
                }
            }
        }
        return sums;
    }

    private static double[] normalised(double[] logarithms) {
        var most = Arrays.stream(logarithms).max().orElse(0);
        var shares =
                Arrays.stream(logarithms).map(each -> Math.exp(each - most)).toArray();
        var sum = Arrays.stream(shares).sum();
        return Arrays.stream(shares).map(share -> share / sum).toArray();
    }

    private static Relation rival(double[] logarithms, boolean strangersToo) {
        var best = Relation.HOUSEHOLD;
        for (var relation : Relation.values()) {
            var candidate = relation != Relation.SAME_PERSON && (strangersToo || relation != Relation.STRANGER);
            if (candidate && logarithms[relation.ordinal()] > logarithms[best.ordinal()]) {
                best = relation;
            }
        }
        return best;
    }

    /** Two digits are enough for a table. */
    private static double bits(double nats) {
        return Math.round(nats / BIT * 100) / 100.0;
    }

    private static List<Obstacle> obstacles(PairLevels pair) {
        var obstacles = new ArrayList<Obstacle>();
        var given = pair.level(Field.GIVEN_NAME);
        var full = pair.level(Field.BIRTH_DATE);
        var birth = full == Level.MISSING ? pair.level(Field.PARTIAL_BIRTH_DATE) : full;
        add(obstacles, given == Level.MISSING, Obstacle.GIVEN_NAME_MISSING);
        add(obstacles, pair.level(Field.FAMILY_NAME) == Level.MISSING, Obstacle.FAMILY_NAME_MISSING);
        add(obstacles, birth == Level.MISSING, Obstacle.BIRTH_DATE_MISSING);
        var oneName = COMPARABLE.contains(given) || given == Level.INITIAL && birth == Level.SAME;
        add(
                obstacles,
                given != Level.MISSING && !oneName && !identifierSettles(pair, birth),
                Obstacle.GIVEN_NAME_NOT_COMPARABLE);
        var differ = pair.level(Field.NATIONAL_IDENTIFIER) == Level.DIFFERENT
                || pair.level(Field.TRUSTED_IDENTIFIER) == Level.DIFFERENT;
        add(obstacles, differ, Obstacle.IDENTIFIERS_DIFFER);
        add(obstacles, isOtherBirthDate(pair, birth) && !sharesIdentifier(pair), Obstacle.BIRTH_DATES_DIFFER);
        add(obstacles, pair.level(Field.NAME_SUFFIX) == Level.DIFFERENT, Obstacle.NAME_SUFFIXES_DIFFER);
        add(obstacles, pair.level(Field.BIRTH_ORDER) == Level.DIFFERENT, Obstacle.BIRTH_ORDERS_DIFFER);
        return obstacles;
    }

    /** Two digits may be mistyped, if it is said of people at one address. */
    private static boolean isOtherBirthDate(PairLevels pair, Level birth) {
        return OTHER_BIRTH_DATE.contains(birth)
                || birth == Level.PART && !ONE_ADDRESS.contains(pair.level(Field.ADDRESS));
    }

    /** Relatives have numbers of their own; a child under its mother's number has another birth date. */
    private static boolean identifierSettles(PairLevels pair, Level birth) {
        return sharesTrusted(pair)
                && ONE_BIRTH_DATE.contains(birth)
                && (COMPARABLE.contains(pair.level(Field.FAMILY_NAME))
                        || ONE_ADDRESS.contains(pair.level(Field.ADDRESS)));
    }

    private static boolean sharesTrusted(PairLevels pair) {
        return pair.level(Field.NATIONAL_IDENTIFIER) == Level.SAME
                || pair.level(Field.TRUSTED_IDENTIFIER) == Level.SAME;
    }

    private static boolean sharesIdentifier(PairLevels pair) {
        return sharesTrusted(pair) || pair.level(Field.RECORD_NUMBER) == Level.SAME;
    }

    /**
     * Whether an equal number, a trusted one or a facility's, says who it is and nothing that is known of both speaks against it. A
     * nameless baby under its mother's number has another birth date.
     */
    private static boolean isNamedByNumber(PairLevels pair, List<Obstacle> obstacles) {
        var full = pair.level(Field.BIRTH_DATE);
        var birth = full == Level.MISSING ? pair.level(Field.PARTIAL_BIRTH_DATE) : full;
        var oneBirthDate = ONE_BIRTH_DATE.contains(birth);
        return sharesIdentifier(pair)
                && SOMETHING_MISSING.containsAll(obstacles)
                && (oneBirthDate || birth == Level.MISSING && COMPARABLE.contains(pair.level(Field.GIVEN_NAME)));
    }

    private static void add(List<Obstacle> obstacles, boolean applies, Obstacle obstacle) {
        if (applies) {
            obstacles.add(obstacle);
        }
    }
}
