package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** The translation of one message while it is under way: what it wrote so far, what it found, what it has read. For one thread. */
public final class Translation {

    private final SourceProfile profile;
    private final Event event;
    private boolean isMention;
    private boolean isVisitMention;
    private final Map<String, Change.Write> writes = new LinkedHashMap<>();
    private final List<Change> merges = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final Map<V2Segment, SegmentReader> readers = new LinkedHashMap<>();

    public Translation(SourceProfile profile, Event event) {
        this.profile = profile;
        this.event = event;
    }

    /**
     * What the whole message is about.
     *
     * @param code the trigger event alone, {@code A01}
     * @param controlId MSH-10
     * @param occurred EVN-2, else MSH-7, as precise as it was sent
     * @param sendingFacility MSH-4
     */
    public record Event(
            String code,
            String controlId,
            @Nullable DateTimeType occurred,
            @Nullable V2Value sendingFacility) {}

    public SourceProfile profile() {
        return profile;
    }

    public Event event() {
        return event;
    }

    /** Reads a segment, every map by the same reader; whatever is valued and nobody asked for becomes an issue at the end. */
    public SegmentReader read(V2Segment segment) {
        return readers.computeIfAbsent(segment, SegmentReader::new);
    }

    /** Says that the message is about something else: its patient and visit are only named. */
    public void mentionPatient() {
        isMention = true;
    }

    /** Says that the message tells of its patient, but only names his visit. */
    public void mentionVisit() {
        isVisitMention = true;
    }

    public boolean isVisitMentioned() {
        return isMention || isVisitMention;
    }

    /** The id that this source's resource of that business key has for ever. */
    public String id(String resourceType, String key) {
        return DeterministicId.of(profile.id(), resourceType, key);
    }

    public Reference write(Resource resource) {
        return write(resource, Set.of());
    }

    /** The first statement about a resource counts; later ones of the same message add nothing. */
    public Reference write(Resource resource, Set<String> cleared) {
        var reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        var isNamedOnly =
                resource instanceof Patient && isMention || resource instanceof Encounter && isVisitMentioned();
        var extent = isNamedOnly ? Change.Extent.MENTION : Change.Extent.PARTIAL;
        writes.putIfAbsent(reference, new Change.Write(resource, extent, cleared));
        return new Reference(reference);
    }

    /** Adds the identifiers of an Encounter to those that were written of it, or writes it. */
    public void add(Encounter encounter) {
        var written = writes.get("Encounter/" + encounter.getIdElement().getIdPart());
        if (written != null && written.resource() instanceof Encounter known) {
            encounter.getIdentifier().forEach(known::addIdentifier);
        } else {
            write(encounter);
        }
    }

    /** Takes an element away from a resource that was written. */
    public void clear(Resource resource, String element) {
        var reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        var write = writes.get(reference);
        if (write != null) {
            var cleared = new HashSet<>(write.cleared());
            cleared.add(element);
            writes.put(reference, new Change.Write(write.resource(), write.extent(), cleared));
        }
    }

    /** Names a resource in passing: it is stored if nothing is known of it, and changes nothing else. */
    public Reference mention(Resource resource) {
        var reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
        writes.putIfAbsent(reference, new Change.Write(resource, Change.Extent.MENTION, Set.of()));
        return new Reference(reference);
    }

    /** The resource that this message wrote under {@code Type/id}, to be completed; null if there is none. */
    public @Nullable Resource written(String reference) {
        var write = writes.get(reference);
        return write == null ? null : write.resource();
    }

    public boolean isWritten(String reference) {
        return writes.containsKey(reference);
    }

    public void merge(String survivor, String retired) {
        merges.add(new Change.MergePatients(survivor, retired));
    }

    /** What the message does beyond stating resources; applied after them, in this order. */
    public void change(Change change) {
        merges.add(change);
    }

    public void error(String code, String path, String text) {
        issues.add(Issue.error(code, path, text));
    }

    public void warn(String code, String path, String text) {
        issues.add(Issue.warning(code, path, text));
    }

    public void inform(String code, String path, String text) {
        issues.add(Issue.information(code, path, text));
    }

    public List<Change> changes() {
        var changes = new ArrayList<Change>(writes.values());
        changes.addAll(merges);
        return changes;
    }

    /** Everything found, with a note for each field and component that was valued and is not in the result. */
    public List<Issue> issues() {
        var all = new ArrayList<>(issues);
        for (var reader : readers.values()) {
            addUnread(reader, all);
        }
        return all;
    }

    private static void addUnread(SegmentReader reader, List<Issue> issues) {
        var unread = reader.unread();
        if (reader.segment().name().equals("ARV")) {
            issues.add(Issue.warning(
                    "security",
                    reader.segment().path(3),
                    "The sender restricts access (ARV). The hub passes that on and does not act on it."));
        }
        if (!unread.isEmpty() && reader.isUntouched()) {
            issues.add(Issue.information(
                    "not-supported",
                    reader.segment().path(),
                    "The segment is kept in the message only; valued fields: " + String.join(", ", unread) + "."));
            return;
        }
        for (var path : unread) {
            issues.add(Issue.information(
                    "not-supported", path, "The value is kept in the message only; no FHIR element carries it."));
        }
    }
}
