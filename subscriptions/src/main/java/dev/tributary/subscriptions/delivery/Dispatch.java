package dev.tributary.subscriptions.delivery;

import java.util.concurrent.CompletableFuture;

/** A shipment that is ready to go out. */
@FunctionalInterface
public interface Dispatch {

    /** Sends it; may block for a name resolution. The future never fails. */
    CompletableFuture<Reply> send();
}
