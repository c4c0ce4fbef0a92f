package dev.tributary.identity.evaluation;

import dev.tributary.identity.matching.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts while records arrive: what blocking found, and how pairs of each probability turn out. */
final class EvaluationCounts {

    private final int[] truth;
    private final Map<Integer, List<Integer>> earlier = new HashMap<>();
    private final ThresholdCurve.Histogram histogram = new ThresholdCurve.Histogram();
    private long pairsCompared;
    private long truePairsBlocked;
    private long truePairsForbidden;

    EvaluationCounts(int[] truth) {
        this.truth = truth;
    }

    /** @param found earlier records in the arriving one's blocks, sorted */
    void blocked(int record, int[] found) {
        var same = earlier.computeIfAbsent(truth[record], person -> new ArrayList<>(1));
        truePairsBlocked += same.stream()
                .filter(each -> Arrays.binarySearch(found, each) >= 0)
                .count();
        same.add(record);
    }

    void compared(Comparison comparison, boolean same) {
        pairsCompared++;
        if (same && !comparison.mayLink() && !comparison.named()) {
            truePairsForbidden++;
        }
        if (comparison.mayLink()) {
            histogram.add(comparison.probability(), same);
        }
    }

    EvaluationResult.Effort effort(int splitBlocks) {
        return new EvaluationResult.Effort(pairsCompared, truePairsBlocked, truePairsForbidden, splitBlocks);
    }

    ThresholdCurve curve(long truePairs) {
        return histogram.curve(truePairs);
    }
}
