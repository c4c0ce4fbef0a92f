package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.identity.Stewardship.Decider;
import dev.tributary.server.storage.StoringTransaction;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides reviews: what is decided and the review's state change together. */
final class Reviewing {

    private static final Set<String> UNDECIDED = Set.of("open", "deferred");

    private final ReviewTable reviews;
    private final Stewardship stewardship;
    private final StoringTransaction transactions;

    Reviewing(ReviewTable reviews, Stewardship stewardship, StoringTransaction transactions) {
        this.reviews = reviews;
        this.stewardship = stewardship;
        this.transactions = transactions;
    }

    /** What a steward can say about a pair. */
    enum Judgement {
        LINK,
        NEVER_LINK,
        DEFER
    }

    /** The review as it is afterwards; empty if there is none. */
    Optional<Review> decide(UUID id, Judgement judgement, Decider decider) {
        return transactions.run(() -> {
            var review = reviews.find(id);
            review.ifPresent(Reviewing::requireUndecided);
            review.ifPresent(found -> decide(found, judgement, decider));
            return reviews.find(id);
        });
    }

    /** A second decision would lose the first, which can be undone. */
    private static void requireUndecided(Review review) {
        if (!UNDECIDED.contains(review.state())) {
            throw new UnprocessableEntityException("This review is " + review.state()
                    + " already. To decide otherwise, $undo that or $unlink the record; $link-history of the"
                    + " patient lists it.");
        }
    }

    private void decide(Review review, Judgement judgement, Decider decider) {
        switch (judgement) {
            // The person of the first record stays: both sides' records are kept either way.
            case LINK ->
                reviews.decided(
                        review.id(),
                        "linked",
                        decider.actor(),
                        stewardship
                                .merge(review.recordB(), review.recordA(), decider)
                                .operation());
            case NEVER_LINK ->
                reviews.decided(
                        review.id(),
                        "never-linked",
                        decider.actor(),
                        stewardship
                                .neverLink(review.recordA(), review.recordB(), decider)
                                .operation());
            case DEFER -> reviews.decided(review.id(), "deferred", decider.actor(), null);
        }
    }

    Optional<Review> assign(UUID id, @Nullable String assignee) {
        return transactions.run(() -> {
            reviews.assign(id, assignee);
            return reviews.find(id);
        });
    }

    Optional<Review> comment(UUID id, String author, String text) {
        return transactions.run(() -> {
            var review = reviews.find(id);
            review.ifPresent(found -> reviews.comment(id, author, text));
            return review;
        });
    }
}
