package dev.tributary.server.record;

import dev.tributary.identity.IdentityKey;
import dev.tributary.identity.StrongIdentifiers;
import dev.tributary.identity.UnificationPlan;
import dev.tributary.identity.UnificationPlan.Candidate;
import dev.tributary.identity.UnificationPlan.IdentityKeyHash;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.RecordSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;

/**
 * Decides which person a source's patient record belongs to. All that could change the answer is locked first: the record, its
 * strong identifiers, and every person that could be concerned, so parallel arrivals of one person give one unified Patient on any
 * number of replicas.
 */
final class PatientUnification {

    private final LinkTable links;
    private final KeyLocks locks;
    private final StrongIdentifiers strong;
    private final Set<String> nationalSystems;
    private final Persons.Factory persons;

    PatientUnification(
            LinkTable links,
            KeyLocks locks,
            StrongIdentifiers strong,
            Set<String> nationalSystems,
            Persons.Factory persons) {
        this.links = links;
        this.locks = locks;
        this.strong = strong;
        this.nationalSystems = Set.copyOf(nationalSystems);
        this.persons = persons;
    }

    /**
     * Locks all that is concerned and answers how things stand under the lock.
     *
     * @throws PessimisticLockingFailureException if another transaction changed them meanwhile; the attempt starts again
     */
    Situation lock(Statement statement, Set<String> mentioned) {
        var stated = new HashMap<String, Set<IdentityKey>>();
        for (var change : statement.changes()) {
            if (change instanceof Change.Write write && write.resource() instanceof Patient patient) {
                stated.put(patient.getIdElement().getIdPart(), strong.of(patient));
            }
        }
        var before = situation(mentioned, stated);
        locks.lock(lockKeys(before));
        var under = situation(mentioned, stated);
        if (!before.persons().containsAll(under.persons()) || !before.keys().containsAll(under.keys())) {
            throw new PessimisticLockingFailureException("Another message changed the persons concerned");
        }
        return under;
    }

    private Situation situation(Set<String> mentioned, Map<String, Set<IdentityKey>> stated) {
        var current = links.bySourcePatient(mentioned);
        var held = stated.isEmpty() ? Map.<String, Set<IdentityKeyHash>>of() : links.keysByRecord(current.keySet());
        var keys = held.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(HashSet::new));
        var isNews = false;
        for (var record : stated.entrySet()) {
            var said = hashes(record.getValue());
            isNews |= !current.containsKey(record.getKey())
                    || !held.getOrDefault(record.getKey(), Set.of()).containsAll(said);
            keys.addAll(said);
        }
        var concerned = current.values().stream().map(PatientLink::unified).collect(Collectors.toSet());
        // Records that are linked and say no new number concern nobody but their own persons.
        if (isNews) {
            concerned.addAll(links.personsHolding(
                    keys.stream().map(IdentityKeyHash::hash).toList(), stated.keySet()));
        }
        return new Situation(mentioned, current, held, keys, concerned);
    }

    private static Set<IdentityKeyHash> hashes(Set<IdentityKey> keys) {
        return keys.stream()
                .map(key -> new IdentityKeyHash(key.system(), key.hash()))
                .collect(Collectors.toSet());
    }

    /**
     * How things stand for the patients that a statement mentions.
     *
     * @param held the strong identifiers that each of their records held before
     * @param keys all strong identifiers concerned
     * @param persons all unified Patients concerned
     */
    record Situation(
            Set<String> mentioned,
            Map<String, PatientLink> links,
            Map<String, Set<IdentityKeyHash>> held,
            Set<IdentityKeyHash> keys,
            Set<String> persons) {

        boolean isNews(String record, Set<IdentityKeyHash> said) {
            return !links.containsKey(record)
                    || !held.getOrDefault(record, Set.of()).containsAll(said);
        }
    }

    private static SortedSet<Long> lockKeys(Situation situation) {
        var numbers = new TreeSet<Long>();
        situation.mentioned().forEach(id -> numbers.add(number("record", id)));
        situation.persons().forEach(id -> numbers.add(number("person", id)));
        situation
                .keys()
                .forEach(key -> numbers.add(Long.parseUnsignedLong(key.hash().substring(0, 16), 16)));
        return numbers;
    }

    private static long number(String kind, String id) {
        return new IdentityKey(kind, id).lock();
    }

    /**
     * Links the patients of a statement and prepares what is to be written of them.
     *
     * @param patients those that say something new; already merged with what was known of them
     */
    Persons decide(RecordSession session, Statement statement, List<Patient> patients, Situation situation) {
        var unit = persons.open(session, statement, situation.links());
        for (var patient : patients) {
            link(unit, statement, patient, situation);
        }
        for (var change : statement.changes()) {
            if (change instanceof Change.MergePatients merge) {
                unit.merge(merge.survivor(), merge.retired());
            }
        }
        unit.finish();
        return unit;
    }

    private void link(Persons unit, Statement statement, Patient patient, Situation situation) {
        var id = patient.getIdElement().getIdPart();
        var keys = strong.of(patient);
        var current = unit.links().get(id);
        var hashes = hashes(keys);
        var candidates = candidates(id, hashes, current, situation);
        var plan = UnificationPlan.of(hashes, candidates, nationalSystems);
        var person = plan.person() != null ? plan.person() : newPerson(statement, id);
        unit.put(patient, keys, person, reason(plan, current == null, candidates));
        plan.absorbed().forEach(other -> unit.absorb(other, person));
    }

    /** The person that a record becomes if nobody is known whom it could belong to. */
    static String newPerson(Statement statement, String record) {
        return DeterministicId.of(statement.sourceId(), "unified", record);
    }

    private static String reason(UnificationPlan plan, boolean first, List<Candidate> candidates) {
        if (!plan.contradicted().isEmpty()) {
            return "another-national-identifier";
        }
        if (plan.person() == null) {
            return "new-person";
        }
        return first || candidates.size() > 1 ? "strong-identifier" : "known";
    }

    private List<Candidate> candidates(
            String id, Set<IdentityKeyHash> keys, @Nullable PatientLink current, Situation situation) {
        var concerned = new TreeSet<String>();
        if (situation.isNews(id, keys)) {
            concerned.addAll(links.personsHolding(
                    keys.stream().map(IdentityKeyHash::hash).toList(), List.of(id)));
        }
        if (!situation.persons().containsAll(concerned)) {
            throw new PessimisticLockingFailureException("Another message changed the persons concerned");
        }
        if (current != null) {
            concerned.add(current.unified());
        }
        var members = links.byPerson(concerned).stream().collect(Collectors.groupingBy(PatientLink::unified));
        var found = new ArrayList<Candidate>();
        for (var person : concerned) {
            var records = members.getOrDefault(person, List.of());
            var others = records.stream()
                    .map(PatientLink::sourcePatient)
                    .filter(record -> !record.equals(id))
                    .toList();
            found.add(new Candidate(
                    person,
                    links.keysOf(others),
                    oldest(records),
                    current != null && current.unified().equals(person)));
        }
        return found;
    }

    private static long oldest(List<PatientLink> records) {
        return records.stream()
                .map(PatientLink::linkedAt)
                .mapToLong(instant -> Objects.requireNonNull(instant).toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
