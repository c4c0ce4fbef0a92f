package dev.tributary.server.submission;

import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.storage.RecordSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IIdType;

/**
 * What a source means by the id that it writes to: its own, or the one that the hub gave what the source had POSTed. The same order as when it reads.
 */
final class OwnTargets {

    /** How ids of the hub look; others are the source's own for certain. */
    private static final Pattern BY_HUB =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final String sourceId;
    private final RecordSession session;
    private final SourceResourceTable table;

    OwnTargets(String sourceId, RecordSession session, SourceResourceTable table) {
        this.sourceId = sourceId;
        this.session = session;
        this.table = table;
    }

    /**
     * One resource.
     *
     * @param key what the source calls it
     * @param hubId its logical id in the hub
     */
    record Target(String key, String hubId) {}

    /** Looks up in one query what the ids of a bundle may mean. */
    void expect(List<IIdType> ids) {
        var names = new ArrayList<String>();
        for (var id : ids) {
            if (id.hasResourceType() && id.hasIdPart() && isByHub(id.getIdPart())) {
                names.add(id.getResourceType() + "/" + id.getIdPart());
                names.add(id.getResourceType() + "/" + named(id.getResourceType(), id.getIdPart()));
            }
        }
        session.resolve(names);
    }

    Target of(String type, String id) {
        var named = named(type, id);
        if (!isByHub(id) || session.exists(type + "/" + named) || !table.isSubmitted(sourceId, type, id)) {
            return new Target(id, named);
        }
        var own = table.ownIds(sourceId, List.of(id)).get(id);
        return new Target(Objects.requireNonNullElse(own, id), id);
    }

    private static boolean isByHub(String id) {
        return BY_HUB.matcher(id).matches();
    }

    private String named(String type, String id) {
        return DeterministicId.of(sourceId, type, id);
    }
}
