package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.identity.IdentityKey;
import dev.tributary.server.record.Regrouping.Move;
import dev.tributary.server.record.Regrouping.Repointed;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.RecordWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Resource;

/** Moves what refers to a person in batches. Each runs in the caller's transaction, which must start again when it lost a race. */
public final class Carrying {

    private final LinkTable links;
    private final KeyLocks locks;
    private final RecordWriter writer;
    private final Persons.Factory persons;
    private final FhirContext fhir;

    Carrying(LinkTable links, KeyLocks locks, RecordWriter writer, Persons.Factory persons, FhirContext fhir) {
        this.links = links;
        this.locks = locks;
        this.writer = writer;
        this.persons = persons;
        this.fhir = fhir;
    }

    /**
     * What is on its way.
     *
     * @param records those that have moved or are going to
     * @param all whether nothing stays behind; then the records have moved already
     */
    public record Transfer(String from, String to, List<String> records, boolean all) {}

    /** The next resources of a transfer; the position is where to go on, or where it began if there are none. */
    public record Batch(long position, List<String> references) {}

    /** Whether more refers to a person than may follow in one transaction. */
    public boolean isLarge(String person) {
        return persons.repointing().isLarge(person);
    }

    /** What refers to a person, in a fixed order. */
    public Batch next(String person, long after) {
        var found = persons.repointing()
                .referring(person, after, persons.repointing().batch());
        return new Batch(
                found.isEmpty() ? after : found.get(found.size() - 1).position(),
                found.stream().map(Repointing.Referring::reference).toList());
    }

    /**
     * Re-points these, as far as they follow.
     *
     * @param followed by the operation that is taken back: what has not changed since is again exactly what it was
     */
    public List<Repointed> carry(Transfer transfer, List<String> references, Map<String, Repointed> followed) {
        // Who was merged again meanwhile is followed there.
        var to = transfer.all() ? heirOf(transfer.to()) : transfer.to();
        var numbers = new TreeSet<Long>();
        List.of(transfer.from(), to).forEach(person -> numbers.add(new IdentityKey("person", person).lock()));
        locks.lock(numbers);
        var records = links.bySourcePatient(transfer.records());
        var follows = transfer.all()
                ? Follows.all(transfer.from(), to, List.copyOf(records.values()))
                : Follows.of(
                        transfer.from(),
                        to,
                        List.copyOf(records.values()),
                        links.byPerson(List.of(transfer.from())).stream()
                                .filter(link -> !transfer.records().contains(link.sourcePatient()))
                                .toList());
        var back = new WayBack(
                fhir,
                transfer.records().stream()
                        .map(record -> new Move(record, transfer.from(), to))
                        .toList(),
                records);
        var session = writer.open(references);
        session.prefetch(references);
        var changed = new ArrayList<Resource>();
        for (var reference : references) {
            var before = followed.get(reference);
            var restored = before == null ? null : back.restored(session, before);
            var resource = restored == null ? session.read(reference) : restored;
            if (resource != null && (persons.repointing().repoint(resource, follows) || restored != null)) {
                changed.add(resource);
            }
        }
        return changed.isEmpty() ? List.of() : Regrouping.repointed(session.write(changed));
    }

    private String heirOf(String person) {
        return persons.aliases()
                .heir("Patient/" + person)
                .map(heir -> heir.substring("Patient/".length()))
                .orElse(person);
    }

    /** A person that is to be, so that resources may refer to it: until then it lives on as the one that it leaves. */
    public void announce(String person, String leaving) {
        var session = writer.open(List.of("Patient/" + person, "Patient/" + leaving));
        if (session.exists("Patient/" + person)) {
            return;
        }
        session.write(List.of(PersonLinks.ended(person, leaving)));
        persons.aliases().replace("Patient/" + person, "Patient/" + leaving);
    }
}
