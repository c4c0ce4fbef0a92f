package dev.tributary.identity.evaluation;

import java.util.List;

/**
 * What the decisions came to.
 *
 * @param records how many arrived
 * @param truePairs pairs of records of one person
 * @param pairs all pairs within a person, and all between two persons that a steward is asked about
 * @param reviews how many questions stewards are asked
 */
public record EvaluationResult(
        String modelVersion,
        int records,
        long truePairs,
        List<Pair> pairs,
        int reviews,
        Effort effort,
        ThresholdCurve curve) {

    public EvaluationResult {
        pairs = List.copyOf(pairs);
    }

    /**
     * Two records that were linked or are to be reviewed.
     *
     * @param link else review
     * @param same whether they are of one person in truth
     */
    public record Pair(String id1, String id2, double probability, boolean link, boolean same) {}

    /**
     * What it took.
     *
     * @param truePairsForbidden pairs of one person of which a rule says that a person decides, however likely they are
     * @param splitBlocks how many blocks were over-full and therefore searched by their refinement
     */
    public record Effort(long pairsCompared, long truePairsBlocked, long truePairsForbidden, int splitBlocks) {}

    private long count(boolean link, boolean same) {
        return pairs.stream()
                .filter(pair -> pair.link() == link && pair.same() == same)
                .count();
    }

    /** Of the linked pairs, those that are of one person; 1 if none was linked. */
    public double precision() {
        var linked = count(true, true) + count(true, false);
        return linked == 0 ? 1 : (double) count(true, true) / linked;
    }

    /** Of the pairs of one person, those that were linked; 1 if there are none. */
    public double recall() {
        return truePairs == 0 ? 1 : (double) count(true, true) / truePairs;
    }

    /** Of the pairs of one person, those that were linked or are to be reviewed. */
    public double recallWithReviews() {
        return truePairs == 0 ? 1 : (double) (count(true, true) + count(false, true)) / truePairs;
    }

    public double f1() {
        var sum = precision() + recall();
        return sum == 0 ? 0 : 2 * precision() * recall() / sum;
    }

    public double reviewsPerThousand() {
        return records == 0 ? 0 : 1000.0 * reviews / records;
    }

    /** Of the pairs of one person, those that share a block. */
    public double blockingCompleteness() {
        return truePairs == 0 ? 1 : (double) effort.truePairsBlocked() / truePairs;
    }

    /** Of the pairs of one person, those that a rule sends to review: hardly more than the others can be linked. */
    public double reviewedByRule() {
        return truePairs == 0 ? 0 : (double) effort.truePairsForbidden() / truePairs;
    }

    public List<Pair> falseLinks() {
        return pairs.stream().filter(pair -> pair.link() && !pair.same()).toList();
    }
}
