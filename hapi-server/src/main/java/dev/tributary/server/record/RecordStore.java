package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Change.Extent;
import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.KnownReferences;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.RecordWriter;
import dev.tributary.server.storage.Written;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

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
        var known = states.find(
                writes.stream().filter(Said::isTracked).map(Said::id).toList());
        var said = writes.stream().map(write -> Said.of(fhir, write, known)).toList();
        var session = writer.open(resolvable(statement, writes, patients, references), references);
        var news = new News(session, statement, encounters);
        for (var from = 0; from < said.size(); from += RecordSession.MOST_HELD) {
            consider(said.subList(from, Math.min(from + RecordSession.MOST_HELD, said.size())), session, news);
        }
        var persons = unification.decide(session, statement, news.patients(), patients);
        var toWrite = new ArrayList<Resource>(persons.resources());
        var renamed = new LinkedHashSet<String>();
        for (var resource : news.others()) {
            pointToPersons(references.in(resource), persons.links(), renamed);
            resource.getMeta().setSource(Statement.metaSource(statement.sourceId()));
            toWrite.add(resource);
        }
        renamed.forEach(patient -> persons.note(renamed(patient)));
        var written = new ArrayList<>(news.settled());
        if (!toWrite.isEmpty()) {
            session.write(toWrite).forEach(each -> written.add(news.lateness(each)));
        }
        var changes = new ArrayList<>(session.changes());
        written.addAll(persons.repoint());
        // What follows its record to another person is as it was.
        var followed = session.changes().size();
        written.addAll(moves.apply(session, statement, persons));
        written.addAll(delete(session, statement));
        changes.addAll(session.changes().subList(followed, session.changes().size()));
        states.put(news.newStates(), known, statement.messageId());
        return new Stored(written, changes, persons.changes(), persons.issues(), told(session, writes, toWrite));
    }

    private static void consider(List<Said> said, RecordSession session, News news) {
        // What repeats is not even read, what is only mentioned seldom written.
        session.prefetch(said.stream()
                .filter(each -> !each.isRepeat() && each.write().extent() != Extent.MENTION)
                .map(each -> Said.reference(each.write()))
                .toList());
        said.forEach(news::consider);
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
            wanted.add(Said.reference(write));
            wanted.addAll(references.targets(write.resource()));
        }
        patients.persons().forEach(person -> wanted.add("Patient/" + person));
        patients.mentioned().stream()
                .filter(id -> !patients.links().containsKey(id))
                .forEach(id -> wanted.add("Patient/" + PatientUnification.newPerson(statement, id)));
        return wanted;
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
                    ids.add(Said.id(write));
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

    private static void pointToPersons(
            List<Reference> references, Map<String, PatientLink> links, Set<String> renamed) {
        for (var reference : references) {
            var target = reference.getReferenceElement();
            var link = "Patient".equals(target.getResourceType()) ? links.get(target.getIdPart()) : null;
            if (link != null) {
                var own = link.ownIdentifier();
                if (!reference.getIdentifier().isEmpty()
                        && !reference.getIdentifier().equalsDeep(own)) {
                    renamed.add(link.ownValue());
                }
                // By this name what was said follows its record, and is read back.
                reference.setReference("Patient/" + link.unified()).setIdentifier(own);
            }
        }
    }

    private static Issue renamed(String patient) {
        return Issue.information(
                "informational",
                "Patient/" + patient,
                "The identifier beside a reference to this patient gave way to the id that the reference names; the message keeps it.");
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
}
