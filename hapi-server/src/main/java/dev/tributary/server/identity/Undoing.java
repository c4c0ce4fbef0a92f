package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.identity.Deciding.Act;
import dev.tributary.server.identity.PersonOperation.Kind;
import dev.tributary.server.identity.Stewardship.Decider;
import dev.tributary.server.identity.Stewardship.Outcome;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Regrouping.Member;
import dev.tributary.server.record.Regrouping.Move;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes operations back, in the caller's transaction. */
final class Undoing {

    private final Regrouping regrouping;
    private final OperationJournal journal;
    private final Deciding deciding;
    private final LargeDecisions large;

    Undoing(Regrouping regrouping, OperationJournal journal, Deciding deciding, LargeDecisions large) {
        this.regrouping = regrouping;
        this.journal = journal;
        this.deciding = deciding;
        this.large = large;
    }

    /** @param operation null for the last one of this person that was not undone */
    Outcome undo(String subject, @Nullable UUID operation, Decider decider) {
        var wanted = undoable(subject, operation);
        var back = back(wanted);
        large.requireNone(back.stream()
                .flatMap(move -> List.of(move.from(), move.to()).stream())
                .toList());
        var members = lock(back);
        var act = act(deciding.newOperation(), wanted, back, decider, null);
        return partsMuch(back, members)
                ? large.begin(act, wanted.id(), deciding.now())
                : deciding.undo(act, wanted.id());
    }

    /** What {@link #undo} began, when all has moved back. */
    Outcome complete(UUID id, UUID undone, Decider decider, Instant since) {
        var wanted = requireStanding(
                journal.find(undone).orElseThrow(() -> new ResourceNotFoundException("There is no such operation.")));
        var back = back(wanted);
        lock(back);
        return deciding.undo(act(id, wanted, back, decider, since), undone);
    }

    private static Act act(UUID id, PersonOperation wanted, List<Move> back, Decider decider, @Nullable Instant since) {
        return new Act(id, Kind.UNDO, decider, wanted.subject(), wanted.id().toString(), back, since);
    }

    private boolean partsMuch(List<Move> back, List<Member> members) {
        if (back.isEmpty()) {
            return false;
        }
        var from = back.get(0).from();
        var staying = members.stream()
                .filter(member -> member.person().equals(from))
                .anyMatch(
                        member -> back.stream().noneMatch(move -> move.record().equals(member.record())));
        return staying && large.isLarge(from);
    }

    private List<Move> back(PersonOperation wanted) {
        return journal.moves(wanted.id()).stream().map(Move::back).toList();
    }

    private List<Member> lock(List<Move> back) {
        var persons = back.stream()
                .flatMap(move -> List.of(move.from(), move.to()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        var members = regrouping.lock(persons);
        for (var move : back) {
            if (members.stream()
                    .noneMatch(now ->
                            now.record().equals(move.record()) && now.person().equals(move.from()))) {
                throw new UnprocessableEntityException(
                        "A record has moved again since. Undo what was done later first; $link-history lists it.");
            }
        }
        return members;
    }

    private PersonOperation undoable(String subject, @Nullable UUID operation) {
        var wanted = journal.concerning(subject).stream()
                .filter(each -> operation == null
                        ? each.undoneBy() == null && each.kind() != Kind.UNDO
                        : each.id().equals(operation))
                .findFirst()
                .orElseThrow(
                        () -> new ResourceNotFoundException(
                                operation == null
                                        ? "There is nothing to undo for this patient."
                                        : "There is no such operation on this patient; its $link-history lists what there is."));
        return requireStanding(wanted);
    }

    private static PersonOperation requireStanding(PersonOperation wanted) {
        if (wanted.undoneBy() != null) {
            throw new UnprocessableEntityException("This operation was undone already, by " + wanted.undoneBy() + ".");
        }
        if (wanted.kind() == Kind.UNDO) {
            throw new UnprocessableEntityException("An undo is not undone: do again what was undone.");
        }
        return wanted;
    }
}
