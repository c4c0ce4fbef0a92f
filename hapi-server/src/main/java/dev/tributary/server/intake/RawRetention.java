package dev.tributary.server.intake;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Removes the bytes of messages that were applied long ago, some rows in a statement; what can still be replayed keeps its own. */
final class RawRetention {

    private static final int PAGE = 1_000;
    private static final String NEXT = """
            select seq, message_id, state, received_at, completed_at, raw_removed_at from hub.inbound_message
            where seq > ? order by seq limit ?
            """;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Duration keep;

    RawRetention(JdbcTemplate jdbc, Clock clock, Duration keep) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.keep = keep;
    }

    private record Row(
            long seq,
            String id,
            boolean applied,
            Instant received,
            @Nullable Instant completed,
            boolean removed) {

        boolean isDue(Instant before) {
            return applied && !removed && completed != null && completed.isBefore(before);
        }
    }

    /** Goes through the journal from its beginning up to what is too young; returns how many bodies it removed. */
    long remove(BooleanSupplier goOn) {
        var before = clock.instant().minus(keep);
        var removed = 0L;
        var after = 0L;
        while (goOn.getAsBoolean()) {
            var page = page(after);
            removed += remove(page.stream().filter(row -> row.isDue(before)).toList());
            if (page.size() < PAGE || !page.get(page.size() - 1).received().isBefore(before)) {
                return removed;
            }
            after = page.get(page.size() - 1).seq();
        }
        return removed;
    }

    private List<Row> page(long after) {
        return jdbc.query(
                NEXT,
                (row, n) -> new Row(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3).equals("applied"),
                        row.getObject(4, OffsetDateTime.class).toInstant(),
                        instant(row.getObject(5, OffsetDateTime.class)),
                        row.getObject(6) != null),
                after,
                PAGE);
    }

    private int remove(List<Row> rows) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        jdbc.batchUpdate(
                "update hub.inbound_message set raw = ?, raw_removed_at = ? where message_id = ? and state = 'applied'",
                rows.stream()
                        .map(row -> new Object[] {new byte[0], now, row.id()})
                        .toList());
        return rows.size();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
