package dev.tributary.server.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.identity_job}, and the population in pages. */
final class JobTable {

    private final JdbcTemplate jdbc;
    private final Explanation explanation;
    private final Clock clock;

    JobTable(JdbcTemplate jdbc, Explanation explanation, Clock clock) {
        this.jdbc = jdbc;
        this.explanation = explanation;
        this.clock = clock;
    }

    void start(UUID id, String kind, String actor) {
        var now = Timestamp.from(clock.instant());
        var total = jdbc.queryForObject("select count(*) from hub.patient_link", Long.class);
        jdbc.update(
                "insert into hub.identity_job (job_id, kind, state, actor, total, done, position, result, started_at,"
                        + " changed_at) values (?, ?, 'running', ?, ?, 0, '', '{}', ?, ?)",
                id.toString(),
                kind,
                actor,
                total,
                now,
                now);
    }

    void progress(UUID id, String state, long done, String position, String result) {
        jdbc.update(
                "update hub.identity_job set state = ?, done = ?, position = ?, result = ?, changed_at = ?"
                        + " where job_id = ?",
                state,
                done,
                position,
                result,
                Timestamp.from(clock.instant()),
                id.toString());
    }

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
