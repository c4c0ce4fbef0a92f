package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.util.List;

/**
 * What one subscription is to be sent now.
 *
 * @param events in the order of their numbers; empty unless the purpose is {@link Purpose#EVENTS}
 */
public record Shipment(StoredSubscription subscription, Purpose purpose, List<NotifiedEvent> events) {}
