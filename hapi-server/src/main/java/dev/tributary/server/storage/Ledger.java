package dev.tributary.server.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Counts kept in memory until they are written: the storing transaction pays for a map look-up and not for a statement. What is not
 * written when the process dies is lost, so nothing of record belongs here.
 *
 * @param <K> what is counted
 * @param <V> the count, with whatever goes with it
 */
public final class Ledger<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    /** More kinds of things than this are not told apart between two writings: memory stays bounded. */
    private static final int MOST = 20_000;

    private final BinaryOperator<V> sum;
    private Map<K, V> open = new HashMap<>();

    public Ledger(BinaryOperator<V> sum) {
        this.sum = sum;
    }

    /** Adds when the running transaction commits; adds nothing if it rolls back, or if there is none. */
    public void addOnCommit(Map<K, V> counts) {
        if (counts.isEmpty() || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                add(counts);
            }
        });
    }

    private synchronized void add(Map<K, V> counts) {
        counts.forEach((key, value) -> {
            if (open.size() < MOST || open.containsKey(key)) {
                open.merge(key, value, sum);
            }
        });
    }

    private synchronized Map<K, V> take() {
        var taken = open;
        open = new HashMap<>();
        return taken;
    }

    /** Hands every count to {@code write}, once; what could not be written is added again. Never throws for a database that is away. */
    public void drain(BiConsumer<K, V> write) {
        take().forEach((key, value) -> {
            try {
                try {
                    write.accept(key, value);
                } catch (DuplicateKeyException e) {
                    // Another replica inserted it meanwhile: now it is there to be updated.
                    write.accept(key, value);
                }
            } catch (DataIntegrityViolationException e) {
                // What the table cannot hold now it can hold never.
                LOG.warn(
                        "A count cannot be written and is dropped ({}).",
                        e.getClass().getSimpleName());
            } catch (DataAccessException e) {
                LOG.warn("Counts could not be written yet ({}).", e.getClass().getSimpleName());
                add(Map.of(key, value));
            }
        });
    }
}
