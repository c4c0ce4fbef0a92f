package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.feeds.ToldEvent;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the outbox that is not numbered yet.
 *
 * @param corrects kinds of event that it takes back, separated by blanks; null for none
 */
record PendingEvent(
        long seq,
        String kind,
        String focus,
        String patient,
        Instant occurred,
        Facts facts,
        @Nullable String corrects) {

    private static final int LONGEST_EPISODE = 140;

    static final String COLUMNS = "seq, kind, focus, patient, occurred_at, facts, corrects";

    static PendingEvent read(ResultSet row, int index) throws SQLException {
        return new PendingEvent(
                row.getLong("seq"),
                row.getString("kind"),
                row.getString("focus"),
                row.getString("patient"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                Facts.ofJson(row.getString("facts")),
                row.getString("corrects"));
    }

    ToldEvent told() {
        return new ToldEvent(seq, kind, focus, patient, occurred, facts, null);
    }

    /** What an alert per episode goes by: the encounter, or else what the event is about. */
    String episode() {
        String episode = focus.startsWith("Encounter/")
                ? focus
                : facts.of("encounter").stream().findFirst().orElse(focus);
        // A reference to elsewhere may be of any length, and nothing an event says may hold up the others.
        return episode.length() <= LONGEST_EPISODE
                ? episode
                : UUID.nameUUIDFromBytes(episode.getBytes(StandardCharsets.UTF_8))
                        .toString();
    }
}
