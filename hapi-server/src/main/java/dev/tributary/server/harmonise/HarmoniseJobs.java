package dev.tributary.server.harmonise;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.harmonise_job}. Whoever holds the lease of a job works on it; a process that dies gives it back in half a minute. */
final class HarmoniseJobs {

    private static final Duration LEASE = Duration.ofSeconds(30);
    /** Until then every replica has noticed the new translation, so that nothing is stored without it any more. */
    private static final Duration NOTICE = Duration.ofSeconds(5);

    private static final String COLUMNS =
            "job_id, state, source_id, code_system, code, reached, ends_at, examined, changed, reason, created_at, completed_at, written_since";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private final String owner;

    HarmoniseJobs(JdbcTemplate jdbc, Clock clock, Supplier<UUID> ids) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.ids = ids;
        this.owner = ids.get().toString();
    }

    /** @param since nothing that was written before can hold the code; null if nobody knows */
    UUID add(@Nullable String source, String system, String code, @Nullable Instant since, String creator) {
        var id = ids.get();
        var now = clock.instant();
        jdbc.update(
                "insert into hub.harmonise_job (job_id, state, source_id, code_system, code, written_since, not_before, created_by,"
                        + " created_at) values (?, 'waiting', ?, ?, ?, ?, ?, ?, ?)",
                id.toString(),
                source,
                system,
                code,
                since == null ? null : Timestamp.from(since),
                Timestamp.from(now.plus(NOTICE)),
                creator,
                Timestamp.from(now));
        return id;
    }

    Optional<HarmoniseJob> find(UUID id) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from hub.harmonise_job where job_id = ?",
                        HarmoniseJobs::job,
                        id.toString())
                .stream()
                .findFirst();
    }

    List<HarmoniseJob> list(int most) {
        return jdbc.query(
                "select " + COLUMNS + " from hub.harmonise_job order by created_at desc fetch first ? rows only",
                HarmoniseJobs::job,
                most);
    }

    /** The oldest job that is due and that nobody works on, leased to this process. */
    Optional<HarmoniseJob> lease() {
        var now = Timestamp.from(clock.instant());
        var due = jdbc.queryForList(
                "select job_id from hub.harmonise_job where state in ('waiting', 'running') and not_before <= ?"
                        + " and (lease_until is null or lease_until < ? or lease_owner = ?)"
                        + " order by created_at fetch first 1 rows only",
                String.class,
                now,
                now,
                owner);
        return due.stream().filter(id -> take(id, now)).findFirst().flatMap(id -> find(UUID.fromString(id)));
    }

    private boolean take(String id, Timestamp now) {
        return jdbc.update(
                        "update hub.harmonise_job set state = 'running', lease_owner = ?, lease_until = ?"
                                + " where job_id = ? and state in ('waiting', 'running')"
                                + " and (lease_until is null or lease_until < ? or lease_owner = ?)",
                        owner,
                        Timestamp.from(now.toInstant().plus(LEASE)),
                        id,
                        now,
                        owner)
                == 1;
    }

    /** Notes what was done, in the transaction that did it; false if the lease was lost, and then that transaction must not commit. */
    boolean advance(HarmoniseJob job, long position, long last, int examined, int changed) {
        var now = clock.instant();
        var isDone = position >= last;
        return jdbc.update(
                        "update hub.harmonise_job set reached = ?, ends_at = ?, examined = examined + ?, changed = changed + ?,"
                                + " lease_until = ?, state = ?, completed_at = ? where job_id = ? and lease_owner = ?"
                                + " and state = 'running'",
                        position,
                        last,
                        examined,
                        changed,
                        Timestamp.from(now.plus(LEASE)),
                        isDone ? "done" : "running",
                        isDone ? Timestamp.from(now) : null,
                        job.id().toString(),
                        owner)
                == 1;
    }

    void fail(HarmoniseJob job, String reason) {
        jdbc.update(
                "update hub.harmonise_job set state = 'failed', reason = ?, completed_at = ? where job_id = ? and lease_owner = ?",
                reason,
                Timestamp.from(clock.instant()),
                job.id().toString(),
                owner);
    }

    private static HarmoniseJob job(ResultSet row, int number) throws SQLException {
        var completed = row.getTimestamp(12);
        var since = row.getTimestamp(13);
        return new HarmoniseJob(
                UUID.fromString(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getLong(6),
                row.getObject(7, Long.class),
                row.getLong(8),
                row.getLong(9),
                row.getString(10),
                row.getTimestamp(11).toInstant(),
                completed == null ? null : completed.toInstant(),
                since == null ? null : since.toInstant());
    }
}
