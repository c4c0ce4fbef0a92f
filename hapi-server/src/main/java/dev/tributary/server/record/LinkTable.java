package dev.tributary.server.record;

import dev.tributary.identity.IdentityKey;
import dev.tributary.identity.UnificationPlan.IdentityKeyHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** {@code hub.patient_link}, {@code hub.identity_key} and {@code hub.link_history}, in the caller's transaction. */
final class LinkTable {

    private static final String COLUMNS =
            "l.source_patient, l.source_id, l.unified, l.active, l.own_system, l.own_value, l.linked_at, l.said_at, l.trust";

    private final NamedParameterJdbcTemplate jdbc;
    private final Clock clock;

    LinkTable(NamedParameterJdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Map<String, PatientLink> bySourcePatient(Collection<String> sourcePatients) {
        return find("source_patient", sourcePatients).stream()
                .collect(Collectors.toMap(PatientLink::sourcePatient, Function.identity()));
    }

    /**
     * Links by source record, with the strong identifiers that the records hold.
     *
     * @param keys nothing for a record without
     */
    record Linked(Map<String, PatientLink> links, Map<String, Set<IdentityKeyHash>> keys) {}

    Linked withKeys(Collection<String> sourcePatients) {
        var linked = new Linked(new HashMap<>(), new HashMap<>());
        if (!sourcePatients.isEmpty()) {
            jdbc.query(
                    "select " + COLUMNS + ", k.key_system, k.key_hash from hub.patient_link l"
                            + " left join hub.identity_key k on k.source_patient = l.source_patient"
                            + " where l.source_patient in (:values)",
                    Map.of("values", sourcePatients),
                    row -> {
                        var link = link(row, 0);
                        linked.links().put(link.sourcePatient(), link);
                        if (row.getString(10) != null) {
                            linked.keys()
                                    .computeIfAbsent(link.sourcePatient(), record -> new HashSet<>())
                                    .add(new IdentityKeyHash(row.getString(10), row.getString(11)));
                        }
                    });
        }
        return linked;
    }

    List<PatientLink> byPerson(Collection<String> unified) {
        return find("unified", unified);
    }

    private List<PatientLink> find(String column, Collection<String> values) {
        if (values.isEmpty()) {
            return List.of();
        }
        return jdbc.query(
                "select " + COLUMNS + " from hub.patient_link l where l." + column
                        + " in (:values) order by l.source_patient",
                Map.of("values", values),
                LinkTable::link);
    }

    /** Persons of which a source record other than these holds one of the keys. */
    Set<String> personsHolding(Collection<String> keyHashes, Collection<String> exceptSourcePatients) {
        if (keyHashes.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.queryForList(
                "select distinct l.unified from hub.identity_key k"
                        + " join hub.patient_link l on l.source_patient = k.source_patient"
                        + " where k.key_hash in (:hashes) and k.source_patient not in (:except)",
                Map.of("hashes", keyHashes, "except", exceptSourcePatients),
                String.class));
    }

    Set<IdentityKeyHash> keysOf(Collection<String> sourcePatients) {
        if (sourcePatients.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(jdbc.query(
                "select key_system, key_hash from hub.identity_key where source_patient in (:patients)",
                Map.of("patients", sourcePatients),
                (row, n) -> new IdentityKeyHash(row.getString(1), row.getString(2))));
    }

    void putKeys(String sourcePatient, Set<IdentityKey> keys) {
        jdbc.update("delete from hub.identity_key where source_patient = :patient", Map.of("patient", sourcePatient));
        for (var key : keys) {
            jdbc.update(
                    "insert into hub.identity_key (source_patient, key_hash, key_system)"
                            + " values (:patient, :hash, :system)",
                    Map.of("patient", sourcePatient, "hash", key.hash(), "system", key.system()));
        }
    }

    /** Inserts or replaces a link, and notes in the history when the person is another than before. */
    void put(PatientLink link, @Nullable PatientLink previous, String reason, UUID messageId) {
        var values = new HashMap<String, @Nullable Object>(Map.of(
                "patient", link.sourcePatient(),
                "source", link.sourceId(),
                "unified", link.unified(),
                "active", link.active(),
                "system", link.ownSystem(),
                "value", link.ownValue(),
                "linked", Timestamp.from(link.linkedAt()),
                "said", Timestamp.from(link.saidAt()),
                "trust", link.trust(),
                "message", messageId.toString()));
        values.put("reason", reason);
        if (previous == null) {
            jdbc.update(
                    "insert into hub.patient_link (source_patient, source_id, unified, active, own_system, own_value,"
                            + " linked_at, said_at, trust, reason, message_id) values (:patient, :source, :unified,"
                            + " :active, :system, :value, :linked, :said, :trust, :reason, :message)",
                    values);
        } else {
            jdbc.update(
                    "update hub.patient_link set unified = :unified, active = :active, own_system = :system,"
                            + " own_value = :value, said_at = :said, trust = :trust, reason = :reason,"
                            + " message_id = :message where source_patient = :patient",
                    values);
        }
        if (previous == null || !previous.unified().equals(link.unified())) {
            values.put("changed", Timestamp.from(clock.instant()));
            values.put("from", previous == null ? null : previous.unified());
            jdbc.update(
                    "insert into hub.link_history (source_patient, from_unified, to_unified, reason, message_id,"
                            + " changed_at) values (:patient, :from, :unified, :reason, :message, :changed)",
                    values);
        }
    }

    private static PatientLink link(ResultSet row, int number) throws SQLException {
        return new PatientLink(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5),
                row.getString(6),
                row.getTimestamp(7).toInstant(),
                row.getTimestamp(8).toInstant(),
                row.getInt(9));
    }
}
