package dev.tributary.identity.training;

import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.features.PersonName;
import dev.tributary.identity.matching.Field;
import dev.tributary.identity.matching.Level;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.PairLevels;
import dev.tributary.identity.matching.PairWeights;
import dev.tributary.identity.matching.Relation;
import dev.tributary.identity.matching.TermFrequencies;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Learns a model from a hub's own records, by expectation and maximisation: nobody needs to know who is who.
 *
 * <p>What pairs of one person look like is learned from pairs that share a block, weighed by how likely they are of one person
 * <em>rather than of relatives</em>: else households would teach that another given name is normal. What strangers look like is learned
 * from random pairs. What tells a person from relatives stays as the starting model has it, and that model counts as {@value #PRIOR_PAIRS} pairs, so that few
 * or odd data cannot spoil it. Not thread-safe. Keeps counts only, no records.
 */
public final class Trainer {

    /** Rounds of expectation and maximisation. */
    public static final int ROUNDS = 15;

    /** What the starting model is worth against what is observed. */
    private static final double PRIOR_PAIRS = 2000;

    /** Nothing is ever impossible. */
    private static final double LEAST = 1e-7;

    /** No level and no name becomes more than so many times as likely or unlikely as it was. */
    private static final double FURTHEST = 1.5;

    /** Strangers are no likelier than the starting model has them, and in a small hub down to a quarter as likely. */
    private static final double STRANGERS_PER_PERSON = 100;

    private static final double FEWEST_STRANGERS = 0.25;

    /** A name is never commoner than this: a file of few names must not make all names worthless. */
    private static final double COMMONEST = 0.01;

    /** In these, how often one person differs is not learned: what differs in them may always be a relative. */
    private static final Set<Field> TELLS_RELATIVES_APART = EnumSet.of(
            Field.GIVEN_NAME, Field.MIDDLE_NAME, Field.NAME_SUFFIX, Field.BIRTH_DATE, Field.SEX, Field.BIRTH_ORDER);

    private static final Set<Relation> RELATIVES = EnumSet.of(Relation.HOUSEHOLD, Relation.TWIN, Relation.NAMESAKE);

    /** A name that fewer people than this have is as good as unlisted. */
    private static final int COMMON = 5;

    private final MatchModel start;
    private final Map<List<Level>, Integer> blocked = new HashMap<>();
    private final Map<List<Level>, Integer> random = new HashMap<>();
    private final Map<String, Integer> given = new HashMap<>();
    private final Map<String, Integer> family = new HashMap<>();
    private int people;

    public Trainer(MatchModel start) {
        this.start = start;
    }

    /** A pair that shares a blocking key. */
    public void blockedPair(PairLevels pair) {
        blocked.merge(pair.levels(), 1, Integer::sum);
    }

    /** A pair chosen at random; hardly ever one person. */
    public void randomPair(PairLevels pair) {
        random.merge(pair.levels(), 1, Integer::sum);
    }

    /** A record, for how common names are. */
    public void person(PersonFeatures features) {
        people++;
        features.names().stream().limit(1).forEach(this::name);
    }

    private void name(PersonName name) {
        name.given().stream().limit(1).forEach(word -> given.merge(word, 1, Integer::sum));
        if (name.hasFamily()) {
            family.merge(String.join("", name.family()), 1, Integer::sum);
        }
    }

    /**
     * The model that fits what was observed, thresholds and priors as they were.
     *
     * @param progress is told the number of each round that is done, up to {@link #ROUNDS}
     */
    public MatchModel train(String version, IntConsumer progress) {
        var model = with(
                start, version, Relation.STRANGER, levels(Relation.STRANGER, random, share(start, Relation.STRANGER)));
        for (var round = 1; round <= ROUNDS; round++) {
            var same = levels(Relation.SAME_PERSON, blocked, share(model, Relation.SAME_PERSON));
            model = with(model, version, Relation.SAME_PERSON, same);
            progress.accept(round);
        }
        return model;
    }

    private static Share share(MatchModel model, Relation relation) {
        var weights = new PairWeights(model);
        return pattern ->
                weights.explanations(new PairLevels(pattern, "", "", false)).getOrDefault(relation, 0.0);
    }

    @FunctionalInterface
    private interface Share {
        double of(List<Level> pattern);
    }

    /** Expected counts per field and level, with the starting model's as prior. */
    private Map<Field, Map<Level, Double>> levels(Relation relation, Map<List<Level>, Integer> patterns, Share share) {
        var counts = new EnumMap<Field, Map<Level, Double>>(Field.class);
        patterns.forEach((pattern, times) -> {
            var expected = times * share.of(pattern);
            for (var field : Field.values()) {
                var level = pattern.get(field.ordinal());
                if (level != Level.MISSING) {
                    counts.computeIfAbsent(field, each -> new EnumMap<>(Level.class))
                            .merge(level, expected, Double::sum);
                }
            }
        });
        var probabilities = new EnumMap<Field, Map<Level, Double>>(Field.class);
        counts.forEach((field, ofField) -> probabilities.put(field, probabilities(relation, field, ofField)));
        return probabilities;
    }

    /** Scaled so that they sum up to what they did, and never further than {@link #FURTHEST} from where they started. */
    private Map<Level, Double> probabilities(Relation relation, Field field, Map<Level, Double> counts) {
        var prior = start.levels().getOrDefault(field, Map.of());
        var total = counts.values().stream().mapToDouble(Double::doubleValue).sum() + PRIOR_PAIRS;
        var probabilities = new EnumMap<Level, Double>(Level.class);
        prior.forEach((level, ofLevel) -> {
            var before = ofLevel[relation.ordinal()];
            var learned = (counts.getOrDefault(level, 0.0) + PRIOR_PAIRS * before) / total;
            var differs = level == Level.DIFFERENT || level == Level.NEAR;
            var kept = differs && TELLS_RELATIVES_APART.contains(field);
            // What happens to one person's records stays as likely as it was: errors that are rare here will come.
            var least = relation == Relation.SAME_PERSON ? before : before / FURTHEST;
            var bounded = Math.max(least, Math.min(before * FURTHEST, learned));
            probabilities.put(level, kept ? before : Math.max(LEAST, Math.min(1, bounded)));
        });
        return probabilities;
    }

    private MatchModel with(
            MatchModel model, String version, Relation relation, Map<Field, Map<Level, Double>> learned) {
        var levels = new EnumMap<Field, Map<Level, double[]>>(Field.class);
        model.levels().forEach((field, ofField) -> {
            var copy = new EnumMap<Level, double[]>(Level.class);
            ofField.forEach((level, probabilities) -> {
                var changed = probabilities.clone();
                var value = learned.getOrDefault(field, Map.of()).get(level);
                if (value != null) {
                    put(changed, relation, value);
                }
                copy.put(level, changed);
            });
            levels.put(field, copy);
        });
        return new MatchModel(version, model.thresholds(), priors(), levels, frequencies());
    }

    /** Clerks mistype relatives, too: what tells one person from relatives stays as it was, or training would unlearn it. */
    private static void put(double[] probabilities, Relation relation, double learned) {
        if (relation == Relation.SAME_PERSON) {
            var factor = learned / probabilities[relation.ordinal()];
            for (var relative : RELATIVES) {
                probabilities[relative.ordinal()] = Math.min(1, probabilities[relative.ordinal()] * factor);
            }
        }
        probabilities[relation.ordinal()] = learned;
    }

    /** In a hub of few people a chance likeness is rarer. */
    private Map<Relation, Double> priors() {
        var priors = new EnumMap<Relation, Double>(start.priors());
        priors.computeIfPresent(
                Relation.STRANGER,
                (relation, before) ->
                        Math.max(before * FEWEST_STRANGERS, Math.min(before, people * STRANGERS_PER_PERSON)));
        return priors;
    }

    private TermFrequencies frequencies() {
        var shipped = start.frequencies();
        return new TermFrequencies(
                shares(given, shipped.given(), shipped.unlistedGiven()),
                shares(family, shipped.family(), shipped.unlistedFamily()),
                shipped.unlistedGiven(),
                shipped.unlistedFamily());
    }

    /** Names that are commoner here than unlisted ones; what is shipped stays for names that are not seen here. */
    private Map<String, Double> shares(Map<String, Integer> counts, Map<String, Double> shipped, double unlisted) {
        var shares = new HashMap<>(shipped);
        counts.forEach((name, count) -> {
            var before = shipped.getOrDefault(name, unlisted);
            var share = Math.min(Math.min(COMMONEST, before * FURTHEST), (double) count / people);
            if (count >= COMMON && share > before) {
                shares.put(name, share);
            }
        });
        return shares;
    }
}
