package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Change.Extent;
import dev.tributary.mapping.ElementMerge;
import dev.tributary.mapping.Told;
import dev.tributary.server.record.ResourceStateTable.State;
import dev.tributary.server.storage.KnownReferences;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.RecordWriter;
import dev.tributary.server.storage.Written;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a source says: patients become source records of a person, everything else refers to the person. Runs in the
 * caller's transaction; nothing stays if that rolls back.
 */
public final class RecordStore {

    private final FhirContext fhir;
    private final RecordWriter writer;
    private final PatientUnification unification;
    private final ResourceStateTable states;
    private final EncounterStatements encounters;
    private final Moves moves;

    RecordStore(
            FhirContext fhir,
            RecordWriter writer,
            PatientUnification unification,
            ResourceStateTable states,
            EncounterStatements encounters,
            Moves moves) {
        this.fhir = fhir;
        this.writer = writer;
        this.unification = unification;
        this.states = states;
        this.encounters = encounters;
        this.moves = moves;
    }

    /**
     * Stores a statement.
     *
     * <p>An element that a {@link Extent#PARTIAL} write does not mention stays; a write that is older than what is known of its
     * resource only fills gaps. Locks the persons concerned until the transaction ends.
     */
    public Stored store(Statement statement) {
        var references = new KnownReferences(fhir);
        var patients = unification.lock(statement, mentionedPatients(statement, references));
        var writes = statement.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(Change.Write.class::cast)
                .toList();
        var known = states.find(writes.stream()
                .filter(RecordStore::isTracked)
                .map(RecordStore::id)
                .toList());
        var said = writes.stream()
                .map(write ->
                        new Said(write, known.get(id(write)), isTracked(write) ? ContentHash.of(fhir, write) : ""))
                .toList();
        var session = writer.open(resolvable(statement, writes, patients, references), references);
        // What repeats is not even read, what is only mentioned seldom written.
        session.prefetch(said.stream()
                .filter(each -> !each.isRepeat() && each.write().extent() != Extent.MENTION)
                .map(each -> reference(each.write()))
                .toList());
        var intake = new Intake(session, statement);
        said.forEach(intake::consider);
        var persons = unification.decide(session, statement, intake.patients(), patients);
        var toWrite = new ArrayList<Resource>(persons.resources());
        for (var resource : intake.others()) {
            pointToPersons(references.in(resource), persons.links());
            resource.getMeta().setSource(Statement.metaSource(statement.sourceId()));
            toWrite.add(resource);
        }
        var written = new ArrayList<>(intake.settled());
        if (!toWrite.isEmpty()) {
            session.write(toWrite).forEach(each -> written.add(intake.lateness(each)));
        }
        var changes = new ArrayList<>(session.changes());
        written.addAll(persons.repoint());
        // What follows its record to another person is as it was.
        var followed = session.changes().size();
        written.addAll(moves.apply(session, statement, persons));
        written.addAll(delete(session, statement));
        changes.addAll(session.changes().subList(followed, session.changes().size()));
        states.put(intake.newStates(), known, statement.messageId());
        return new Stored(written, changes, persons.changes(), persons.issues(), told(session, writes, toWrite));
    }

    private static ToldResources told(RecordSession session, List<Change.Write> writes, List<Resource> written) {
        var told = new ToldResources(session);
        writes.forEach(write -> told.add(write.resource()));
        written.forEach(told::add);
        return told;
    }

    /** All that the statement writes or refers to, and the persons concerned: looked up in one query. */
    private static Set<String> resolvable(
            Statement statement,
            List<Change.Write> writes,
            PatientUnification.Situation patients,
            KnownReferences references) {
        var wanted = new LinkedHashSet<String>();
        for (var write : writes) {
            wanted.add(reference(write));
            wanted.addAll(references.targets(write.resource()));
        }
        patients.persons().forEach(person -> wanted.add("Patient/" + person));
        patients.mentioned().stream()
                .filter(id -> !patients.links().containsKey(id))
                .forEach(id -> wanted.add("Patient/" + PatientUnification.newPerson(statement, id)));
        return wanted;
    }

    /**
     * A write with what was said of its resource before.
     *
     * @param hash of what is said now; empty if nobody compares
     */
    private record Said(Change.Write write, @Nullable State before, String hash) {

        boolean isRepeat() {
            return before != null && before.hash().equals(hash);
        }
    }

    /** Logical ids of the source's patients that the statement writes, merges or refers to. */
    private static Set<String> mentionedPatients(Statement statement, KnownReferences references) {
        var ids = new LinkedHashSet<String>();
        for (var change : statement.changes()) {
            if (change instanceof Change.MergePatients merge) {
                ids.add(merge.survivor());
                ids.add(merge.retired());
            } else if (change instanceof Change.Write write) {
                if (write.resource() instanceof Patient) {
                    ids.add(id(write));
                }
                for (var reference : references.in(write.resource())) {
                    var target = reference.getReferenceElement();
                    if ("Patient".equals(target.getResourceType()) && target.hasIdPart()) {
                        ids.add(target.getIdPart());
                    }
                }
            }
        }
        return ids;
    }

    private static void pointToPersons(List<Reference> references, Map<String, PatientLink> links) {
        for (var reference : references) {
            var target = reference.getReferenceElement();
            var link = "Patient".equals(target.getResourceType()) ? links.get(target.getIdPart()) : null;
            if (link != null) {
                reference.setReference("Patient/" + link.unified());
                if (!reference.hasIdentifier()) {
                    reference.setIdentifier(link.ownIdentifier());
                }
            }
        }
    }

    private List<Written> delete(RecordSession session, Statement statement) {
        var gone = new ArrayList<Written>();
        for (var change : statement.changes()) {
            if (change instanceof Change.Delete delete && session.delete(delete.type() + "/" + delete.id())) {
                gone.add(new Written(
                        delete.type() + "/" + delete.id(),
                        "",
                        Written.Outcome.DELETED,
                        Date.from(statement.occurred())));
                states.forget(List.of(delete.id()));
                if (delete.type().equals("Encounter")) {
                    encounters.forget(delete.id());
                }
            }
        }
        return gone;
    }

    /** What HL7 v2 says is told in pieces and out of order; what a FHIR client says of a resource other than a patient is final. */
    private static boolean isTracked(Change.Write write) {
        return write.extent() != Extent.WHOLE || write.resource() instanceof Patient;
    }

    private static String id(Change.Write write) {
        return write.resource().getIdElement().getIdPart();
    }

    private static String reference(Change.Write write) {
        return write.resource().fhirType() + "/" + id(write);
    }

    /** Sorts the writes of one statement into what is settled already and what must be written. */
    private final class Intake {

        private final RecordSession session;
        private final Statement statement;
        private final List<Patient> patients = new ArrayList<>();
        private final List<Resource> others = new ArrayList<>();
        private final List<Written> settled = new ArrayList<>();
        private final List<State> newStates = new ArrayList<>();
        private final Set<String> late = new HashSet<>();

        Intake(RecordSession session, Statement statement) {
            this.session = session;
            this.statement = statement;
        }

        void consider(Said said) {
            var write = said.write();
            var before = said.before();
            if (!isTracked(write)) {
                others.add(write.resource());
                return;
            }
            var news = new State(id(write), said.hash(), statement.occurred(), write.extent() == Extent.MENTION);
            if (write.resource() instanceof Encounter && write.extent() == Extent.PARTIAL) {
                considerVisit(said, news);
            } else if (before != null && said.isRepeat()) {
                settle(write, Written.Outcome.UNCHANGED);
                if (before.occurred().isBefore(statement.occurred())) {
                    newStates.add(news);
                }
            } else if (before != null && isNoNews(write, before)) {
                fillGaps(write);
            } else {
                newStates.add(news);
                add(write.extent() == Extent.WHOLE ? write.resource() : merged(write));
            }
        }

        /** What is said of a visit is kept, so that what comes late can be told in its place. */
        private void considerVisit(Said said, State news) {
            var write = said.write();
            var before = said.before() == null || said.before().mentioned() ? null : said.before();
            var told = new Told(statement.occurred(), write.resource(), write.cleared());
            if (before == null || before.occurred().isBefore(statement.occurred())) {
                encounters.add(id(write), statement.messageId(), told);
                newStates.add(news);
                if (said.isRepeat()) {
                    settle(write, Written.Outcome.UNCHANGED);
                } else {
                    add(merged(write));
                }
            } else if (said.isRepeat()) {
                settle(write, Written.Outcome.UNCHANGED);
            } else {
                retell(write, told);
                if (before.occurred().equals(statement.occurred())) {
                    newStates.add(news);
                } else {
                    late.add(reference(write));
                }
            }
        }

        private void retell(Change.Write write, Told told) {
            var known = encounters.of(id(write));
            if (known.isEmpty()) {
                fillGaps(write);
                return;
            }
            encounters.add(id(write), statement.messageId(), told);
            known.add(told);
            add(ElementMerge.retell(known, existing(write)));
        }

        /** What was told in its place, after all, came late. */
        Written lateness(Written written) {
            return late.contains(written.reference())
                    ? new Written(written.reference(), written.version(), Written.Outcome.LATE, written.lastUpdated())
                    : written;
        }

        /** Older than what is known, or a mention of what somebody has really spoken about. */
        private boolean isNoNews(Change.Write write, State state) {
            if (write.extent() == Extent.MENTION && !state.mentioned()) {
                return true;
            }
            var isFirstStatement = state.mentioned() && write.extent() != Extent.MENTION;
            return !isFirstStatement && state.occurred().isAfter(statement.occurred());
        }

        private Resource merged(Change.Write write) {
            return ElementMerge.carryForward(write.resource(), existing(write), write.cleared());
        }

        private void fillGaps(Change.Write write) {
            var outcome = write.extent() == Extent.MENTION ? Written.Outcome.UNCHANGED : Written.Outcome.LATE;
            var existing = existing(write);
            var filled = existing == null || write.extent() == Extent.WHOLE
                    ? existing
                    : ElementMerge.fillGaps(existing, write.resource());
            if (filled == null || filled.equalsDeep(existing)) {
                settle(write, outcome);
            } else {
                add(filled);
            }
        }

        private @Nullable Resource existing(Change.Write write) {
            return session.read(reference(write));
        }

        private void add(Resource resource) {
            if (resource instanceof Patient patient) {
                patients.add(patient);
            } else {
                others.add(resource);
            }
        }

        /** A FHIR client is told the version that stands; the journal of a message need not look it up. */
        private void settle(Change.Write write, Written.Outcome outcome) {
            var stored = write.extent() == Extent.WHOLE ? existing(write) : null;
            settled.add(
                    stored == null
                            ? new Written(reference(write), "", outcome, Date.from(statement.occurred()))
                            : new Written(
                                    reference(write),
                                    stored.getMeta().getVersionId(),
                                    outcome,
                                    stored.getMeta().getLastUpdated()));
        }

        List<Patient> patients() {
            return patients;
        }

        List<Resource> others() {
            return others;
        }

        List<Written> settled() {
            return settled;
        }

        List<State> newStates() {
            return newStates;
        }
    }
}
