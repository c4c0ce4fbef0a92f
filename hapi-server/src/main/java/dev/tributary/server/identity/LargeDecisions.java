package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.identity.Deciding.Act;
import dev.tributary.server.identity.Stewardship.Outcome;
import dev.tributary.server.identity.Transfers.Ending;
import dev.tributary.server.identity.Transfers.Input;
import dev.tributary.server.record.Carrying;
import dev.tributary.server.record.Regrouping.Move;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Splits and links of single records that are too large for one transaction: a job moves what refers to the records that leave, and parts the persons last. */
final class LargeDecisions {

    private final Carrying carrying;
    private final Transfers transfers;

    LargeDecisions(Carrying carrying, Transfers transfers) {
        this.carrying = carrying;
        this.transfers = transfers;
    }

    /** Whether more refers to a person than may follow in one transaction. */
    boolean isLarge(String person) {
        return carrying.isLarge(person);
    }

    /** The job that is at work on this person; null if there is none. */
    @Nullable
    UUID job(String person) {
        return transfers.concerning(person).orElse(null);
    }

    /** Another decision would not know what has moved already. */
    void requireNone(Collection<String> persons) {
        for (var person : persons) {
            transfers.concerning(person).ifPresent(job -> {
                throw new UnprocessableEntityException("What refers to Patient/" + person
                        + " is still being moved. Ask again when GET /identity/jobs/" + job + " says \"done\".");
            });
        }
    }

    /**
     * Begins a split or a link that takes effect when all has moved.
     *
     * @param undoes the operation that it takes back; null if it takes back none
     */
    Outcome begin(Act act, @Nullable UUID undoes, Instant now) {
        var move = act.moves().get(0);
        carrying.announce(move.to(), move.from());
        var ending = new Ending(
                act.kind().code(), act.decider().actor(), act.decider().note(), act.subject(), undoes, now.toString());
        var input = new Input(
                act.operation(),
                move.from(),
                move.to(),
                act.moves().stream().map(Move::record).toList(),
                ending);
        var job = transfers.begin(act.decider().actor(), input);
        return new Outcome(act.operation(), move.from(), act.moves().size(), 0, job);
    }

    /** In the transaction that parts the persons. */
    void end(UUID job) {
        transfers.end(job);
    }
}
