package dev.tributary.subscriptions.context;

import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** What a subscription chose to be sent along with its events, besides focus and includes. */
@FunctionalInterface
public interface EventSupplement {

    /** Nothing. */
    EventSupplement NONE = (definition, context) -> List.of();

    /** Resources with ids that are valid in the hub or within the bundle; the first names the others. Empty if nothing was chosen. */
    List<Resource> of(SubscriptionDefinition definition, EventContext context);
}
