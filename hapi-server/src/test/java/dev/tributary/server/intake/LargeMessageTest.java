package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.observe.HubTables;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Messages that may be too large for the memory: real workers on a real database. */
class LargeMessageTest {

    private final HubTables tables = new HubTables();
    private final Journal journal = new Journal(tables.jdbc(), new JournalJson(new ObjectMapper()), Clock.systemUTC());
    private @Nullable LaneWorkers workers;

    /** The hub may end at any moment of the work: that it began must be in the database by then. */
    @Test
    void workOnALargeMessage_isNotedBeforeItBegins() {
        var large = WaitingEntries.append(journal, 2 << 20);
        var begun = new CopyOnWriteArrayList<Integer>();

        work(message -> {
            begun.add(CompletableFuture.supplyAsync(() -> begun(large)).join());
            journal.ended(message.id(), MessageState.UNSUPPORTED, "seen", List.of());
        });

        await().untilAsserted(() -> assertThat(state(large)).isEqualTo("unsupported"));
        assertThat(begun).containsExactly(1);
    }

    @Test
    void aMessageThatEndedTheHubThreeTimes_isParkedWithWhatToDo_andTheNextOneIsApplied() {
        var deadly = WaitingEntries.append(journal, 2 << 20);
        var next = WaitingEntries.append(journal, 10);
        for (var end = 0; end < 3; end++) {
            journal.begin(deadly);
        }
        var applied = new CopyOnWriteArrayList<UUID>();

        work(message -> {
            applied.add(message.id());
            journal.ended(message.id(), MessageState.UNSUPPORTED, "seen", List.of());
        });

        await().untilAsserted(() -> assertThat(state(next)).isEqualTo("unsupported"));
        assertThat(applied).containsExactly(next);
        assertThat(state(deadly)).isEqualTo("failed");
        assertThat(tables.jdbc()
                        .queryForObject(
                                "select reason from hub.inbound_message where message_id = ?",
                                String.class,
                                deadly.toString()))
                .contains("ended 3 times", "-Xmx2g");
    }

    /** Trouble that passes is no end of the hub. */
    @Test
    void anAttemptThatTheHubOutlives_isNotCounted() {
        var message = WaitingEntries.append(journal, 2 << 20);
        journal.begin(message);

        journal.postpone(message, Clock.systemUTC().instant(), "The database was away.");

        assertThat(begun(message)).isZero();
    }

    @AfterEach
    void stop() {
        if (workers != null) {
            workers.stop();
        }
    }

    private void work(WaitingMessage application) {
        var transactions =
                new StoringTransaction(new TransactionTemplate(new DataSourceTransactionManager(tables.dataSource())));
        workers = new LaneWorkers(
                new LaneSchedule(),
                journal,
                application,
                transactions,
                keys -> {},
                Clock.systemUTC(),
                new IntakeProperties(1, Duration.ofMillis(20), 1, null));
        workers.start();
    }

    private int begun(UUID id) {
        return Objects.requireNonNull(tables.jdbc()
                .queryForObject(
                        "select begun from hub.inbound_message where message_id = ?", Integer.class, id.toString()));
    }

    private String state(UUID id) {
        return Objects.requireNonNull(tables.jdbc()
                .queryForObject(
                        "select state from hub.inbound_message where message_id = ?", String.class, id.toString()));
    }
}
