package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.events.RecordChange;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/** Something that clients defined to be an event. */
public sealed interface Watcher permits CompiledTopic, PlainCriterion {

    /** What subscribers see of it. */
    Topic topic();

    /** Whether a change makes an event. Throws a {@link RuntimeException} if that cannot be told. */
    boolean isTriggeredBy(RecordChange change);

    /** The values of its filters. Throws a {@link RuntimeException} if they cannot be told. */
    Map<String, List<String>> factsOf(Resource focus);
}
