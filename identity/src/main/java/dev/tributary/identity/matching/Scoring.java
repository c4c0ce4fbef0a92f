package dev.tributary.identity.matching;

import dev.tributary.identity.matching.Comparison.FieldWeight;
import dev.tributary.identity.matching.Comparison.Obstacle;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Weighs a pair: Bayes' rule over {@link Relation}, fields taken as independent given the relation. */
final class Scoring {

    private static final Set<Level> COMPARABLE =
            EnumSet.of(Level.SAME, Level.NICKNAME, Level.TYPO, Level.SOUNDS_ALIKE, Level.PART);

    private static final double BIT = Math.log(2);

    private final MatchModel model;

    Scoring(MatchModel model) {
        this.model = model;
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
                var parts = model.logarithms(field, pair);
                fields.add(new FieldWeight(
                        field,
                        pair.level(field),
                        bits(parts[0] - parts[Relation.STRANGER.ordinal()]),
                        bits(parts[0] - parts[relative.ordinal()])));
            }
        }
        var weight = bits(logarithms[0] - logarithms[rival.ordinal()]);
        return new Comparison(normalised(logarithms)[0], weight, rival, fields, obstacles(pair));
    }

    private double[] logarithms(PairLevels pair) {
        var sums = new double[Relation.values().length];
        for (var relation : Relation.values()) {
            sums[relation.ordinal()] =
                    Math.log(Objects.requireNonNull(model.priors().get(relation)));
        }
        for (var field : Field.values()) {
            if (pair.level(field) != Level.MISSING) {
                var parts = model.logarithms(field, pair);
                for (var i = 0; i < sums.length; i++) {
                    sums[i] += parts[i];
                }
            }
        }
        return sums;
    }

    private static double[] normalised(double[] logarithms) {
        var most = java.util.Arrays.stream(logarithms).max().orElse(0);
        var shares = java.util.Arrays.stream(logarithms)
                .map(each -> Math.exp(each - most))
                .toArray();
        var sum = java.util.Arrays.stream(shares).sum();
        return java.util.Arrays.stream(shares).map(share -> share / sum).toArray();
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
        add(obstacles, given == Level.MISSING, Obstacle.GIVEN_NAME_MISSING);
        add(obstacles, pair.level(Field.FAMILY_NAME) == Level.MISSING, Obstacle.FAMILY_NAME_MISSING);
        var birth = pair.level(Field.BIRTH_DATE);
        add(obstacles, birth == Level.MISSING || birth == Level.YEAR, Obstacle.BIRTH_DATE_MISSING);
        add(obstacles, given != Level.MISSING && !COMPARABLE.contains(given), Obstacle.GIVEN_NAME_NOT_COMPARABLE);
        var differ = pair.level(Field.NATIONAL_IDENTIFIER) == Level.DIFFERENT
                || pair.level(Field.TRUSTED_IDENTIFIER) == Level.DIFFERENT;
        add(obstacles, differ, Obstacle.IDENTIFIERS_DIFFER);
        add(obstacles, pair.level(Field.NAME_SUFFIX) == Level.DIFFERENT, Obstacle.NAME_SUFFIXES_DIFFER);
        add(obstacles, pair.level(Field.BIRTH_ORDER) == Level.DIFFERENT, Obstacle.BIRTH_ORDERS_DIFFER);
        return obstacles;
    }

    private static void add(List<Obstacle> obstacles, boolean applies, Obstacle obstacle) {
        if (applies) {
            obstacles.add(obstacle);
        }
    }
}
