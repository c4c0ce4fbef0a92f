package dev.tributary.server.storage;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.model.cross.IResourceLookup;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads what a resource says and nothing else: one query, where HAPI's reading takes three and keeps each row for a later update.
 */
final class ResourceBodies {

    private final JdbcTemplate jdbc;
    private final FhirContext fhir;

    ResourceBodies(JdbcTemplate jdbc, FhirContext fhir) {
        this.jdbc = jdbc;
        this.fhir = fhir;
    }

    /** The newest version, with its id but without tags; null if the resource is deleted or not kept as plain JSON. */
    @Nullable
    Resource find(IResourceLookup<JpaPid> lookup) {
        var found = jdbc.query(
                "select r.fhir_id, r.res_ver, v.res_text_vc from hfj_resource r"
                        + " join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
                        + " where r.res_id = ? and r.res_deleted_at is null and v.res_encoding = 'JSON'",
                (row, number) -> body(lookup.getResourceType(), row),
                lookup.getPersistentId().getId());
        return found.isEmpty() ? null : found.get(0);
    }

    private Resource body(String type, ResultSet row) throws SQLException {
        var resource = (Resource) fhir.newJsonParser().parseResource(row.getString(3));
        resource.setId(new IdType(type, row.getString(1), row.getString(2)));
        return resource;
    }
}
