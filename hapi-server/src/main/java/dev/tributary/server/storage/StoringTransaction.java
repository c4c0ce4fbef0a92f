package dev.tributary.server.storage;

import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs a unit of work in one transaction, again from the start when it lost a race.
 *
 * <p>The work is called anew for every attempt and must build its resources anew: HAPI writes versions into them.
 */
public final class StoringTransaction {

    private static final int ATTEMPTS = 8;
    /** Serialisation failure, deadlock, unique violation, transaction aborted, lock not available. */
    private static final Set<String> RETRIABLE_STATES = Set.of("40001", "40P01", "23505", "25P02", "55P03");

    private final TransactionTemplate transactions;

    public StoringTransaction(TransactionTemplate transactions) {
        this.transactions = transactions;
    }

    /** Answers the work's result once committed; throws what the last attempt threw. */
    public <T extends @Nullable Object> T run(Supplier<T> work) {
        for (var attempt = 1; ; attempt++) {
            try {
                return transactions.execute(status -> work.get());
            } catch (RuntimeException e) {
                if (attempt >= ATTEMPTS || !lostRace(e)) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000L, 30_000_000L * (attempt + 1)));
            }
        }
    }

    /** Whether another attempt may succeed because only another transaction was in the way. */
    public static boolean lostRace(Throwable thrown) {
        if (UnstorableValue.is(thrown)) {
            return false;
        }
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResourceVersionConflictException
                    || cause instanceof ConcurrencyFailureException
                    || cause instanceof DataIntegrityViolationException
                    || cause instanceof ConstraintViolationException
                    || cause instanceof OptimisticLockException
                    || cause instanceof PessimisticLockException
                    || (cause instanceof SQLException sql
                            && RETRIABLE_STATES.contains(String.valueOf(sql.getSQLState())))) {
                return true;
            }
        }
        return false;
    }
}
