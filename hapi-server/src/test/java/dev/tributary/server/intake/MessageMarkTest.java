package dev.tributary.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.observe.HubTables;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** From the journal to the log: real workers on a real database. */
class MessageMarkTest {

    private final Logger log = (Logger) LoggerFactory.getLogger(LaneWorkers.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final HubTables tables = new HubTables();
    private final Journal journal = new Journal(tables.jdbc(), new JournalJson(new ObjectMapper()), Clock.systemUTC());

    @BeforeEach
    void listen() {
        lines.list = new CopyOnWriteArrayList<>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        log.detachAppender(lines);
    }

    @Test
    void linesOfAMessage_carryItsId_andTheNextMessageItsOwn() {
        var first = WaitingEntries.append(journal, 1);
        var second = WaitingEntries.append(journal, 1);
        var seen = new CopyOnWriteArrayList<String>();
        var before = new CopyOnWriteArrayList<String>();
        var transactions =
                new StoringTransaction(new TransactionTemplate(new DataSourceTransactionManager(tables.dataSource())));
        var workers = new LaneWorkers(
                new LaneSchedule(),
                journal,
                message -> {
                    seen.add(MDC.get(MessageMark.KEY));
                    throw new Unappliable("parked by the test");
                },
                transactions,
                keys -> before.add(String.valueOf(MDC.get(MessageMark.KEY))),
                Clock.systemUTC(),
                new IntakeProperties(1, Duration.ofMillis(20), 1, null));
        workers.start();
        try {
            await().untilAsserted(() -> assertThat(lines.list).hasSize(2));
        } finally {
            workers.stop();
        }

        assertThat(seen).containsExactly(first.toString(), second.toString());
        assertThat(lines.list)
                .extracting(line -> line.getMDCPropertyMap().get("messageId"))
                .containsExactly(first.toString(), second.toString());
        // The thread goes to its next message without the mark of the last one.
        assertThat(before).containsOnly("null");
    }
}
