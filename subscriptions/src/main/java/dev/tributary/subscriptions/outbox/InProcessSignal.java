package dev.tributary.subscriptions.outbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Wakes the fan-out of the same process once the surrounding Spring transaction has committed. */
public final class InProcessSignal implements CommitSignal {

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** {@inheritDoc} Without a surrounding transaction the row is committed already and the signal goes out at once. */
    @Override
    public void appended() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            fire();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                fire();
            }
        });
    }

    void fire() {
        listeners.forEach(Runnable::run);
    }

    @Override
    public void listen(Runnable wake) {
        listeners.add(wake);
    }

    @Override
    public void close() {
        listeners.clear();
    }
}
