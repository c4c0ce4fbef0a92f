package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.identity.IdentityKey;
import dev.tributary.identity.SourceRecord;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.RecordWriter;
import dev.tributary.server.storage.Written;
import dev.tributary.subscriptions.events.RecordChange;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Moves source records between persons because somebody says so, with all that was said of them. Runs in the caller's transaction, which
 * must be one that starts again when it lost a race.
 */
public final class Regrouping {

    private final LinkTable links;
    private final KeyLocks locks;
    private final RecordWriter writer;
    private final Persons.Factory persons;
    private final FhirContext fhir;
    private final Clock clock;

    Regrouping(
            LinkTable links,
            KeyLocks locks,
            RecordWriter writer,
            Persons.Factory persons,
            FhirContext fhir,
            Clock clock) {
        this.links = links;
        this.locks = locks;
        this.writer = writer;
        this.persons = persons;
        this.fhir = fhir;
        this.clock = clock;
    }

    /** A source record and its person. */
    public record Member(String record, String source, String person) {}

    /** A source record goes from one person to another. */
    public record Move(String record, String from, String to) {

        /** The way back. */
        public Move back() {
            return new Move(record, to, from);
        }
    }

    /** A resource that followed its record. */
    public record Repointed(String reference, String versionBefore, String versionAfter) {}

    /**
     * What moving did.
     *
     * @param patients before and after of the persons and records themselves
     * @param later whether a job moves what refers to them
     */
    public record Moved(
            List<PersonChange> changes, List<Repointed> repointed, List<RecordChange> patients, boolean later) {

        /** Nobody was moved. */
        public static final Moved NOTHING = new Moved(List.of(), List.of(), List.of(), false);
    }

    /** The person of this id, or of the source record of this id; empty if neither is known or the person lives on in another. */
    public Optional<String> personOf(String id) {
        if (!links.byPerson(List.of(id)).isEmpty()) {
            return Optional.of(id);
        }
        return Optional.ofNullable(links.bySourcePatient(List.of(id)).get(id)).map(PatientLink::unified);
    }

    /** Who a person that ended lives on as. */
    public Optional<String> heirOf(String person) {
        return persons.aliases()
                .heir("Patient/" + person)
                .map(heir -> Objects.requireNonNull(heir).substring("Patient/".length()));
    }

    /** What the sources say of a person; empty if it is none. */
    public List<SourceRecord> said(String person) {
        var members = links.byPerson(List.of(person));
        var session = writer.open(
                members.stream().map(link -> "Patient/" + link.sourcePatient()).toList());
        var said = new ArrayList<SourceRecord>();
        for (var link : members) {
            if (session.read("Patient/" + link.sourcePatient()) instanceof Patient patient) {
                said.add(new SourceRecord(link.sourceId(), link.trust(), link.saidAt(), patient));
            }
        }
        return said;
    }

    /** Locks persons with their records and answers the records, oldest first. */
    public List<Member> lock(Collection<String> wanted) {
        var before = links.byPerson(wanted);
        var numbers = new TreeSet<Long>();
        wanted.forEach(person -> numbers.add(new IdentityKey("person", person).lock()));
        before.forEach(link -> numbers.add(new IdentityKey("record", link.sourcePatient()).lock()));
        locks.lock(numbers);
        var under = links.byPerson(wanted);
        if (!records(before).equals(records(under))) {
            throw new PessimisticLockingFailureException("A message changed the persons concerned");
        }
        return under.stream()
                .sorted((one, other) -> one.linkedAt().compareTo(other.linkedAt()))
                .map(link -> new Member(link.sourcePatient(), link.sourceId(), link.unified()))
                .toList();
    }

    private static Set<String> records(List<PatientLink> found) {
        return found.stream()
                .map(link -> link.sourcePatient() + ' ' + link.unified())
                .collect(Collectors.toSet());
    }

    /**
     * Moves records whose persons are locked; their resources follow, or a job moves them if all of a person's go and they are too many.
     *
     * @param since what was written before has followed already; null if nothing has
     */
    public Moved move(UUID operation, String reason, List<Move> moves, @Nullable Instant since) {
        return restore(operation, reason, moves, List.of(), since);
    }

    /**
     * Moves records back, and puts back what followed them then.
     *
     * @param followed by the operation that is undone; what has not changed since is again exactly what it was
     * @param since what was written before is back already; null if nothing is
     */
    public Moved restore(
            UUID operation, String reason, List<Move> moves, List<Repointed> followed, @Nullable Instant since) {
        var records = links.bySourcePatient(moves.stream().map(Move::record).toList());
        var session = writer.open(references(moves));
        var unit = persons.open(session, new Statement(operation, "", 0, clock.instant(), List.of()), records);
        for (var move : moves) {
            unit.move(Objects.requireNonNull(records.get(move.record())), move.to(), reason);
        }
        unit.finish();
        session.write(unit.resources());
        var patients = session.changes();
        var written = new ArrayList<>(restored(session, moves, records, followed));
        written.addAll(unit.repoint(since));
        return new Moved(unit.changes(), repointed(written), patients, unit.later());
    }

    private static Set<String> references(List<Move> moves) {
        var references = new LinkedHashSet<String>();
        for (var move : moves) {
            references.add("Patient/" + move.record());
            references.add("Patient/" + move.from());
            references.add("Patient/" + move.to());
        }
        return references;
    }

    static List<Repointed> repointed(List<Written> written) {
        var byReference = new HashMap<String, Repointed>();
        for (var each : written) {
            if (each.outcome() == Written.Outcome.UPDATED) {
                var before = String.valueOf(Long.parseLong(each.version()) - 1);
                byReference.merge(
                        each.reference(),
                        new Repointed(each.reference(), before, each.version()),
                        (first, second) ->
                                new Repointed(first.reference(), first.versionBefore(), second.versionAfter()));
            }
        }
        return List.copyOf(byReference.values());
    }

    private List<Written> restored(
            RecordSession session, List<Move> moves, Map<String, PatientLink> records, List<Repointed> followed) {
        session.prefetch(followed.stream().map(Repointed::reference).toList());
        var back = new WayBack(fhir, moves, records);
        var changed = new ArrayList<Resource>();
        for (var each : followed) {
            var restored = back.restored(session, each);
            if (restored != null) {
                changed.add(restored);
            }
        }
        return changed.isEmpty() ? List.of() : session.write(changed);
    }
}
