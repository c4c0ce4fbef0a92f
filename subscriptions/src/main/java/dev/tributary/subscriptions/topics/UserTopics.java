package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.events.RecordChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What clients defined to be an event, at one moment. */
public interface UserTopics {

    /** Types of resources that any of them is about. */
    Set<String> watched();

    /** What the changes mean to them; a topic that cannot tell says nothing, and is listed as trouble. */
    List<Match> match(List<RecordChange> changes);

    /**
     * A change that makes an event.
     *
     * @param facts what the topic's filters ask of the focus
     */
    record Match(String kind, RecordChange change, Map<String, List<String>> facts) {}
}
