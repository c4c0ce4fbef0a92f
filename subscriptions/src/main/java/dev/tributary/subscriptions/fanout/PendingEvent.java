package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.events.Facts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** An event of the outbox that is not numbered yet. */
record PendingEvent(long seq, String kind, String focus, String patient, Instant occurred, Facts facts) {

    static final String COLUMNS = "seq, kind, focus, patient, occurred_at, facts";

    static PendingEvent read(ResultSet row, int index) throws SQLException {
        return new PendingEvent(
                row.getLong("seq"),
                row.getString("kind"),
                row.getString("focus"),
                row.getString("patient"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                Facts.ofJson(row.getString("facts")));
    }

    /** What an alert per episode goes by: the encounter, or else what the event is about. */
    String episode() {
        return focus.startsWith("Encounter/")
                ? focus
                : facts.of("encounter").stream().findFirst().orElse(focus);
    }
}
