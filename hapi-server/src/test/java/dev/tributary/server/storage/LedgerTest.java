package dev.tributary.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts wait for a database that is away, and not for one that can never take them. */
class LedgerTest {

    private final Ledger<String, Integer> ledger = new Ledger<>(Integer::sum);

    private void count(Map<String, Integer> counts) {
        TransactionSynchronizationManager.initSynchronization();
        try {
            ledger.addOnCommit(counts);
            TransactionSynchronizationManager.getSynchronizations().forEach(each -> each.afterCommit());
        } finally {
            TransactionSynchronizationManager.clearSynchronization();
        }
    }

    private List<String> written() {
        var written = new ArrayList<String>();
        ledger.drain((key, count) -> written.add(key + count));
        return written;
    }

    @Test
    void aCountThatTheTableCannotHold_isDroppedAndTheOthersAreWritten() {
        count(Map.of("good", 1, "bad", 1));
        var first = new ArrayList<String>();
        ledger.drain((key, count) -> {
            if (key.equals("bad")) {
                throw new DataIntegrityViolationException("too long");
            }
            first.add(key);
        });

        assertThat(first).containsExactly("good");
        assertThat(written()).isEmpty();
    }

    @Test
    void aDatabaseThatIsAway_isAskedAgain() {
        count(Map.of("code", 2));
        ledger.drain((key, count) -> {
            throw new DataAccessResourceFailureException("away");
        });
        count(Map.of("code", 3));

        assertThat(written()).containsExactly("code5");
    }
}
