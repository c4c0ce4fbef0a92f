package dev.tributary.server.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.csv.CsvJob.Counts;
import dev.tributary.server.csv.CsvJob.ParkedRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.csv_job} and {@code hub.csv_row}. Joins the caller's transaction if there is one. */
final class CsvJobs {

    private static final String COLUMNS = "job_id, source_id, feed, file_name, via, state, row_count, duplicates,"
            + " problems, unread, received_at, read_at, messages";
    private static final String UNSETTLED =
            "select m.state, count(*) from hub.inbound_message m join hub.csv_row r on r.message_id = m.message_id"
                    + " where m.source_id = ? and m.state in ('waiting', 'failed', 'filtered', 'rejected', 'unsupported')"
                    + " and r.job_id = ? group by m.state";
    /** What took longer is not asked again for ten times that long. */
    private static final Duration CHEAP = Duration.ofMillis(200);

    private static final int SHOWN = 100;

    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

    CsvJobs(JdbcTemplate jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * A file to be read.
     *
     * @param hash SHA-256 of its bytes
     */
    record Opened(UUID id, String source, String feed, String file, String hash, String via, Instant receivedAt) {}

    /** An earlier attempt at the same file that nobody ended broke off. */
    void open(Opened job, List<String> problems, List<String> unread) {
        jdbc.update(
                "update hub.csv_job set state = 'broken-off' where source_id = ? and feed = ? and file_hash = ?"
                        + " and state = 'reading'",
                job.source(),
                job.feed(),
                job.hash());
        jdbc.update(
                "insert into hub.csv_job (job_id, source_id, feed, file_name, file_hash, via, state, problems, unread,"
                        + " received_at, read_at) values (?,?,?,?,?,?,?,?,?,?,?)",
                job.id().toString(),
                job.source(),
                job.feed(),
                job.file(),
                job.hash(),
                job.via(),
                problems.isEmpty() ? "reading" : "refused",
                write(problems),
                write(unread),
                Timestamp.from(job.receivedAt()),
                problems.isEmpty() ? null : Timestamp.from(job.receivedAt()));
    }

    void progress(UUID job, long rows, long duplicates) {
        jdbc.update(
                "update hub.csv_job set row_count = ?, duplicates = ? where job_id = ?",
                rows,
                duplicates,
                job.toString());
    }

    void read(UUID job, Instant at) {
        jdbc.update(
                "update hub.csv_job set state = 'read', read_at = ? where job_id = ?",
                Timestamp.from(at),
                job.toString());
    }

    /** Rows that were kept before go their way; the file must come again. */
    void broken(UUID job) {
        jdbc.update(
                "update hub.csv_job set state = 'broken-off' where job_id = ? and state = 'reading'", job.toString());
    }

    /** In the transaction that kept them: their number is in the job itself, so that nobody counts them again. */
    void link(UUID job, List<UUID> messages) {
        var rows = new ArrayList<Object[]>(messages.size());
        messages.forEach(message -> rows.add(new Object[] {message.toString(), job.toString()}));
        jdbc.batchUpdate("insert into hub.csv_row (message_id, job_id) values (?,?)", rows);
        jdbc.update("update hub.csv_job set messages = messages + ? where job_id = ?", messages.size(), job.toString());
    }

    /** With its messages' states and the first that are parked. */
    Optional<CsvJob> find(UUID id) {
        return jdbc.query("select " + COLUMNS + " from hub.csv_job where job_id = ?", this::job, id.toString()).stream()
                .findFirst();
    }

    /** Newest first. */
    List<CsvJob> list(@Nullable String source, int count) {
        var where = source == null ? "" : " where source_id = ?";
        var arguments = new ArrayList<Object>();
        if (source != null) {
            arguments.add(source);
        }
        arguments.add(count);
        return jdbc.query(
                "select " + COLUMNS + " from hub.csv_job" + where + " order by seq desc fetch first ? rows only",
                this::job,
                arguments.toArray());
    }

    private CsvJob job(ResultSet row, int number) throws SQLException {
        var id = row.getString(1);
        var counts = counts(row.getString(2), id, row.getLong(13));
        var state = row.getString(6);
        var readAt = row.getTimestamp(12);
        return new CsvJob(
                UUID.fromString(id),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                state.equals("read") ? counts.waiting() > 0 ? "applying" : "done" : state,
                row.getLong(7),
                counts,
                row.getLong(8),
                read(row.getString(9)),
                read(row.getString(10)),
                counts.parked() == 0 ? List.of() : parked(id),
                row.getTimestamp(11).toInstant(),
                readAt == null ? null : readAt.toInstant());
    }

    /**
     * Most messages are applied: what is not, is found by the journal's index of states, however long the file was; the rest is applied.
     */
    private Counts counts(String source, String job, long messages) {
        var known = remembered.get(job);
        if (known != null && System.nanoTime() - known.until() < 0) {
            return known.counts();
        }
        var begin = System.nanoTime();
        var states = new HashMap<String, Long>();
        jdbc.query(
                UNSETTLED,
                row -> {
                    states.put(row.getString(1), row.getLong(2));
                },
                source,
                job);
        var others = states.values().stream().mapToLong(Long::longValue).sum();
        var counts = new Counts(
                states.getOrDefault("waiting", 0L),
                messages - others,
                states.getOrDefault("failed", 0L),
                states.getOrDefault("filtered", 0L));
        remember(job, counts, System.nanoTime() - begin);
        return counts;
    }

    private void remember(String job, Counts counts, long nanos) {
        var now = System.nanoTime();
        remembered.values().removeIf(each -> now - each.until() >= 0);
        if (nanos > CHEAP.toNanos()) {
            remembered.put(job, new Remembered(counts, now + 10 * nanos));
        }
    }

    private record Remembered(Counts counts, long until) {}

    private List<ParkedRow> parked(String job) {
        return jdbc.query(
                "select m.message_id, m.control_id, m.reason from hub.csv_row r"
                        + " join hub.inbound_message m on m.message_id = r.message_id"
                        + " where r.job_id = ? and m.state = 'failed' order by m.seq fetch first " + SHOWN
                        + " rows only",
                (row, n) -> new ParkedRow(
                        UUID.fromString(row.getString(1)),
                        String.valueOf(row.getString(2)),
                        String.valueOf(row.getString(3))),
                job);
    }

    private String write(List<String> texts) {
        try {
            return json.writeValueAsString(texts);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are always JSON", e);
        }
    }

    private List<String> read(@Nullable String texts) {
        try {
            return texts == null ? List.of() : json.readValue(texts, new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The job holds JSON that this release cannot read", e);
        }
    }
}
