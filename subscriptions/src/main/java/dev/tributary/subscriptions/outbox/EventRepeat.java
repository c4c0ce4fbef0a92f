package dev.tributary.subscriptions.outbox;

import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Gives an event that one subscription was told of to another one too, whatever that one filters by, under its own next number. Holds the lock of the
 * fan-out meanwhile, so that numbers have no gap and none is used twice. It is told at once: quiet hours and digests hold nothing that nobody
 * answered to, and what they hold goes along.
 */
public final class EventRepeat {

    private static final String LOCK = "select id from hub.fan_out where id = 1 for update";
    private static final String COUNTING = """
            select l.events_since_start from hub.subscription s
            join hub.subscription_lane l on l.subscription_id = s.id
            where s.id = ? and s.counting_since is not null and s.status <> 'off' and (s.ends_at is null or s.ends_at > ?)
            """;
    private static final String NOTIFY = """
            insert into hub.notification (subscription_id, event_number, event_seq, state, attempts, created_at)
            values (?, ?, ?, 'pending', 0, ?)
            """;
    /** A lane that failed keeps the time of its next attempt; one that waits for a heartbeat or for what is held does not. */
    private static final String COUNT = """
            update hub.subscription_lane set events_since_start = ?, held_until = null,
                next_attempt_at = case when failures > 0 and next_attempt_at is not null then next_attempt_at
                    else cast(? as timestamp with time zone) end
            where subscription_id = ?
            """;
    /** In the order of their numbers, so what is held goes along. */
    private static final String FLUSH = """
            update hub.notification set not_before = null
            where subscription_id = ? and state = 'pending' and not_before > ?
            """;

    private final JdbcTemplate jdbc;
    private final CommitSignal signal;
    private final InstantSource clock;

    public EventRepeat(JdbcTemplate jdbc, CommitSignal signal, InstantSource clock) {
        this.jdbc = jdbc;
        this.signal = signal;
        this.clock = clock;
    }

    /**
     * In the caller's transaction.
     *
     * @return the number; empty if the event is gone, or the other subscription does not count events now
     */
    public Optional<Long> repeat(String subscriptionId, long number, String otherId) {
        jdbc.queryForObject(LOCK, Integer.class);
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        List<Long> event = jdbc.queryForList(
                "select event_seq from hub.notification where subscription_id = ? and event_number = ?",
                Long.class,
                subscriptionId,
                number);
        List<Long> counted = jdbc.queryForList(COUNTING, Long.class, otherId, now);
        if (event.isEmpty() || counted.isEmpty()) {
            return Optional.empty();
        }
        long next = counted.get(0) + 1;
        jdbc.update(NOTIFY, otherId, next, event.get(0), now);
        // The lane before its notifications, as the fan-out does.
        jdbc.update(COUNT, next, now, otherId);
        jdbc.update(FLUSH, otherId, now);
        signal.appended();
        return Optional.of(next);
    }
}
