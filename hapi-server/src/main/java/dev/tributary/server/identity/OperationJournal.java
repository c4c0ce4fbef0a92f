package dev.tributary.server.identity;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.record.Regrouping.Move;
import dev.tributary.server.record.Regrouping.Repointed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.identity_operation} with what each operation moved, and its audit row, in the caller's transaction. */
final class OperationJournal {

    private static final String SELECT = "select o.operation_id, o.kind, o.actor, o.note, o.subject, o.other,"
            + " o.performed_at, o.undone_by from hub.identity_operation o";

    private final JdbcTemplate jdbc;
    private final AuditTrail audit;

    OperationJournal(JdbcTemplate jdbc, AuditTrail audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    void append(PersonOperation operation, List<Move> moves, List<Repointed> repointed) {
        var id = operation.id().toString();
        jdbc.update(
                "insert into hub.identity_operation (operation_id, kind, actor, note, subject, other, performed_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                id,
                operation.kind().code(),
                operation.actor(),
                operation.note(),
                operation.subject(),
                operation.other(),
                Timestamp.from(operation.performedAt()));
        audit.record(
                operation.actor(),
                "patient-" + operation.kind().code(),
                "Patient/" + operation.subject(),
                null,
                "operation " + id + ", other " + operation.other());
        jdbc.batchUpdate(
                "insert into hub.identity_move (operation_id, source_patient, from_unified, to_unified)"
                        + " values (?, ?, ?, ?)",
                moves.stream()
                        .map(move -> new Object[] {id, move.record(), move.from(), move.to()})
                        .toList());
        follow(operation.id(), repointed);
    }

    /** Resources that followed an operation or a message; one that had to follow twice counts as it was the last time. */
    void follow(UUID operation, List<Repointed> repointed) {
        if (repointed.isEmpty()) {
            return;
        }
        var id = operation.toString();
        jdbc.batchUpdate(
                "delete from hub.identity_repointed where operation_id = ? and reference = ?",
                repointed.stream()
                        .map(each -> new Object[] {id, each.reference()})
                        .toList());
        jdbc.batchUpdate(
                "insert into hub.identity_repointed (operation_id, reference, version_before, version_after)"
                        + " values (?, ?, ?, ?)",
                repointed.stream()
                        .map(each -> new Object[] {id, each.reference(), each.versionBefore(), each.versionAfter()})
                        .toList());
    }

    /** Of these, those that followed an operation and are not back yet. */
    Map<String, Repointed> repointed(@Nullable UUID operation, Collection<String> references) {
        var found = new HashMap<String, Repointed>();
        if (operation == null || references.isEmpty()) {
            return found;
        }
        var values = new ArrayList<Object>();
        values.add(operation.toString());
        values.addAll(references);
        jdbc.query(
                "select reference, version_before, version_after from hub.identity_repointed where operation_id = ?"
                        + " and restored_by is null and reference in ("
                        + String.join(", ", Collections.nCopies(references.size(), "?")) + ")",
                row -> {
                    found.put(row.getString(1), new Repointed(row.getString(1), row.getString(2), row.getString(3)));
                },
                values.toArray());
        return found;
    }

    /** These are back. */
    void restored(@Nullable UUID operation, UUID by, Collection<String> references) {
        if (operation != null) {
            jdbc.batchUpdate(
                    "update hub.identity_repointed set restored_by = ? where operation_id = ? and reference = ?",
                    references.stream()
                            .map(reference -> new Object[] {by.toString(), operation.toString(), reference})
                            .toList());
        }
    }

    /** What this operation took back; null if it took nothing back. */
    @Nullable
    UUID undoneBy(UUID undo) {
        return jdbc
                .query(
                        "select operation_id from hub.identity_operation where undone_by = ?",
                        (row, n) -> UUID.fromString(row.getString(1)),
                        undo.toString())
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** If it settled a review, that is to be decided again. */
    void undone(UUID operation, UUID by, Instant at) {
        jdbc.update(
                "update hub.identity_operation set undone_by = ? where operation_id = ?",
                by.toString(),
                operation.toString());
        jdbc.update(
                "update hub.identity_review set state = 'open', decided_by = null, operation_id = null, changed_at = ?"
                        + " where operation_id = ?",
                Timestamp.from(at),
                operation.toString());
    }

    Optional<PersonOperation> find(UUID id) {
        return jdbc.query(SELECT + " where o.operation_id = ?", OperationJournal::operation, id.toString()).stream()
                .findFirst();
    }

    /** Newest first: those that were asked for this person, this record or a record of the person, or moved a record of it, to it or from it. */
    List<PersonOperation> concerning(String id) {
        return jdbc.query(
                SELECT + " where o.subject = ? or o.other = ? or exists (select 1 from hub.patient_link l"
                        + " where l.unified = ? and l.source_patient in (o.subject, o.other))"
                        + " or exists (select 1 from hub.identity_move m"
                        + " where m.operation_id = o.operation_id"
                        + " and (m.source_patient = ? or m.from_unified = ? or m.to_unified = ?)) order by o.seq desc",
                OperationJournal::operation,
                id,
                id,
                id,
                id,
                id,
                id);
    }

    List<Move> moves(UUID operation) {
        return jdbc.query(
                "select source_patient, from_unified, to_unified from hub.identity_move where operation_id = ?"
                        + " order by source_patient",
                (row, n) -> new Move(row.getString(1), row.getString(2), row.getString(3)),
                operation.toString());
    }

    /** What followed an operation and is not back yet. */
    List<Repointed> repointed(UUID operation) {
        return jdbc.query(
                "select reference, version_before, version_after from hub.identity_repointed where operation_id = ?"
                        + " and restored_by is null order by reference",
                (row, n) -> new Repointed(row.getString(1), row.getString(2), row.getString(3)),
                operation.toString());
    }

    /**
     * A link that the hub made or moved.
     *
     * @param cause the journalled message or the operation
     */
    record LinkEntry(String record, @Nullable String from, String to, String reason, String cause, Instant at) {}

    /** Every link of these records and persons, oldest first. */
    List<LinkEntry> links(String id) {
        return jdbc.query(
                "select source_patient, from_unified, to_unified, reason, message_id, changed_at from hub.link_history"
                        + " where source_patient = ? or source_patient in"
                        + " (select l.source_patient from hub.patient_link l where l.unified = ?)"
                        + " or source_patient in (select m.source_patient from hub.identity_move m"
                        + " where m.from_unified = ? or m.to_unified = ?) order by entry",
                (row, n) -> new LinkEntry(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getTimestamp(6).toInstant()),
                id,
                id,
                id,
                id);
    }

    private static PersonOperation operation(ResultSet row, int number) throws SQLException {
        var undoneBy = row.getString(8);
        return new PersonOperation(
                UUID.fromString(row.getString(1)),
                PersonOperation.Kind.ofCode(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getTimestamp(7).toInstant(),
                undoneBy == null ? null : UUID.fromString(undoneBy));
    }
}
