package dev.tributary.subscriptions.outbox;

/** Tells the fan-out that events were committed, so that nobody waits for the next poll. Losing a signal costs a poll, never an event. */
public interface CommitSignal extends AutoCloseable {

    /** Called inside the transaction that appends events; the signal goes out only if that transaction commits. */
    void appended();

    /** Calls {@code wake} after every commit that appended events. {@code wake} returns at once and may be called from any thread. */
    void listen(Runnable wake);

    /** Stops calling listeners and ends what runs for them. */
    @Override
    void close();
}
