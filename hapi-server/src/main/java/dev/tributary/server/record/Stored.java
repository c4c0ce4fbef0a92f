package dev.tributary.server.record;

import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.Written;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.events.Surroundings;
import java.util.List;

/**
 * What storing a statement did.
 *
 * @param written one entry per resource, unchanged and late ones included
 * @param changes before and after of what a topic watches; without what only followed a record to another person
 * @param personChanges persons that were united or parted by it
 * @param issues what was not done as the message wanted it, for its reader
 * @param surroundings for use until the transaction ends
 */
public record Stored(
        List<Written> written,
        List<RecordChange> changes,
        List<PersonChange> personChanges,
        List<Issue> issues,
        Surroundings surroundings) {}
