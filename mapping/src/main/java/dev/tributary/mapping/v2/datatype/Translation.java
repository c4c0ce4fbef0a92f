package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.ArrayList;
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
    private final Map<String, Change.Write> writes = new LinkedHashMap<>();
    private final List<Change> merges = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final List<SegmentReader> readers = new ArrayList<>();

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

    /** Reads a segment; whatever is valued and not asked for becomes an issue at the end. */
    public SegmentReader read(V2Segment segment) {
        var reader = new SegmentReader(segment);
        readers.add(reader);
        return reader;
    }

    /** Says that the message is about something else: its patient and visit are only named. */
    public void mentionPatient() {
        isMention = true;
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
        var extent = isMention && (resource instanceof Patient || resource instanceof Encounter)
                ? Change.Extent.MENTION
                : Change.Extent.PARTIAL;
        writes.putIfAbsent(reference, new Change.Write(resource, extent, cleared));
        return new Reference(reference);
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
        for (var reader : readers) {
            addUnread(reader, all);
        }
        return all;
    }

    private static void addUnread(SegmentReader reader, List<Issue> issues) {
        var unread = reader.unread();
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
