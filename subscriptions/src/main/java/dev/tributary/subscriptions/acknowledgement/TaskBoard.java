package dev.tributary.subscriptions.acknowledgement;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import java.time.Instant;

/** Port: keeps the Tasks that people work on, in the caller's transaction. */
public interface TaskBoard {

    /** Opens a Task of status requested and returns its logical id. */
    String open(StoredSubscription subscription, NotifiedEvent event, Instant due);
}
