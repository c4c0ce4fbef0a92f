package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** Port: what a subscription chose to be sent with an event besides focus and includes. */
@FunctionalInterface
public interface Supplements {

    /** Nothing. */
    Supplements NONE = (subscription, event) -> List.of();

    /** Resources with ids; a Composition is made for this notification and has no address in the hub, others have theirs. */
    List<Resource> of(StoredSubscription subscription, NotifiedEvent event);
}
