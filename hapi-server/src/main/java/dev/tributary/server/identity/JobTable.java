package dev.tributary.server.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** {@code hub.identity_job}, and the population in pages. */
final class JobTable {

    private final JdbcTemplate jdbc;
    private final Explanation explanation;
    private final Clock clock;
    private volatile Runnable listener = () -> {};

    JobTable(JdbcTemplate jdbc, Explanation explanation, Clock clock) {
        this.jdbc = jdbc;
        this.explanation = explanation;
        this.clock = clock;
    }

    /** Is told on this replica that a job waits. */
    void listen(Runnable listener) {
        this.listener = listener;
    }

    /** Over the whole population; to be taken up at once by whoever comes first. */
    void start(UUID id, String kind, String actor, String input) {
        var total = jdbc.queryForObject("select count(*) from hub.patient_link", Long.class);
        start(id, kind, actor, input, total == null ? 0 : total);
    }

    /** As soon as the caller's transaction, if there is one, has committed. */
    void start(UUID id, String kind, String actor, String input, long total) {
        var now = Timestamp.from(clock.instant());
        jdbc.update(
                "insert into hub.identity_job (job_id, kind, state, actor, total, done, position, result, started_at,"
                        + " changed_at, leased_until, input) values (?, ?, 'running', ?, ?, 0, '', '{}', ?, ?, ?, ?)",
                id.toString(),
                kind,
                actor,
                total,
                now,
                now,
                now,
                input);
        announce();
    }

    private void announce() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            listener.run();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                listener.run();
            }
        });
    }

    /** A job that failed is tried again from where it got to; false if there is no such job. */
    boolean resume(UUID id) {
        var now = Timestamp.from(clock.instant());
        var resumed = jdbc.update(
                "update hub.identity_job set state = 'running', attempts = 0, leased_until = ?, changed_at = ?"
                        + " where job_id = ? and state = 'failed'",
                now,
                now,
                id.toString());
        if (resumed > 0) {
            announce();
        }
        return resumed > 0;
    }

    /** A job that nobody works on. */
    record Waiting(UUID id, String kind) {}

    /** Oldest first. */
    List<Waiting> unattended() {
        return jdbc.query(
                "select job_id, kind from hub.identity_job where state = 'running'"
                        + " and (leased_until is null or leased_until <= ?) order by started_at",
                (row, n) -> new Waiting(UUID.fromString(row.getString(1)), row.getString(2)),
                Timestamp.from(clock.instant()));
    }

    /**
     * A job that is this owner's now.
     *
     * @param attempts how often it was taken up, this time included
     * @param position where the one before got to
     */
    record Claimed(UUID id, String kind, String input, int attempts, long done, String position) {}

    /** Empty if another replica was faster, or it has ended. */
    Optional<Claimed> claim(UUID id, UUID owner, Instant until) {
        var taken = jdbc.update(
                "update hub.identity_job set owner = ?, leased_until = ?, attempts = attempts + 1 where job_id = ?"
                        + " and state = 'running' and (leased_until is null or leased_until <= ?)",
                owner.toString(),
                Timestamp.from(until),
                id.toString(),
                Timestamp.from(clock.instant()));
        return taken == 0
                ? Optional.empty()
                : jdbc
                        .query(
                                "select kind, input, attempts, done, position from hub.identity_job where job_id = ?",
                                (row, n) -> new Claimed(
                                        id,
                                        row.getString(1),
                                        Objects.requireNonNullElse(row.getString(2), ""),
                                        row.getInt(3),
                                        row.getLong(4),
                                        row.getString(5)),
                                id.toString())
                        .stream()
                        .findFirst();
    }

    /**
     * How far a job is, and that its owner goes on.
     *
     * @param until end of the lease; now if the owner lets go
     * @return false if it is another's by now: whatever this owner does is for nothing
     */
    boolean progress(UUID id, UUID owner, Progress progress, Instant until) {
        return jdbc.update(
                        "update hub.identity_job set state = ?, done = ?, position = ?, result = ?, changed_at = ?,"
                                + " leased_until = ? where job_id = ? and owner = ? and state = 'running'",
                        progress.state(),
                        progress.done(),
                        progress.position(),
                        progress.result(),
                        Timestamp.from(clock.instant()),
                        Timestamp.from(until),
                        id.toString(),
                        owner.toString())
                > 0;
    }

    /** How far a job is. */
    record Progress(String state, long done, String position, String result) {}

    Optional<Job> find(UUID id) {
        return jdbc
                .query(
                        "select job_id, kind, state, actor, total, done, result, started_at, changed_at"
                                + " from hub.identity_job where job_id = ?",
                        (row, n) -> new Job(
                                UUID.fromString(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getLong(6),
                                explanation.read(row.getString(7)),
                                row.getTimestamp(8).toInstant(),
                                row.getTimestamp(9).toInstant()),
                        id.toString())
                .stream()
                .findFirst();
    }

    /**
     * A source record of the population.
     *
     * @param reason why it is linked to its person
     */
    record Row(String record, String person, String reason) {}

    /** The next records in the order of their ids. */
    List<Row> after(String position, int count) {
        return jdbc.query(
                "select source_patient, unified, reason from hub.patient_link where source_patient > ?"
                        + " order by source_patient fetch first ? rows only",
                (row, n) -> new Row(row.getString(1), row.getString(2), row.getString(3)),
                position,
                count);
    }
}
