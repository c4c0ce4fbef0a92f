package dev.tributary.server.intake;

/** Applies one waiting message in the worker's transaction. */
interface WaitingMessage {

    /** Returns when its journal row says how it ended; throws what keeps it from being applied. */
    void apply(Journal.Waiting message);
}
