package dev.tributary.subscriptions.delivery;

/** Why something is sent. */
public enum Purpose {
    HANDSHAKE,
    HEARTBEAT,
    EVENTS
}
