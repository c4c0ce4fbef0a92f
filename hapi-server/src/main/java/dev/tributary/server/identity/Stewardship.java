package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.ResourceNotFoundException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.identity.PersonOperation.Kind;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Regrouping.Member;
import dev.tributary.server.record.Regrouping.Move;
import dev.tributary.server.record.Regrouping.Moved;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.record.Verdicts.Pair;
import dev.tributary.server.record.Verdicts.Verdict;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people decide about persons: each decision is one transaction that moves the records, re-points what was said of them, keeps the
 * decision against every later opinion of the model, and journals all of it so that it can be undone.
 *
 * <p>Refuses with 404 what is unknown and with 422, with the reason, what cannot be: then nothing has changed.
 */
final class Stewardship {

    private final Regrouping regrouping;
    private final Refusals refusals;
    private final Verdicts verdicts;
    private final OperationJournal journal;
    private final PersonEvents events;
    private final StoringTransaction transactions;
    private final Clock clock;
    private final Supplier<UUID> ids;

    Stewardship(
            Regrouping regrouping,
            Verdicts verdicts,
            OperationJournal journal,
            PersonEvents events,
            StoringTransaction transactions,
            Clock clock,
            Supplier<UUID> ids) {
        this.regrouping = regrouping;
        this.verdicts = verdicts;
        this.refusals = new Refusals(regrouping, verdicts);
        this.journal = journal;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
    }

    /** Who decides, and why. */
    record Decider(String actor, @Nullable String note) {}

    /**
     * What came of a decision.
     *
     * @param person logical id of the person that it ended with
     * @param records how many source records moved
     * @param resources how many other resources followed
     */
    record Outcome(UUID operation, String person, int records, int resources) {}

    /** All records of one person go to another. Both may be named by one of their source records. */
    Outcome merge(String source, String target, Decider decider) {
        return transactions.run(() -> mergeNow(source, target, decider));
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
        var members = regrouping.lock(Set.of(from, to));
        var going = of(from, members);
        var staying = of(to, members);
        if (going.isEmpty() || staying.isEmpty()) {
            throw new UnprocessableEntityException(
                    "One of the two has no source record, so there is nothing to merge.");
        }
        refusals.requireNotForbidden(members);
        return act(
                Kind.MERGE,
                decider,
                from,
                to,
                moves(going, to),
                operation -> verdicts.decide(operation, Verdict.LINK, pairs(going, staying.subList(0, 1))));
    }

    /** Records leave a person, all to one new person. */
    Outcome split(String person, Set<String> records, Kind kind, Decider decider) {
        return transactions.run(() -> {
            var from = refusals.person(person);
            var members = regrouping.lock(Set.of(from));
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
            var operation = ids.get();
            var to = newPerson(going.get(0), operation);
            return act(
                    operation,
                    kind,
                    decider,
                    from,
                    to,
                    moves(going, to),
                    id -> verdicts.decide(id, Verdict.NEVER_LINK, pairs(going, staying)));
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
            var members = regrouping.lock(Set.of(from, to));
            var going = members.stream()
                    .filter(member -> member.record().equals(record))
                    .toList();
            if (going.isEmpty()) {
                throw new UnprocessableEntityException(
                        "This is a person and no source record. To make two persons one use Patient/$merge.");
            }
            return act(
                    Kind.LINK,
                    decider,
                    record,
                    to,
                    moves(going, to),
                    operation -> verdicts.decide(operation, Verdict.LINK, pairs(going, of(to, members))));
        });
    }

    /** Two persons, or records of two persons, are never one. */
    Outcome neverLink(String one, String other, Decider decider) {
        return transactions.run(() -> {
            var from = refusals.person(one);
            var to = refusals.person(other);
            Refusals.requireTwo(from, to, "they are one person now; $unlink or $split them first");
            var members = regrouping.lock(Set.of(from, to));
            var pairs = pairs(named(one, from, members), named(other, to, members));
            return act(
                    Kind.NEVER_LINK,
                    decider,
                    one,
                    other,
                    List.of(),
                    operation -> verdicts.decide(operation, Verdict.NEVER_LINK, pairs));
        });
    }

    /** The record alone if a record was named, else all of the person. */
    private static List<Member> named(String id, String person, List<Member> members) {
        var record =
                members.stream().filter(member -> member.record().equals(id)).toList();
        return record.isEmpty() ? of(person, members) : record;
    }

    /**
     * Takes an operation back: records return, their resources are again what they were, and what it decided no longer stands.
     *
     * @param operation null for the last one of this person that was not undone
     */
    Outcome undo(String subject, @Nullable UUID operation, Decider decider) {
        return transactions.run(() -> {
            var wanted = undoable(subject, operation);
            var back = journal.moves(wanted.id()).stream().map(Move::back).toList();
            var persons = back.stream()
                    .flatMap(move -> List.of(move.from(), move.to()).stream())
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            var members = regrouping.lock(persons);
            for (var move : back) {
                if (members.stream()
                        .noneMatch(now -> now.record().equals(move.record())
                                && now.person().equals(move.from()))) {
                    throw new UnprocessableEntityException(
                            "A record has moved again since. Undo what was done later first; $link-history lists it.");
                }
            }
            var id = ids.get();
            verdicts.undo(wanted.id(), id);
            journal.undone(wanted.id(), id);
            var moved = back.isEmpty()
                    ? Moved.NOTHING
                    : regrouping.restore(id, "undone", back, journal.repointed(wanted.id()));
            return close(id, Kind.UNDO, decider, wanted.subject(), wanted.id().toString(), back, moved);
        });
    }

    private PersonOperation undoable(String subject, @Nullable UUID operation) {
        var found = operation == null
                ? journal.concerning(subject).stream()
                        .filter(each -> each.undoneBy() == null && each.kind() != Kind.UNDO)
                        .findFirst()
                : journal.find(operation);
        var wanted = found.orElseThrow(() -> new ResourceNotFoundException(
                operation == null ? "There is nothing to undo for this patient." : "There is no such operation."));
        if (wanted.undoneBy() != null) {
            throw new UnprocessableEntityException("This operation was undone already, by " + wanted.undoneBy() + ".");
        }
        if (wanted.kind() == Kind.UNDO) {
            throw new UnprocessableEntityException("An undo is not undone: do again what was undone.");
        }
        return wanted;
    }

    private Outcome act(Kind kind, Decider decider, String subject, String other, List<Move> moves, Decision decision) {
        return act(ids.get(), kind, decider, subject, other, moves, decision);
    }

    private Outcome act(
            UUID operation,
            Kind kind,
            Decider decider,
            String subject,
            String other,
            List<Move> moves,
            Decision decision) {
        decision.keep(operation);
        var moved = moves.isEmpty() ? Moved.NOTHING : regrouping.move(operation, "steward-" + kind.code(), moves);
        return close(operation, kind, decider, subject, other, moves, moved);
    }

    private interface Decision {
        void keep(UUID operation);
    }

    private Outcome close(
            UUID operation, Kind kind, Decider decider, String subject, String other, List<Move> moves, Moved moved) {
        var now = clock.instant();
        journal.append(
                new PersonOperation(operation, kind, decider.actor(), decider.note(), subject, other, now, null),
                moves,
                moved.repointed());
        events.regrouped(now, moved.changes(), moved.patients());
        var person = moves.isEmpty()
                ? regrouping
                        .personOf(subject)
                        .or(() -> regrouping.heirOf(subject))
                        .orElse(subject)
                : moves.get(0).to();
        return new Outcome(operation, person, moves.size(), moved.repointed().size());
    }

    private static List<Member> of(String person, List<Member> members) {
        return members.stream().filter(member -> member.person().equals(person)).toList();
    }

    private static List<Move> moves(List<Member> going, String to) {
        return going.stream()
                .map(member -> new Move(member.record(), member.person(), to))
                .toList();
    }

    private static Set<Pair> pairs(List<Member> some, List<Member> others) {
        var pairs = new LinkedHashSet<Pair>();
        for (var one : some) {
            for (var other : others) {
                pairs.add(Pair.of(one.record(), other.record()));
            }
        }
        return pairs;
    }
}
