package dev.tributary.server.storage;

import java.util.SortedSet;

/**
 * Locks by number, held until the surrounding transaction ends, on every replica that shares the database.
 *
 * <p>Take the lock first, then read: what was read before it may be old.
 */
public interface KeyLocks {

    /** Blocks until all are held. Sorted, so that two transactions that want the same keys cannot deadlock. */
    void lock(SortedSet<Long> keys);
}
