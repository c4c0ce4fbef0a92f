package dev.tributary.subscriptions.outbox;

import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Another try for notifications that are dead, or that a subscriber lost after it had taken them. */
public final class Replays {

    private static final String WAKE = """
            update hub.subscription_lane set next_attempt_at = ?
            where subscription_id = ? and (failures = 0 or next_attempt_at is null)
            """;

    private final JdbcTemplate jdbc;
    private final CommitSignal signal;
    private final InstantSource clock;

    public Replays(JdbcTemplate jdbc, CommitSignal signal, InstantSource clock) {
        this.jdbc = jdbc;
        this.signal = signal;
        this.clock = clock;
    }

    /**
     * Which notifications. What is null or empty does not narrow.
     *
     * @param patient {@code Patient/<id>}, as the event names it
     * @param since of events recorded then or later
     * @param until of events recorded before
     * @param states dead, delivered or both
     */
    public record Choice(
            @Nullable String subscription,
            @Nullable String patient,
            @Nullable Instant since,
            @Nullable Instant until,
            Set<String> states) {

        /** The dead of one subscription, or of all if it is null. */
        public static Choice dead(@Nullable String subscription) {
            return new Choice(subscription, null, null, null, Set.of("dead"));
        }
    }

    /**
     * Puts them back in line under their old numbers, and returns how many. They are sent once their subscription is active, the lowest number
     * first; the time allowed for delivery counts anew. Those of removed subscriptions stay as they are. Joins the caller's transaction.
     */
    public int replay(Choice choice) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        StringBuilder where = new StringBuilder(" where state in ("
                + String.join(",", Collections.nCopies(choice.states().size(), "?"))
                + ") and subscription_id in (select id from hub.subscription)");
        List<Object> arguments = new ArrayList<>(choice.states());
        narrow(where, arguments, choice);
        List<String> lanes = jdbc.queryForList(
                "select distinct subscription_id from hub.notification" + where + " order by subscription_id",
                String.class,
                arguments.toArray());
        arguments.add(0, now);
        int replayed = jdbc.update(
                "update hub.notification set state = 'pending', created_at = ?, not_before = null, delivered_at = null,"
                        + " replayed = true" + where,
                arguments.toArray());
        jdbc.batchUpdate(
                WAKE, lanes.stream().map(lane -> new Object[] {now, lane}).toList());
        signal.appended();
        return replayed;
    }

    private static void narrow(StringBuilder where, List<Object> arguments, Choice choice) {
        if (choice.subscription() != null) {
            where.append(" and subscription_id = ?");
            arguments.add(choice.subscription());
        }
        List<String> ofEvent = new ArrayList<>();
        if (choice.patient() != null) {
            ofEvent.add("e.patient = ?");
            arguments.add(choice.patient());
        }
        if (choice.since() != null) {
            ofEvent.add("e.recorded_at >= ?");
            arguments.add(choice.since().atOffset(ZoneOffset.UTC));
        }
        if (choice.until() != null) {
            ofEvent.add("e.recorded_at < ?");
            arguments.add(choice.until().atOffset(ZoneOffset.UTC));
        }
        if (!ofEvent.isEmpty()) {
            where.append(" and event_seq in (select e.seq from hub.event e where ")
                    .append(String.join(" and ", ofEvent))
                    .append(")");
        }
    }
}
