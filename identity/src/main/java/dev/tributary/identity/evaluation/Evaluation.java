package dev.tributary.identity.evaluation;

import dev.tributary.identity.features.BlockingKeys;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Candidate;
import dev.tributary.identity.matching.ManualDecisions;
import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.identity.matching.PersonComparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Lets records arrive one after the other and decides about each as the hub would: blocking, comparing with persons, linking,
 * reviews. Keeps features as bytes, so that hundreds of thousands fit in a small heap.
 */
public final class Evaluation {

    private final Matcher matcher;
    private final List<PersonRow> rows;
    private final RowToPatient patients;
    private final BlockIndex blocks = new BlockIndex();
    private final List<byte[]> features = new ArrayList<>();
    private final List<List<Integer>> persons = new ArrayList<>();
    private final int[] personOf;
    /** Records that a steward is asked about; some become one person otherwise. */
    private final Set<Long> reviews = new TreeSet<>();

    private final int[] truth;
    private final EvaluationCounts counts;

    private Evaluation(MatchModel model, List<PersonRow> rows, Truth truth) {
        this.matcher = new Matcher(model);
        this.rows = rows;
        this.patients = new RowToPatient(rows);
        this.personOf = new int[rows.size()];
        this.truth = truth.persons(rows);
        this.counts = new EvaluationCounts(this.truth);
    }

    /**
     * Takes the records in their order.
     *
     * @param progress is told the number of records that are done, now and then
     */
    public static EvaluationResult of(MatchModel model, List<PersonRow> rows, Truth truth, IntConsumer progress) {
        var evaluation = new Evaluation(model, rows, truth);
        for (var i = 0; i < rows.size(); i++) {
            evaluation.arrive(i);
            if (i % 10_000 == 9_999) {
                progress.accept(i + 1);
            }
        }
        return evaluation.result();
    }

    private void arrive(int record) {
        var arriving = PersonFeatures.of(patients.patient(rows.get(record)), IdentifierStrengths.defaults());
        var keys = BlockingKeys.of(arriving);
        var found = blocks.find(keys);
        counts.blocked(record, found);
        var decision = matcher.identify(
                arriving,
                candidates(found),
                ManualDecisions.NONE,
                (id, index, comparison) -> counts.compared(
                        comparison, truth[persons.get(Integer.parseInt(id)).get(index)] == truth[record]));
        for (var review : decision.reviews()) {
            reviews.add(
                    pair(record, persons.get(Integer.parseInt(review.person())).get(review.record())));
        }
        var person = person(matcher.fitting(decision));
        persons.get(person).add(record);
        personOf[record] = person;
        features.add(arriving.toBytes());
        blocks.add(keys, record);
    }

    /** The oldest of those who fit, with the records of all; somebody new if nobody does. */
    private int person(List<PersonComparison> fitting) {
        if (fitting.isEmpty()) {
            persons.add(new ArrayList<>(1));
            return persons.size() - 1;
        }
        var ids = fitting.stream()
                .map(each -> Integer.parseInt(each.person()))
                .sorted()
                .toList();
        var stays = ids.get(0);
        for (var absorbed : ids.subList(1, ids.size())) {
            persons.get(absorbed).forEach(record -> personOf[record] = stays);
            persons.get(stays).addAll(persons.get(absorbed));
            persons.set(absorbed, List.of());
        }
        return stays;
    }

    /** All records of every person that shares a block. */
    private List<Candidate> candidates(int[] found) {
        var candidates = new LinkedHashMap<Integer, Candidate>();
        for (var record : found) {
            candidates.computeIfAbsent(personOf[record], this::candidate);
        }
        return List.copyOf(candidates.values());
    }

    private Candidate candidate(int person) {
        var records = persons.get(person).stream().map(this::features).toList();
        return new Candidate(Integer.toString(person), person, records);
    }

    private PersonFeatures features(int record) {
        return PersonFeatures.of(features.get(record));
    }

    private static long pair(int one, int other) {
        return (long) Math.min(one, other) << 32 | Math.max(one, other);
    }

    private EvaluationResult result() {
        var pairs = new ArrayList<EvaluationResult.Pair>();
        for (var records : persons) {
            for (var i = 0; i < records.size(); i++) {
                for (var j = 0; j < i; j++) {
                    pairs.add(pair(records.get(j), records.get(i), true));
                }
            }
        }
        var open = openReviews();
        for (var review : open) {
            for (var one : persons.get((int) (review >> 32))) {
                for (var other : persons.get(review.intValue())) {
                    pairs.add(pair(Math.min(one, other), Math.max(one, other), false));
                }
            }
        }
        return new EvaluationResult(
                matcher.model().version(),
                rows.size(),
                truePairs(),
                pairs,
                open.size(),
                counts.effort(blocks.splitBlocks()),
                counts.curve(truePairs()));
    }

    /** As pairs of persons. */
    private Set<Long> openReviews() {
        var open = new TreeSet<Long>();
        for (var review : reviews) {
            var one = personOf[(int) (review >> 32)];
            var other = personOf[review.intValue()];
            if (one != other) {
                open.add(pair(one, other));
            }
        }
        return open;
    }

    private EvaluationResult.Pair pair(int one, int other, boolean link) {
        var probability = matcher.compare(features(one), features(other)).probability();
        return new EvaluationResult.Pair(
                rows.get(one).id(), rows.get(other).id(), probability, link, truth[one] == truth[other]);
    }

    private long truePairs() {
        var sizes = new int[Arrays.stream(truth).max().orElse(0) + 1];
        Arrays.stream(truth).forEach(person -> sizes[person]++);
        return Arrays.stream(sizes)
                .mapToLong(size -> (long) size * (size - 1) / 2)
                .sum();
    }
}
