package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.identity.Deciding.Act;
import dev.tributary.server.identity.PersonOperation.Kind;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Regrouping.Member;
import dev.tributary.server.record.Verdicts.Verdict;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about persons: each decision is one transaction that moves the records, re-points what was said of them, keeps the
 * decision against every later opinion of the model, and journals all of it so that it can be undone. What is too much for one
 * transaction is moved by a job.
 *
 * <p>Refuses with 404 what is unknown and with 422, with the reason, what cannot be: then nothing has changed.
 */
final class Stewardship {

    /** Clocks of replicas and databases may differ; what is looked at once more in vain costs little. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final Regrouping regrouping;
    private final Refusals refusals;
    private final Deciding deciding;
    private final Undoing undoing;
    private final LargeDecisions large;
    private final StoringTransaction transactions;

    Stewardship(
            Regrouping regrouping,
            Refusals refusals,
            Deciding deciding,
            Undoing undoing,
            LargeDecisions large,
            StoringTransaction transactions) {
        this.regrouping = regrouping;
        this.refusals = refusals;
        this.deciding = deciding;
        this.undoing = undoing;
        this.large = large;
        this.transactions = transactions;
    }

    /** Who decides, and why. */
    record Decider(String actor, @Nullable String note) {}

    /**
     * What came of a decision.
     *
     * @param person logical id of the person that it ended with
     * @param records how many source records moved
     * @param resources how many other resources followed
     * @param job that moves the other resources; null if they have followed. If the person is the one that records leave, they do so
     *     when all has moved
     */
    record Outcome(
            UUID operation,
            String person,
            int records,
            int resources,
            @Nullable UUID job) {}

    /** All records of one person go to another. Both may be named by one of their source records. */
    Outcome merge(String source, String target, Decider decider) {
        return merge(source, target, decider, outcome -> outcome);
    }

    /** The same; nothing has happened if the answer, which is made before that is certain, cannot be given. */
    <T> T merge(String source, String target, Decider decider, Function<Outcome, T> answer) {
        return transactions.run(() -> answer.apply(mergeNow(source, target, decider)));
    }

    /** What a merge would do. Everything is done and rolled back, so the answer is exact. */
    <T> T previewMerge(String source, String target, Decider decider, Function<Outcome, T> answer) {
        try {
            return transactions.run(() -> {
                throw new Preview(answer.apply(mergeNow(source, target, decider)));
            });
        } catch (Preview preview) {
            @SuppressWarnings("unchecked")
            var result = (T) preview.answer;
            return result;
        }
    }

    /** Carries an answer out of a transaction that must not stay. */
    private static final class Preview extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Object answer;

        Preview(Object answer) {
            super("A preview is rolled back", null, false, false);
            this.answer = answer;
        }
    }

    private Outcome mergeNow(String source, String target, Decider decider) {
        var from = refusals.person(source);
        var to = refusals.person(target);
        Refusals.requireTwo(from, to, "they are one person already");
        var members = lock(Set.of(from, to));
        var going = Deciding.of(from, members);
        var staying = Deciding.of(to, members);
        if (going.isEmpty() || staying.isEmpty()) {
            throw new UnprocessableEntityException(
                    "One of the two has no source record, so there is nothing to merge.");
        }
        refusals.requireNotForbidden(members);
        return deciding.act(
                new Act(deciding.newOperation(), Kind.MERGE, decider, from, to, Deciding.moves(going, to), null),
                Verdict.LINK,
                Deciding.pairs(going, staying.subList(0, 1)));
    }

    private List<Member> lock(Collection<String> persons) {
        large.requireNone(persons);
        return regrouping.lock(persons);
    }

    /** Records leave a person, all to one new person. */
    Outcome split(String person, Set<String> records, Kind kind, Decider decider) {
        return transactions.run(() -> {
            var from = refusals.person(person);
            var parting = Parting.of(lock(Set.of(from)), records);
            var operation = deciding.newOperation();
            var to = newPerson(parting.going().get(0), operation);
            var act = new Act(operation, kind, decider, from, to, Deciding.moves(parting.going(), to), null);
            return large.isLarge(from) ? large.begin(act, null, deciding.now()) : split(act, parting);
        });
    }

    private Outcome split(Act act, Parting parting) {
        return deciding.act(act, Verdict.NEVER_LINK, Deciding.pairs(parting.going(), parting.staying()));
    }

    private record Parting(List<Member> going, List<Member> staying) {

        static Parting of(List<Member> members, Collection<String> records) {
            var going = members.stream()
                    .filter(member -> records.contains(member.record()))
                    .toList();
            var staying = new ArrayList<>(members);
            staying.removeAll(going);
            if (going.isEmpty() || going.size() < records.size()) {
                throw new UnprocessableEntityException(
                        "Not all of these records belong to this person. $link-history says where they are.");
            }
            if (staying.isEmpty()) {
                throw new UnprocessableEntityException(
                        "These are all records of this person: nothing would stay behind, so there is nothing to split.");
            }
            return new Parting(going, staying);
        }
    }

    /** What a split, a link or an undo that was too large began, when all has moved: refused if it cannot be any more. */
    Outcome complete(UUID job, Transfers.Input input, Transfers.Ending ending) {
        return transactions.run(() -> {
            large.end(job);
            var decider = new Decider(ending.actor(), ending.note());
            var since = Instant.parse(ending.begun()).minus(MARGIN);
            var undoes = ending.undoes();
            if (undoes != null) {
                return undoing.complete(input.operation(), undoes, decider, since);
            }
            var kind = Kind.ofCode(ending.kind());
            var from = refusals.person(input.from());
            // Whom records are linked to is somebody already; whom they are split off to is not.
            var to = kind == Kind.LINK ? refusals.person(input.to()) : input.to();
            var members = regrouping.lock(kind == Kind.LINK ? Set.of(from, to) : Set.of(from));
            var parting = Parting.of(Deciding.of(from, members), input.records());
            var moves = Deciding.moves(parting.going(), to);
            var act = new Act(input.operation(), kind, decider, ending.subject(), to, moves, since);
            return kind == Kind.LINK
                    ? deciding.act(act, Verdict.LINK, Deciding.pairs(parting.going(), Deciding.of(to, members)))
                    : split(act, parting);
        });
    }

    /** The id that a record's own person has, unless that is somebody now. */
    private String newPerson(Member member, UUID operation) {
        var own = DeterministicId.of(member.source(), "unified", member.record());
        return regrouping.personOf(own).isEmpty()
                ? own
                : DeterministicId.of(operation.toString(), "unified", member.record());
    }

    /** A source record leaves the person that it was wrongly linked to. */
    Outcome unlink(String record, Decider decider) {
        return split(refusals.person(record), Set.of(record), Kind.UNLINK, decider);
    }

    /** One source record goes to this person, whatever was decided before. */
    Outcome link(String record, String target, Decider decider) {
        return transactions.run(() -> {
            var from = refusals.person(record);
            var to = refusals.person(target);
            Refusals.requireTwo(from, to, "the record is this person's already");
            var members = lock(Set.of(from, to));
            var going = members.stream()
                    .filter(member -> member.record().equals(record))
                    .toList();
            if (going.isEmpty()) {
                throw new UnprocessableEntityException(
                        "This is a person and no source record. To make two persons one use Patient/$merge.");
            }
            var act = new Act(deciding.newOperation(), Kind.LINK, decider, record, to, Deciding.moves(going, to), null);
            var partsMuch = Deciding.of(from, members).size() > going.size() && large.isLarge(from);
            return partsMuch
                    ? large.begin(act, null, deciding.now())
                    : deciding.act(act, Verdict.LINK, Deciding.pairs(going, Deciding.of(to, members)));
        });
    }

    /** Two persons, or records of two persons, are never one. */
    Outcome neverLink(String one, String other, Decider decider) {
        return transactions.run(() -> {
            var from = refusals.person(one);
            var to = refusals.person(other);
            Refusals.requireTwo(from, to, "they are one person now; $unlink or $split them first");
            var members = regrouping.lock(Set.of(from, to));
            return deciding.act(
                    new Act(deciding.newOperation(), Kind.NEVER_LINK, decider, one, other, List.of(), null),
                    Verdict.NEVER_LINK,
                    Deciding.pairs(named(one, from, members), named(other, to, members)));
        });
    }

    /** The record alone if a record was named, else all of the person. */
    private static List<Member> named(String id, String person, List<Member> members) {
        var record =
                members.stream().filter(member -> member.record().equals(id)).toList();
        return record.isEmpty() ? Deciding.of(person, members) : record;
    }

    /**
     * Takes an operation back: records return, their resources are again what they were, and what it decided no longer stands.
     *
     * @param operation null for the last one of this person that was not undone
     */
    Outcome undo(String subject, @Nullable UUID operation, Decider decider) {
        return transactions.run(() -> undoing.undo(subject, operation, decider));
    }
}
