package dev.tributary.identity.matching;

import java.util.Map;
import java.util.TreeMap;

/** A model's probabilities for whoever learns a better one: {@code training} sees no more of a model than this. */
public final class PairWeights {

    private final Scoring scoring;

    public PairWeights(MatchModel model) {
        this.scoring = new Scoring(model);
    }

    /** How likely each explanation of the pair is; they sum up to 1. */
    public Map<Relation, Double> explanations(PairLevels pair) {
        var posteriors = scoring.posteriors(pair);
        var explanations = new TreeMap<Relation, Double>();
        for (var relation : Relation.values()) {
            explanations.put(relation, posteriors[relation.ordinal()]);
        }
        return explanations;
    }
}
