package dev.tributary.server.submission;

import dev.tributary.server.record.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** {@code hub.source_resource}: the id that a source knows a resource by. Needed only where the source chose it. */
final class SourceResourceTable {

    private final NamedParameterJdbcTemplate jdbc;

    SourceResourceTable(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Adds those not known yet. */
    void put(String sourceId, List<SubmittedEntry> entries) {
        var named = entries.stream().filter(entry -> entry.sourceKey() != null).toList();
        if (named.isEmpty()) {
            return;
        }
        var known = new HashSet<>(jdbc.queryForList(
                "select resource_id from hub.source_resource where resource_id in (:ids)",
                Map.of("ids", named.stream().map(SubmittedEntry::hubId).toList()),
                String.class));
        var rows = named.stream()
                .filter(entry -> known.add(entry.hubId()))
                .map(entry -> new MapSqlParameterSource()
                        .addValue("id", entry.hubId())
                        .addValue("source", sourceId)
                        .addValue("type", entry.type())
                        .addValue("key", entry.sourceKey()))
                .toArray(SqlParameterSource[]::new);
        if (rows.length > 0) {
            jdbc.batchUpdate(
                    "insert into hub.source_resource (resource_id, source_id, resource_type, source_key)"
                            + " values (:id, :source, :type, :key)",
                    rows);
        }
    }

    /** Whether the source submitted the resource that has this logical id in the hub; also if it has deleted it since. */
    boolean isSubmitted(String sourceId, String type, String hubId) {
        var known = Map.of("id", hubId, "type", type, "source", sourceId, "uri", Statement.metaSource(sourceId));
        return !jdbc.queryForList(
                        "select 1 from hfj_resource r join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
                                + " where r.res_type = :type and r.fhir_id = :id and v.source_uri = :uri"
                                + " union select 1 from hub.source_resource"
                                + " where resource_id = :id and resource_type = :type and source_id = :source",
                        known,
                        Integer.class)
                .isEmpty();
    }

    /** Own ids by hub id, for those of the source. */
    Map<String, String> ownIds(String sourceId, Collection<String> hubIds) {
        var own = new HashMap<String, String>();
        if (!hubIds.isEmpty()) {
            jdbc.query(
                    "select resource_id, source_key from hub.source_resource where source_id = :source"
                            + " and resource_id in (:ids)",
                    Map.of("source", sourceId, "ids", hubIds),
                    row -> {
                        own.put(row.getString(1), row.getString(2));
                    });
        }
        return own;
    }

    /** The source's own record of a person, by the name that the source gives the patient; the person's id if there is none. */
    Map<String, String> sourcePatients(String sourceId, Collection<String> persons) {
        var own = new HashMap<String, String>();
        if (!persons.isEmpty()) {
            jdbc.query(
                    "select unified, own_system, own_value, source_patient from hub.patient_link"
                            + " where source_id = :source and unified in (:persons)",
                    Map.of("source", sourceId, "persons", persons),
                    row -> {
                        own.put(row.getString(1) + '|' + row.getString(2) + '|' + row.getString(3), row.getString(4));
                    });
        }
        return own;
    }
}
