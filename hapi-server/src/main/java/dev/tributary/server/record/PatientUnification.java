package dev.tributary.server.record;

import dev.tributary.identity.IdentityKey;
import dev.tributary.identity.StrongIdentifiers;
import dev.tributary.identity.UnificationPlan;
import dev.tributary.identity.UnificationPlan.Candidate;
import dev.tributary.identity.UnificationPlan.IdentityKeyHash;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.RecordSession;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
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
    private final Verdicts verdicts;
    private final KeyLocks locks;
    private final PersonMatching matching;
    private final StrongIdentifiers strong;
    private final IdentityProperties systems;
    private final Persons.Factory persons;

    PatientUnification(
            LinkTable links,
            Verdicts verdicts,
            KeyLocks locks,
            PersonMatching matching,
            StrongIdentifiers strong,
            IdentityProperties systems,
            Persons.Factory persons) {
        this.links = links;
        this.verdicts = verdicts;
        this.locks = locks;
        this.matching = matching;
        this.strong = strong;
        this.systems = systems;
        this.persons = persons;
    }

    /**
     * Locks all that is concerned and answers how things stand under the lock.
     *
     * @throws PessimisticLockingFailureException if another transaction changed them meanwhile; the attempt starts again
     */
    Situation lock(Statement statement, Set<String> mentioned) {
        var stated = new HashMap<String, Set<IdentityKey>>();
        var patients = new HashMap<String, Patient>();
        for (var change : statement.changes()) {
            if (change instanceof Change.Write write && write.resource() instanceof Patient patient) {
                stated.put(patient.getIdElement().getIdPart(), strong.of(patient));
                patients.put(patient.getIdElement().getIdPart(), patient);
            }
        }
        var before = situation(mentioned, stated);
        var wanted = lockKeys(before);
        patients.keySet().removeAll(before.links().keySet());
        patients.values().forEach(patient -> wanted.addAll(matching.locks(patient)));
        locks.lock(wanted);
        var under = situation(mentioned, stated);
        if (!before.persons().containsAll(under.persons()) || !before.keys().containsAll(under.keys())) {
            throw new PessimisticLockingFailureException("Another message changed the persons concerned");
        }
        return under;
    }

    private Situation situation(Set<String> mentioned, Map<String, Set<IdentityKey>> stated) {
        var linked = links.withKeys(mentioned);
        var current = linked.links();
        var held = stated.isEmpty() ? Map.<String, Set<IdentityKeyHash>>of() : linked.keys();
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
            said(statement, patient).ifPresent(said -> FormerNumbers.retire(patient, said, systems.nationalSystems()));
            link(unit, statement, patient, situation);
        }
        new SourceOpinions(links, verdicts, systems.nationalSystems(), statement, unit).apply();
        unit.finish();
        return unit;
    }

    /** Once: who is said twice in a statement has no last word. */
    private static Optional<Patient> said(Statement statement, Patient patient) {
        var said = statement.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource())
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .filter(each -> each.getIdElement()
                        .getIdPart()
                        .equals(patient.getIdElement().getIdPart()))
                .toList();
        return said.size() == 1 ? Optional.of(said.get(0)) : Optional.empty();
    }

    private static List<String> recordsOf(List<PatientLink> members) {
        return members.stream().map(PatientLink::sourcePatient).collect(Collectors.toCollection(ArrayList::new));
    }

    private void link(Persons unit, Statement statement, Patient patient, Situation situation) {
        var id = patient.getIdElement().getIdPart();
        var keys = strong.of(patient);
        var current = unit.links().get(id);
        var hashes = hashes(keys);
        var judged = hashes.stream().filter(this::isJudged).collect(Collectors.toSet());
        var proven = new HashSet<>(hashes);
        proven.removeAll(judged);
        var holding = holding(id, proven, situation);
        var matched = match(statement, patient, current, holding, holding(id, judged, situation));
        var candidates = candidates(id, current, union(holding, matched));
        var plan = UnificationPlan.of(hashes, candidates, systems.nationalSystems());
        refuse(statement, id, matched, plan, candidates);
        if (situation.isNews(id, hashes) && current != null) {
            warn(unit, id, hashes, candidates);
        }
        var person = plan.person() != null ? plan.person() : newPerson(statement, id);
        var reason =
                !matched.isEmpty() && plan.person() != null ? "matched" : reason(plan, current == null, candidates);
        unit.put(patient, keys, person, reason);
        plan.absorbed().forEach(other -> unit.absorb(other, person));
    }

    /** A record that was linked before it said its number stays where it is: to part people is for a person to do. */
    private void warn(Persons unit, String id, Set<IdentityKeyHash> hashes, List<Candidate> candidates) {
        var differs = candidates.stream()
                .filter(Candidate::current)
                .anyMatch(candidate -> UnificationPlan.contradict(hashes, candidate.keys(), systems.nationalSystems()));
        if (differs) {
            unit.note(Issue.warning(
                    "conflict",
                    "Patient/" + id,
                    "This patient has another national number now than the other records of its person. If they are two"
                            + " people, $unlink it; if the number is wrong, correct it at its source."));
        }
    }

    /** What people decided is no question again; a number that differs, be it by a typing error, is. */
    private void refuse(
            Statement statement, String id, Set<String> matched, UnificationPlan plan, List<Candidate> candidates) {
        var refused = candidates.stream()
                .filter(candidate -> !candidate.barred() && candidate.apart().isEmpty())
                .map(Candidate::id)
                .filter(matched::contains)
                .filter(plan.contradicted()::contains)
                .collect(Collectors.toSet());
        if (!refused.isEmpty()) {
            matching.refused(statement.messageId(), statement.sourceId(), id, refused);
        }
    }

    /** A person's own number, which may stand on the wrong record; a facility's number is whom the facility says. */
    private boolean isJudged(IdentityKeyHash key) {
        return matching.judgesNumbers()
                && (systems.nationalSystems().contains(key.system())
                        || systems.trustedSystems().contains(key.system()));
    }

    /** Whom the record is by more than a facility's number; locked, as they are only known now. */
    private Set<String> match(
            Statement statement,
            Patient patient,
            @Nullable PatientLink current,
            Set<String> holding,
            Set<String> sharing) {
        var id = patient.getIdElement().getIdPart();
        var elsewhere = sharing.stream().anyMatch(person -> current == null || !person.equals(current.unified()));
        BooleanSupplier settled = () -> !elsewhere
                && (!holding.isEmpty()
                        || (patient.hasActive() && !patient.getActive())
                        || (current != null
                                && links.byPerson(List.of(current.unified())).size() > 1));
        var matched = matching.match(new PersonMatching.Arrival(
                statement.messageId(), statement.sourceId(), id, patient, current == null, settled));
        if (!matched.isEmpty()) {
            var numbers = new TreeSet<Long>();
            matched.forEach(person -> numbers.add(number("person", person)));
            locks.lock(numbers);
            var alive =
                    links.byPerson(matched).stream().map(PatientLink::unified).collect(Collectors.toSet());
            if (!alive.equals(matched)) {
                throw new PessimisticLockingFailureException("Another message changed the persons that match");
            }
        }
        return matched;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var union = new TreeSet<>(one);
        union.addAll(other);
        return union;
    }

    /** Other persons that hold a strong identifier of the record. */
    private Set<String> holding(String id, Set<IdentityKeyHash> keys, Situation situation) {
        if (!situation.isNews(id, keys)) {
            return Set.of();
        }
        var holding =
                links.personsHolding(keys.stream().map(IdentityKeyHash::hash).toList(), List.of(id));
        if (!situation.persons().containsAll(holding)) {
            throw new PessimisticLockingFailureException("Another message changed the persons concerned");
        }
        return holding;
    }

    /** The person that a record becomes if nobody is known whom it could belong to. */
    static String newPerson(Statement statement, String record) {
        return DeterministicId.of(statement.sourceId(), "unified", record);
    }

    private static String reason(UnificationPlan plan, boolean first, List<Candidate> candidates) {
        if (!plan.contradicted().isEmpty()) {
            return candidates.stream().anyMatch(Candidate::barred) ? "decided-apart" : "another-national-identifier";
        }
        if (plan.person() == null) {
            return "new-person";
        }
        return first || candidates.size() > 1 ? "strong-identifier" : "known";
    }

    private List<Candidate> candidates(String id, @Nullable PatientLink current, Set<String> others) {
        var concerned = new TreeSet<>(others);
        if (current != null) {
            concerned.add(current.unified());
        }
        var all = links.byPerson(concerned);
        var members = all.stream().collect(Collectors.groupingBy(PatientLink::unified));
        var apart = apart(id, concerned, all);
        var found = new ArrayList<Candidate>();
        for (var person : concerned) {
            var records = members.getOrDefault(person, List.of());
            var rest = records.stream()
                    .map(PatientLink::sourcePatient)
                    .filter(record -> !record.equals(id))
                    .toList();
            found.add(new Candidate(
                    person,
                    links.keysOf(rest),
                    oldest(records),
                    current != null && current.unified().equals(person),
                    apart.getOrDefault(person, Set.of()).contains(id),
                    apart.getOrDefault(person, Set.of())));
        }
        return found;
    }

    /** By person, who else must not become one with it: other persons, or the record itself. */
    private Map<String, Set<String>> apart(String id, Set<String> concerned, List<PatientLink> members) {
        var records = recordsOf(members);
        if (!records.contains(id)) {
            records.add(id);
        }
        if (concerned.size() + (records.size() > members.size() ? 1 : 0) < 2) {
            return Map.of();
        }
        var personOf = members.stream().collect(Collectors.toMap(PatientLink::sourcePatient, PatientLink::unified));
        personOf.put(id, id);
        var apart = new HashMap<String, Set<String>>();
        for (var pair : verdicts.apart(records)) {
            var one = Objects.requireNonNull(personOf.get(pair.a()));
            var other = Objects.requireNonNull(personOf.get(pair.b()));
            apart.computeIfAbsent(one, any -> new HashSet<>()).add(other);
            apart.computeIfAbsent(other, any -> new HashSet<>()).add(one);
        }
        return apart;
    }

    private static long oldest(List<PatientLink> records) {
        return records.stream()
                .map(PatientLink::linkedAt)
                .mapToLong(instant -> Objects.requireNonNull(instant).toEpochMilli())
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
