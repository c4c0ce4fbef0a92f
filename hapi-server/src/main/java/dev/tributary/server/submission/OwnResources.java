package dev.tributary.server.submission;

import dev.tributary.server.record.Statement;
import dev.tributary.server.storage.RecordSession;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IIdType;

/** What of the hub's resources a source may refer to by the hub's id: ids that it merely guessed lead nowhere. */
final class OwnResources {

    /** Directories: they tell nothing of a patient, and every source needs the others'. */
    private static final Set<String> SHARED =
            Set.of("Practitioner", "PractitionerRole", "Organization", "Location", "HealthcareService");

    private final String sourceId;
    private final RecordSession session;
    private final SourceResourceTable table;

    OwnResources(String sourceId, RecordSession session, SourceResourceTable table) {
        this.sourceId = sourceId;
        this.session = session;
        this.table = table;
    }

    /** Whether the source submitted it. */
    boolean has(String reference) {
        var stored = session.read(reference);
        var source = stored == null ? null : stored.getMeta().getSource();
        var mine = Statement.metaSource(sourceId);
        return source != null && (source.equals(mine) || source.startsWith(mine + "#"));
    }

    /** Whether it submitted it, or is told of it anyway: directory entries, and the persons of its own patients. */
    boolean mayReferTo(IIdType id) {
        var type = id.getResourceType();
        var reference = type + "/" + id.getIdPart();
        if (!session.exists(reference)) {
            return false;
        }
        return SHARED.contains(type)
                || has(reference)
                || "Patient".equals(type)
                        && !table.sourcePatients(sourceId, List.of(id.getIdPart()))
                                .isEmpty();
    }
}
