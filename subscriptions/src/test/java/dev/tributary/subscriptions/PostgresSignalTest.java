package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.outbox.PostgresSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PostgresSignalTest {

    @Test
    @DisplayName("A commit in one process wakes another; a rollback does not")
    void commit_wakesAnotherProcess() throws Exception {
        try (Hub hub = new Hub(TestDatabase.POSTGRES);
                PostgresSignal other = new PostgresSignal(hub.dataSource)) {
            AtomicInteger woken = new AtomicInteger();
            other.listen(woken::incrementAndGet);
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                hub.commit("e");
                return woken.get() > 0;
            });
            await().during(Duration.ofMillis(300)).until(() -> true);
            int before = woken.get();
            hub.transactions.executeWithoutResult(tx -> {
                hub.outbox.append(List.of(hub.event(EventKind.DISCHARGE, "ghost", "p1")));
                tx.setRollbackOnly();
            });
            await().during(Duration.ofMillis(300)).until(() -> woken.get() == before);
            hub.commit("e");
            await().until(() -> woken.get() > before);
            assertThat(woken).hasPositiveValue();
        }
    }
}
