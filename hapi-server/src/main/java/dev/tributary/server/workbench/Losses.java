package dev.tributary.server.workbench;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.intake.AppliedMessages;
import dev.tributary.server.sources.Source;
import dev.tributary.server.storage.Ledger;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counts by source and day what maps left behind: what they themselves say in their issues. Paths only, never values. Kept in memory
 * and written every other second; a process that dies loses the counts of that time.
 */
final class Losses implements AppliedMessages {

    private static final Pattern REPETITION = Pattern.compile("\\[\\d+]");
    private static final Pattern VALUED_FIELDS = Pattern.compile("valued fields: (.+?)\\.?$");
    private static final int PATH_LENGTH = 256;
    private static final int TRIGGER_LENGTH = 64;

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Ledger<Loss, Count> ledger = new Ledger<>(Count::plus);

    Losses(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What is lost: {@code not-carried}, {@code not-translated} or {@code not-understood}, and where, without repetitions. */
    private record Loss(String source, LocalDate day, String trigger, String kind, String path) {}

    private record Count(long occurrences, String examplePath, UUID exampleMessage, Instant last) {

        Count plus(Count later) {
            return new Count(occurrences + later.occurrences, later.examplePath, later.exampleMessage, later.last);
        }
    }

    @Override
    public void applied(UUID messageId, Source source, Mapped mapped) {
        var now = clock.instant();
        var day = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var found = new HashMap<Loss, Count>();
        for (var issue : mapped.issues()) {
            var kind = kind(issue);
            if (kind != null) {
                for (var path : paths(issue)) {
                    found.merge(
                            new Loss(
                                    source.id(),
                                    day,
                                    limit(mapped.trigger(), TRIGGER_LENGTH),
                                    kind,
                                    limit(REPETITION.matcher(path).replaceAll(""), PATH_LENGTH)),
                            new Count(1, limit(path, PATH_LENGTH), messageId, now),
                            Count::plus);
                }
            }
        }
        ledger.addOnCommit(found);
    }

    private static @Nullable String kind(Issue issue) {
        return switch (issue.code()) {
            case "not-supported" -> "not-carried";
            case "code-invalid" -> "not-translated";
            case "value" -> "not-understood";
            default -> null;
        };
    }

    /** A segment that nobody reads is one issue that lists its fields. */
    private static List<String> paths(Issue issue) {
        var fields = VALUED_FIELDS.matcher(issue.text());
        return fields.find() ? List.of(fields.group(1).split(", ")) : List.of(issue.path());
    }

    private static String limit(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    /** Writes what was counted since the last time. */
    void flush() {
        ledger.drain(this::write);
    }

    private void write(Loss loss, Count count) {
        var updated = jdbc.update(
                "update hub.mapping_loss set occurrences = occurrences + ?, example_path = ?, example_message = ?, last_seen = ?"
                        + " where source_id = ? and lost_on = ? and trigger_event = ? and kind = ? and path = ?",
                count.occurrences(),
                count.examplePath(),
                count.exampleMessage().toString(),
                Timestamp.from(count.last()),
                loss.source(),
                Date.valueOf(loss.day()),
                loss.trigger(),
                loss.kind(),
                loss.path());
        if (updated == 0) {
            jdbc.update(
                    "insert into hub.mapping_loss (source_id, lost_on, trigger_event, kind, path, occurrences, example_path,"
                            + " example_message, last_seen) values (?,?,?,?,?,?,?,?,?)",
                    loss.source(),
                    Date.valueOf(loss.day()),
                    loss.trigger(),
                    loss.kind(),
                    loss.path(),
                    count.occurrences(),
                    count.examplePath(),
                    count.exampleMessage().toString(),
                    Timestamp.from(count.last()));
        }
    }

    /** What one place lost on one day. */
    record Line(
            String source,
            LocalDate day,
            String trigger,
            String kind,
            String path,
            long count,
            String examplePath,
            String exampleMessage,
            Instant lastSeen) {}

    /** Every line of the days asked for, the most frequent first. */
    List<Line> report(@Nullable String source, LocalDate since, LocalDate until, int most) {
        var values = new ArrayList<Object>(List.of(Date.valueOf(since), Date.valueOf(until)));
        if (source != null) {
            values.add(source);
        }
        values.add(most);
        return jdbc.query(
                "select source_id, lost_on, trigger_event, kind, path, occurrences, example_path, example_message, last_seen"
                        + " from hub.mapping_loss where lost_on >= ? and lost_on <= ?"
                        + (source == null ? "" : " and source_id = ?")
                        + " order by lost_on desc, occurrences desc, path fetch first ? rows only",
                (row, n) -> new Line(
                        row.getString(1),
                        row.getDate(2).toLocalDate(),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getString(7),
                        row.getString(8),
                        row.getTimestamp(9).toInstant()),
                values.toArray());
    }
}
