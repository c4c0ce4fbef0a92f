package dev.tributary.server.record;

import dev.tributary.identity.IdentityKey;
import dev.tributary.identity.SourceRecord;
import dev.tributary.identity.Survivorship;
import dev.tributary.identity.SurvivorshipRules;
import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.Written;
import dev.tributary.subscriptions.registry.PatientAliases;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The persons and source records that one transaction touches, and what must be written of them. */
final class Persons {

    /** What every unit of work shares. */
    record Factory(
            LinkTable links,
            Repointing repointing,
            PatientAliases aliases,
            SurvivorshipRules rules,
            LargeMoves largeMoves) {
        Persons open(RecordSession session, Statement statement, Map<String, PatientLink> links) {
            return new Persons(this, session, statement, links);
        }
    }

    private final Factory shared;
    private final RecordSession session;
    private final Statement statement;
    /** As the table has them now. */
    private final Map<String, PatientLink> saved;
    /** The person of each record when the transaction began. */
    private final Map<String, String> origin = new HashMap<>();

    /** Records that nobody had heard of: the person that they began as is nobody either. */
    private final Set<String> unheardOf = new HashSet<>();

    private final Map<String, PatientLink> links;
    private final Map<String, Patient> sourcePatients = new LinkedHashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();
    /** Persons without records, and who they live on as. */
    private final Map<String, String> replaced = new LinkedHashMap<>();

    private final List<Resource> resources = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private boolean later;

    private Persons(Factory shared, RecordSession session, Statement statement, Map<String, PatientLink> links) {
        this.shared = shared;
        this.session = session;
        this.statement = statement;
        this.saved = new HashMap<>(links);
        this.links = new HashMap<>(links);
        links.values().forEach(link -> origin.put(link.sourcePatient(), link.unified()));
    }

    /** How the source records are linked now, by source record. */
    Map<String, PatientLink> links() {
        return links;
    }

    /** What the reader of the message should know. */
    void note(Issue issue) {
        issues.add(issue);
    }

    List<Issue> issues() {
        return issues;
    }

    /** Source records and unified Patients to write. */
    List<Resource> resources() {
        return resources;
    }

    /** Links a source record that says something new to a person. */
    void put(Patient patient, Set<IdentityKey> keys, String person, String reason) {
        var id = patient.getIdElement().getIdPart();
        var previous = links.get(id);
        var own = OwnNumber.of(patient, statement);
        sourcePatients.put(id, patient);
        touched.add(person);
        if (previous == null) {
            unheardOf.add(id);
        } else {
            touched.add(previous.unified());
        }
        save(
                new PatientLink(
                        id,
                        statement.sourceId(),
                        person,
                        !patient.hasActive() || patient.getActive(),
                        own.getSystem(),
                        own.getValue(),
                        previous == null ? statement.occurred() : previous.linkedAt(),
                        statement.occurred(),
                        statement.trust()),
                reason);
        shared.links().putKeys(id, keys);
    }

    /** All source records of one person go to another: they turned out to be the same. */
    void absorb(String from, String to) {
        if (!from.equals(to)) {
            shared.links().byPerson(List.of(from)).forEach(record -> move(record, to, "same-person"));
            touched.add(from);
        }
    }

    /** The source says that two of its records are one person (ADT A40): the retired one goes to the survivor's person. */
    void merge(String survivor, String retired) {
        var stays = links.get(survivor);
        var goes = links.get(retired);
        if (stays != null && goes != null && !goes.unified().equals(stays.unified())) {
            touched.add(goes.unified());
            move(goes, stays.unified(), "merged-by-source");
        }
    }

    /** The source says that two of its records are one person, and goes on using both (ADT A24). */
    void join(String one, String other) {
        var stays = links.get(one);
        var comes = links.get(other);
        if (stays != null && comes != null && !comes.unified().equals(stays.unified())) {
            touched.add(comes.unified());
            move(comes, stays.unified(), "linked-by-source");
        }
    }

    /** The source takes back that two of its records are one person (ADT A37): one of them becomes a person of its own again. */
    void part(String one, String other) {
        var stays = links.get(one);
        var goes = links.get(other);
        if (stays == null || goes == null || !goes.unified().equals(stays.unified())) {
            return;
        }
        var own = PatientUnification.newPerson(statement, other);
        touched.add(stays.unified());
        if (own.equals(goes.unified())) {
            move(stays, PatientUnification.newPerson(statement, one), "unlinked-by-source");
        } else {
            move(goes, own, "unlinked-by-source");
        }
    }

    /** One source record goes to another person. */
    void move(PatientLink record, String to, String reason) {
        if (!unheardOf.contains(record.sourcePatient())) {
            origin.putIfAbsent(record.sourcePatient(), record.unified());
        }
        touched.add(record.unified());
        saved.putIfAbsent(record.sourcePatient(), record);
        touched.add(to);
        save(record.to(to), reason);
        if (!sourcePatients.containsKey(record.sourcePatient())) {
            var patient = sourcePatient(record.sourcePatient());
            if (patient != null) {
                sourcePatients.put(record.sourcePatient(), patient);
            }
        }
    }

    private void save(PatientLink link, String reason) {
        shared.links().put(link, saved.get(link.sourcePatient()), reason, statement.messageId());
        saved.put(link.sourcePatient(), link);
        links.put(link.sourcePatient(), link);
    }

    /** Builds what is to be written; call once, after all links are settled. */
    void finish() {
        var members = members();
        lookUp(members);
        settleAliases(members);
        for (var person : touched) {
            var records = members.getOrDefault(person, List.of());
            if (records.isEmpty()) {
                retire(person);
            } else {
                resources.add(unified(person, records));
            }
        }
        sourcePatients.forEach((id, patient) -> {
            var link = links.get(id);
            if (link != null) {
                PersonLinks.mark(patient, link);
            }
        });
        resources.addAll(sourcePatients.values());
    }

    /** All that will be read, in one query. */
    private void lookUp(Map<String, List<PatientLink>> members) {
        var references = new HashSet<String>();
        touched.forEach(person -> references.add("Patient/" + person));
        members.values().forEach(records -> records.forEach(each -> references.add("Patient/" + each.sourcePatient())));
        session.resolve(references);
    }

    /** First who lives again, then who is replaced: a chain that turns around must not bite its tail. */
    private void settleAliases(Map<String, List<PatientLink>> members) {
        var moved = moved();
        moved.stream().map(PatientLink::unified).distinct().forEach(person -> {
            shared.aliases().revive("Patient/" + person);
            replaced.keySet().remove(person);
        });
        for (var person : touched) {
            if (!members.containsKey(person)) {
                moved.stream()
                        .filter(link -> person.equals(origin.get(link.sourcePatient())))
                        .map(PatientLink::unified)
                        .findFirst()
                        .ifPresent(heir -> replaced.put(person, heir));
            }
        }
        replaced.forEach((person, heir) -> shared.aliases().replace("Patient/" + person, "Patient/" + heir));
    }

    private Map<String, List<PatientLink>> members() {
        return shared.links().byPerson(touched).stream().collect(Collectors.groupingBy(PatientLink::unified));
    }

    private Patient unified(String person, List<PatientLink> records) {
        var said = new ArrayList<SourceRecord>();
        for (var record : records) {
            var patient = sourcePatient(record.sourcePatient());
            if (patient != null) {
                said.add(new SourceRecord(record.sourceId(), record.trust(), record.saidAt(), patient));
            }
        }
        var unified = Survivorship.unify(said, shared.rules());
        unified.setId(person);
        PersonLinks.mark(unified, records, replacedPersons(person));
        return unified;
    }

    /** Whom this person replaces: as its record says already, and as of now. */
    private Set<String> replacedPersons(String person) {
        var gone = PersonLinks.replaced(session.read("Patient/" + person));
        var alive = moved().stream().map(PatientLink::unified).collect(Collectors.toSet());
        gone.removeIf(id -> alive.contains(id) && !replaced.containsKey(id));
        replaced.forEach((from, heir) -> {
            if (heir.equals(person)) {
                gone.add(from);
            }
        });
        return gone;
    }

    @Nullable
    Patient sourcePatient(String id) {
        var changed = sourcePatients.get(id);
        if (changed != null) {
            return changed;
        }
        return (Patient) session.read("Patient/" + id);
    }

    /** A person without records is replaced by the one that its records went to. */
    private void retire(String person) {
        var heir = replaced.get(person);
        if (heir != null && session.exists("Patient/" + person)) {
            resources.add(PersonLinks.ended(person, heir));
        }
    }

    /** Who became who, for those who are told: persons that ended, and persons that records went to from one that goes on. */
    List<PersonChange> changes() {
        var changes = new LinkedHashSet<PersonChange>();
        for (var link : moved()) {
            var from = Objects.requireNonNull(origin.get(link.sourcePatient()));
            changes.add(new PersonChange(from, link.unified(), replaced.containsKey(from)));
        }
        return List.copyOf(changes);
    }

    private List<PatientLink> moved() {
        return links.values().stream()
                .filter(link -> {
                    var was = origin.get(link.sourcePatient());
                    return was != null && !was.equals(link.unified());
                })
                .sorted(Comparator.comparing(PatientLink::sourcePatient))
                .toList();
    }

    /** Points the clinical resources of moved records to their new person; after the persons themselves are written. */
    List<Written> repoint() {
        return repoint(null);
    }

    /** @param since leaves out what was written before; null for everything */
    List<Written> repoint(@Nullable Instant since) {
        var moved = moved();
        if (moved.isEmpty()) {
            return List.of();
        }
        var departures = new Departures(shared, statement.messageId(), members());
        var written = departures.follow(session, moved, origin, since);
        later = departures.later();
        return written;
    }

    /** Whether a job moves what was too much for this transaction. */
    boolean later() {
        return later;
    }

    private record Route(String from, String to) {}
}
