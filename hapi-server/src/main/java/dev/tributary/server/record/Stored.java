package dev.tributary.server.record;

import dev.tributary.server.storage.ResourceChange;
import dev.tributary.server.storage.Written;
import java.util.List;

/**
 * What storing a statement did.
 *
 * @param written one entry per resource, unchanged and late ones included
 * @param encounterChanges before and after, for the events
 * @param personChanges persons that were united or parted by it
 */
public record Stored(List<Written> written, List<ResourceChange> encounterChanges, List<PersonChange> personChanges) {}
