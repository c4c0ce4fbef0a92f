package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.model.cross.IResourceLookup;
import ca.uhn.fhir.jpa.model.cross.JpaResourceLookup;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import org.hl7.fhir.instance.model.api.IIdType;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Looks up many resources by type and logical id in one query. HAPI's own look-up does the same by way of HQL, which costs more
 * processor time than the query itself.
 */
final class ResourceIds {

    private static final int LONGEST_LIST = 256;

    private final JdbcTemplate jdbc;

    ResourceIds(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What is stored, deleted resources included; nothing for what is not there. */
    List<IResourceLookup<JpaPid>> find(Collection<? extends IIdType> wanted) {
        var references = new HashSet<String>();
        wanted.forEach(id -> references.add(id.getResourceType() + "/" + id.getIdPart()));
        var ids = wanted.stream().map(IIdType::getIdPart).distinct().toList();
        var found = new ArrayList<IResourceLookup<JpaPid>>();
        for (var from = 0; from < ids.size(); from += LONGEST_LIST) {
            var some = padded(ids.subList(from, Math.min(ids.size(), from + LONGEST_LIST)));
            jdbc.query(
                    "select res_id, res_type, fhir_id, res_deleted_at from hfj_resource where fhir_id in ("
                            + "?,".repeat(some.size() - 1) + "?)",
                    (ResultSet row) -> {
                        var lookup = new JpaResourceLookup(
                                row.getString(2), row.getString(3), row.getLong(1), row.getTimestamp(4), null);
                        if (references.contains(lookup.getResourceType() + "/" + lookup.getFhirId())) {
                            found.add(lookup);
                        }
                    },
                    some.toArray());
        }
        return found;
    }

    /** To a power of two, so that there are few different statements and the database keeps their plans. */
    private static List<String> padded(List<String> values) {
        var padded = new ArrayList<>(values);
        while (Integer.bitCount(padded.size()) != 1) {
            padded.add(values.get(0));
        }
        return padded;
    }
}
