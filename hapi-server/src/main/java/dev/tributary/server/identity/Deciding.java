package dev.tributary.server.identity;

import dev.tributary.server.identity.PersonOperation.Kind;
import dev.tributary.server.identity.Stewardship.Decider;
import dev.tributary.server.identity.Stewardship.Outcome;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Regrouping.Member;
import dev.tributary.server.record.Regrouping.Move;
import dev.tributary.server.record.Regrouping.Moved;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.record.Verdicts.Pair;
import dev.tributary.server.record.Verdicts.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Carries a decision out, in the caller's transaction: keeps it, moves the records, journals all of it and tells who listens. */
final class Deciding {

    private final Regrouping regrouping;
    private final Verdicts verdicts;
    private final OperationJournal journal;
    private final PersonEvents events;
    private final LargeDecisions large;
    private final Clock clock;
    private final Supplier<UUID> ids;

    Deciding(
            Regrouping regrouping,
            Verdicts verdicts,
            OperationJournal journal,
            PersonEvents events,
            LargeDecisions large,
            Clock clock,
            Supplier<UUID> ids) {
        this.regrouping = regrouping;
        this.verdicts = verdicts;
        this.journal = journal;
        this.events = events;
        this.large = large;
        this.clock = clock;
        this.ids = ids;
    }

    UUID newOperation() {
        return ids.get();
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * A decision.
     *
     * @param subject the person or record that it was asked for
     * @param other the other side
     * @param since what was written before has followed already; null if nothing has
     */
    record Act(
            UUID operation,
            Kind kind,
            Decider decider,
            String subject,
            String other,
            List<Move> moves,
            @Nullable Instant since) {}

    /** Keeps what was decided of these pairs and moves the records. */
    Outcome act(Act act, Verdict verdict, Set<Pair> pairs) {
        verdicts.decide(act.operation(), verdict, pairs);
        var reason = "steward-" + act.kind().code();
        return close(
                act,
                act.moves().isEmpty()
                        ? Moved.NOTHING
                        : regrouping.move(act.operation(), reason, act.moves(), act.since()));
    }

    /** Takes back what an operation decided and moved. */
    Outcome undo(Act act, UUID undone) {
        verdicts.undo(undone, act.operation());
        journal.undone(undone, act.operation(), clock.instant());
        if (act.moves().isEmpty()) {
            return close(act, Moved.NOTHING);
        }
        // If a job is to move them, it puts them back, too.
        var leaving = act.moves().get(0).from();
        var followed = act.since() == null && large.isLarge(leaving)
                ? List.<Regrouping.Repointed>of()
                : journal.repointed(undone);
        return close(act, regrouping.restore(act.operation(), "undone", act.moves(), followed, act.since()));
    }

    private Outcome close(Act act, Moved moved) {
        var now = clock.instant();
        var decider = act.decider();
        journal.append(
                new PersonOperation(
                        act.operation(),
                        act.kind(),
                        decider.actor(),
                        decider.note(),
                        act.subject(),
                        act.other(),
                        now,
                        null),
                act.moves(),
                moved.repointed());
        events.regrouped(now, moved.changes(), moved.patients());
        var person = act.moves().isEmpty()
                ? regrouping
                        .personOf(act.subject())
                        .or(() -> regrouping.heirOf(act.subject()))
                        .orElse(act.subject())
                : act.moves().get(0).to();
        var job = moved.later() ? large.job(act.moves().get(0).from()) : null;
        return new Outcome(
                act.operation(), person, act.moves().size(), moved.repointed().size(), job);
    }

    static List<Member> of(String person, List<Member> members) {
        return members.stream().filter(member -> member.person().equals(person)).toList();
    }

    static List<Move> moves(List<Member> going, String to) {
        return going.stream()
                .map(member -> new Move(member.record(), member.person(), to))
                .toList();
    }

    static Set<Pair> pairs(Collection<Member> some, Collection<Member> others) {
        var pairs = new LinkedHashSet<Pair>();
        for (var one : some) {
            for (var other : others) {
                pairs.add(Pair.of(one.record(), other.record()));
            }
        }
        return pairs;
    }
}
