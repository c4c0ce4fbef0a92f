package dev.tributary.subscriptions.outbox;

import dev.tributary.subscriptions.events.HubEvent;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** The transactional outbox: an event is kept exactly if the change that it tells of is. */
public final class EventOutbox {

    private static final String INSERT = """
            insert into hub.event (id, kind, focus, focus_version, patient, message_id, occurred_at, recorded_at, facts, corrects)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate jdbc;
    private final CommitSignal signal;
    private final InstantSource clock;

    /** @param jdbc on the same DataSource as the storing transaction */
    public EventOutbox(JdbcTemplate jdbc, CommitSignal signal, InstantSource clock) {
        this.jdbc = jdbc;
        this.signal = signal;
        this.clock = clock;
    }

    /**
     * Writes the events in the caller's transaction and signals the fan-out once that has committed. Call it late in
     * the transaction: events of one encounter are ordered by this call, and latency is measured from here.
     */
    public void append(List<HubEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(INSERT, events.stream().map(event -> row(event, now)).toList());
        signal.appended();
    }

    private static Object[] row(HubEvent event, OffsetDateTime now) {
        return new Object[] {
            event.id(),
            event.kind(),
            event.focus(),
            event.focusVersion(),
            event.patient(),
            event.messageId(),
            event.occurred().atOffset(ZoneOffset.UTC),
            now,
            event.facts().toJson(),
            event.corrects().isEmpty()
                    ? null
                    : event.corrects().stream().sorted().collect(Collectors.joining(" "))
        };
    }
}
