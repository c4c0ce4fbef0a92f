package dev.tributary.subscriptions.acknowledgement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.acknowledgement} and its marks. */
public final class AcknowledgementStore {

    private static final String BEHIND = """
            select m.subscription_id from hub.acknowledgement_mark m
            join hub.subscription_lane l on l.subscription_id = m.subscription_id
            where l.events_since_start > m.opened_up_to order by m.subscription_id
            """;
    private static final String OPEN = """
            insert into hub.acknowledgement
                (subscription_id, event_number, task_id, owner, status, opened_at, due_at, escalate_to)
            values (?, ?, ?, ?, 'requested', ?, ?, ?)
            """;
    private static final String OVERDUE = """
            select subscription_id, event_number, task_id, escalate_to from hub.acknowledgement
            where escalated_at is null and acknowledged_at is null and escalate_to is not null and due_at <= ?
              and status <> 'cancelled'
            order by due_at, task_id limit 100
            """;
    private static final String FIGURES = """
            select subscription_id, owner, status, opened_at, due_at, acknowledged_at, escalated_at
            from hub.acknowledgement where opened_at >= ? order by subscription_id, event_number
            """;

    private final JdbcTemplate jdbc;

    public AcknowledgementStore(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One Task, for the figures. */
    record Row(
            String subscriptionId,
            String owner,
            String status,
            Instant openedAt,
            Instant dueAt,
            @Nullable Instant acknowledgedAt,
            boolean escalated) {

        boolean isOpen() {
            return List.of("requested", "received", "accepted", "in-progress", "on-hold")
                    .contains(status);
        }

        Optional<Duration> taken() {
            return Optional.ofNullable(acknowledgedAt).map(at -> Duration.between(openedAt, at));
        }
    }

    /** One that nobody acknowledged in time. */
    record Overdue(String subscriptionId, long eventNumber, String taskId, String escalateTo) {}

    List<String> behind() {
        return jdbc.queryForList(BEHIND, String.class);
    }

    /** Up to which number Tasks are open, held against other replicas until the transaction ends; empty if there is no plan (any more). */
    Optional<Long> lockMark(String subscriptionId) {
        return jdbc
                .queryForList(
                        "select opened_up_to from hub.acknowledgement_mark where subscription_id = ? for update",
                        Long.class,
                        subscriptionId)
                .stream()
                .findFirst();
    }

    void mark(String subscriptionId, long openedUpTo) {
        jdbc.update(
                "update hub.acknowledgement_mark set opened_up_to = ? where subscription_id = ?",
                openedUpTo,
                subscriptionId);
    }

    /** What is numbered from here on gets Tasks; a mark that stands, stays. */
    void begin(String subscriptionId) {
        if (lockMark(subscriptionId).isEmpty()) {
            jdbc.update(
                    "insert into hub.acknowledgement_mark (subscription_id, opened_up_to)"
                            + " select subscription_id, events_since_start from hub.subscription_lane where subscription_id = ?",
                    subscriptionId);
        }
    }

    void end(String subscriptionId) {
        jdbc.update("delete from hub.acknowledgement_mark where subscription_id = ?", subscriptionId);
    }

    void open(
            String subscriptionId,
            long number,
            String taskId,
            String owner,
            Instant openedAt,
            AcknowledgementPlan plan) {
        jdbc.update(
                OPEN,
                subscriptionId,
                number,
                taskId,
                owner,
                at(openedAt),
                at(openedAt.plus(plan.within())),
                plan.escalateTo());
    }

    List<Overdue> overdue(Instant now) {
        return jdbc.query(
                OVERDUE,
                (row, index) -> new Overdue(
                        row.getString("subscription_id"),
                        row.getLong("event_number"),
                        row.getString("task_id"),
                        row.getString("escalate_to")),
                at(now));
    }

    /** Claims an escalation for the transaction; false if another replica was faster or somebody acknowledged meanwhile. */
    boolean claimEscalation(String taskId, Instant now) {
        return jdbc.update(
                        "update hub.acknowledgement set escalated_at = ?"
                                + " where task_id = ? and escalated_at is null and acknowledged_at is null",
                        at(now),
                        taskId)
                == 1;
    }

    void escalated(String taskId, long number) {
        jdbc.update("update hub.acknowledgement set escalated_number = ? where task_id = ?", number, taskId);
    }

    /** The Task that an event was escalated for, if it was. */
    public Optional<String> escalatedTask(String subscriptionId, long number) {
        return jdbc
                .queryForList(
                        "select task_id from hub.acknowledgement where escalate_to = ? and escalated_number = ?",
                        String.class,
                        subscriptionId,
                        number)
                .stream()
                .findFirst();
    }

    /** Whose Task it is; empty if it was not opened here. */
    public Optional<String> owner(String taskId) {
        return jdbc
                .queryForList("select owner from hub.acknowledgement where task_id = ?", String.class, taskId)
                .stream()
                .findFirst();
    }

    /**
     * What became of a Task, in the caller's transaction. The first word but a refusal acknowledges; a refusal is overdue at once.
     *
     * @param status as of the Task
     */
    public void changed(String taskId, String status, Instant now) {
        jdbc.update("update hub.acknowledgement set status = ? where task_id = ?", status, taskId);
        if (status.equals("rejected")) {
            jdbc.update(
                    "update hub.acknowledgement set due_at = ? where task_id = ? and due_at > ?",
                    at(now),
                    taskId,
                    at(now));
        } else if (!status.equals("requested") && !status.equals("cancelled")) {
            jdbc.update(
                    "update hub.acknowledgement set acknowledged_at = ? where task_id = ? and acknowledged_at is null",
                    at(now),
                    taskId);
        }
        if (status.equals("completed")) {
            jdbc.update("update hub.acknowledgement set completed_at = ? where task_id = ?", at(now), taskId);
        }
    }

    List<Row> since(Instant since) {
        return jdbc.query(FIGURES, AcknowledgementStore::row, at(since));
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        OffsetDateTime acknowledged = row.getObject("acknowledged_at", OffsetDateTime.class);
        return new Row(
                row.getString("subscription_id"),
                row.getString("owner"),
                row.getString("status"),
                row.getObject("opened_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                acknowledged == null ? null : acknowledged.toInstant(),
                row.getObject("escalated_at", OffsetDateTime.class) != null);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
