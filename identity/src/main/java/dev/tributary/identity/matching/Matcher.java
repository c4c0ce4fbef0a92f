package dev.tributary.identity.matching;

import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Comparison.Obstacle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides to whom a record belongs. Immutable; same arguments, same decision, in whatever order the candidates are given.
 *
 * <p>A person is compared record by record: the best-fitting record gives the probability, so that a former name or address still
 * counts; and no other record may contradict it, so that people are not chained together by records that lie between them.
 */
public final class Matcher {

    /** A steward is shown the likeliest; more would hide them. */
    private static final int MOST_REVIEWS = 10;

    /** Is told each comparison that a decision makes. */
    @FunctionalInterface
    public interface Observer {

        /** @param record index of the person's record */
        void compared(String person, int record, Comparison comparison);
    }

    /** What speaks against a person whichever record of it says so. */
    private static final Set<Obstacle> WHOLE_PERSON =
            EnumSet.of(Obstacle.IDENTIFIERS_DIFFER, Obstacle.NAME_SUFFIXES_DIFFER, Obstacle.BIRTH_ORDERS_DIFFER);

    private static final Observer NOBODY = (person, record, comparison) -> {};

    private final MatchModel model;
    private final Scoring scoring;

    public Matcher(MatchModel model) {
        this.model = model;
        this.scoring = new Scoring(model);
    }

    public MatchModel model() {
        return model;
    }

    /** The order of the arguments does not matter. */
    public Comparison compare(PersonFeatures one, PersonFeatures other) {
        return scoring.compare(PairLevels.of(one, other));
    }

    /** How a record compares with a person; null for a person without records. */
    public @Nullable PersonComparison compare(PersonFeatures arriving, Candidate candidate) {
        return compare(arriving, candidate, NOBODY);
    }

    private @Nullable PersonComparison compare(PersonFeatures arriving, Candidate candidate, Observer observer) {
        @Nullable PersonComparison best = null;
        var contradicted = false;
        var lasting = EnumSet.noneOf(Obstacle.class);
        var otherNames = 0;
        var swapped = false;
        for (var i = 0; i < candidate.records().size(); i++) {
            var comparison = compare(arriving, candidate.records().get(i));
            observer.compared(candidate.person(), i, comparison);
            contradicted |= comparison.probability() < model.thresholds().contradiction();
            comparison.obstacles().stream().filter(WHOLE_PERSON::contains).forEach(lasting::add);
            otherNames += comparison.hasOtherGivenName() ? 1 : 0;
            swapped |= comparison.hasOtherGivenName() && comparison.isSwapped();
            if (best == null || isBetter(comparison, best.comparison())) {
                best = new PersonComparison(candidate.person(), i, comparison);
            }
        }
        if (best == null) {
            return null;
        }
        var comparison = withLasting(best.comparison(), lasting);
        contradicted |=
                isBridge(comparison, otherNames, candidate.records().size()) || isSwappedTwice(comparison, swapped);
        return new PersonComparison(
                best.person(),
                best.record(),
                contradicted && candidate.records().size() > 1
                        ? comparison.with(Obstacle.CONTRADICTED_BY_ANOTHER_RECORD)
                        : comparison);
    }

    /** A record without the number, suffix or birth order lies between two that differ in it. An equal number outranks a suffix. */
    private static Comparison withLasting(Comparison best, Set<Obstacle> lasting) {
        var comparison = best;
        for (var obstacle : lasting) {
            if (obstacle == Obstacle.IDENTIFIERS_DIFFER || !best.named()) {
                comparison = comparison.with(obstacle);
            }
        }
        return comparison;
    }

    /** An initial that fits is no reason for a name that does not; nor is one variant, if most of a person's records say another name. */
    private static boolean isBridge(Comparison best, int otherNames, int records) {
        var another = best.isByInitial() || !best.hasSameGivenName() && otherNames * 2 > records;
        return another && otherNames > 0 && !best.hasLikeNumber();
    }

    /** The same first name beside another family name may be the family name, swapped on both sides, if a record shows it in its place. */
    private static boolean isSwappedTwice(Comparison best, boolean swapped) {
        return swapped && best.hasOtherFamilyName() && !best.hasLikeNumber();
    }

    private static boolean isBetter(Comparison one, Comparison other) {
        var fits = one.mayLink() || one.named();
        return fits != (other.mayLink() || other.named()) ? fits : one.probability() > other.probability();
    }

    /** To whom the record belongs, among these, if equal numbers are only evidence. */
    public Decision decide(PersonFeatures arriving, List<Candidate> candidates, ManualDecisions manual) {
        return decide(arriving, candidates, manual, NOBODY, this::isLikely);
    }

    /**
     * To whom the record belongs, among these: whom an equal trusted number names, unless something speaks against it, else whom the
     * model finds likely. What a hub and an evaluation decide by.
     */
    public Decision identify(
            PersonFeatures arriving, List<Candidate> candidates, ManualDecisions manual, Observer observer) {
        return decide(arriving, candidates, manual, observer, this::links);
    }

    /** The same, and nobody watches. */
    public Decision identify(PersonFeatures arriving, List<Candidate> candidates, ManualDecisions manual) {
        return identify(arriving, candidates, manual, NOBODY);
    }

    private Decision decide(
            PersonFeatures arriving,
            List<Candidate> candidates,
            ManualDecisions manual,
            Observer observer,
            Predicate<Comparison> fits) {
        var compared = new ArrayList<Compared>();
        for (var candidate : candidates) {
            var comparison =
                    manual.neverLinked().contains(candidate.person()) ? null : compare(arriving, candidate, observer);
            if (comparison != null) {
                compared.add(new Compared(candidate, comparison));
            }
        }
        compared.sort(Compared.LIKELIEST_FIRST);
        var linked = compared.stream()
                .filter(each -> manual.linked().contains(each.candidate().person()))
                .findFirst();
        if (linked.isPresent()) {
            return new Decision.Link(model.version(), linked.get().comparison(), true, reviews(compared, linked.get()));
        }
        return decide(compared, fits);
    }

    private Decision decide(List<Compared> compared, Predicate<Comparison> fits) {
        var fitting = compared.stream()
                .filter(each -> fits.test(each.comparison().comparison()))
                .toList();
        if (fitting.isEmpty()) {
            return withReviews(reviews(compared, null));
        }
        var best = fitting.get(0);
        var ambiguous = fitting.stream().skip(1).anyMatch(other -> areDifferent(best, other));
        if (ambiguous) {
            return withReviews(reviews(compared, null).stream()
                    .map(each -> new PersonComparison(
                            each.person(), each.record(), each.comparison().with(Obstacle.AMBIGUOUS)))
                    .toList());
        }
        return new Decision.Link(model.version(), best.comparison(), false, reviews(compared, best));
    }

    private Decision withReviews(List<PersonComparison> reviews) {
        return reviews.isEmpty()
                ? new Decision.NewPerson(model.version())
                : new Decision.NewPersonWithReview(model.version(), reviews);
    }

    /** Whether two records are without doubt one person's: by an equal trusted number or by the model. */
    public boolean links(Comparison comparison) {
        return comparison.named() || isLikely(comparison);
    }

    private boolean isLikely(Comparison comparison) {
        return comparison.mayLink()
                && comparison.probability() >= model.thresholds().link();
    }

    /**
     * All persons that the record belongs to without doubt, the likeliest first: if there are several, it shows that they are one.
     * Empty if there is none.
     */
    public List<PersonComparison> fitting(Decision decision) {
        var fitting = new ArrayList<PersonComparison>();
        if (decision instanceof Decision.Link link) {
            fitting.add(link.link());
            if (!link.manual()) {
                link.reviews().stream().filter(each -> links(each.comparison())).forEach(fitting::add);
            }
        }
        return fitting;
    }

    private List<PersonComparison> reviews(List<Compared> compared, @Nullable Compared linked) {
        return compared.stream()
                .filter(each -> each != linked)
                .map(Compared::comparison)
                .filter(each ->
                        each.comparison().probability() >= model.thresholds().review())
                .limit(MOST_REVIEWS)
                .toList();
    }

    /** Whether two persons who both fit are hardly one: then linking to either would be a guess. J. fits John and Jane. */
    private boolean areDifferent(Compared one, Compared other) {
        var byInitial = one.comparison().comparison().isByInitial()
                || other.comparison().comparison().isByInitial();
        return one.candidate().records().stream()
                        .flatMap(record -> other.candidate().records().stream().map(theirs -> compare(record, theirs)))
                        .filter(comparison -> !byInitial || !comparison.hasOtherGivenName())
                        .mapToDouble(Comparison::probability)
                        .max()
                        .orElse(0)
                < model.thresholds().contradiction();
    }

    private record Compared(Candidate candidate, PersonComparison comparison) {

        static final Comparator<Compared> LIKELIEST_FIRST = Comparator.<Compared>comparingDouble(
                        each -> -each.comparison().comparison().probability())
                .thenComparing(each -> !each.comparison().comparison().mayLink())
                .thenComparingLong(each -> each.candidate().order())
                .thenComparing(each -> each.candidate().person());
    }
}
