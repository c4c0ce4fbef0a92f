package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.References;
import dev.tributary.server.storage.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/** When source records move to another person, what they said of the patient moves with them, in the same transaction. */
final class Repointing {

    private static final String REFERRING = "select distinct s.res_type, s.fhir_id from hfj_res_link l"
            + " join hfj_resource s on s.res_id = l.src_resource_id"
            + " join hfj_resource t on t.res_id = l.target_resource_id"
            + " where t.res_type = 'Patient' and t.fhir_id = ? and s.res_type <> 'Patient' and s.res_deleted_at is null";

    private final FhirContext fhir;
    private final JdbcTemplate jdbc;

    Repointing(FhirContext fhir, JdbcTemplate jdbc) {
        this.fhir = fhir;
        this.jdbc = jdbc;
    }

    /**
     * Points resources of the moved source records from one person to another.
     *
     * @param moved the source records that move; all others of {@code from} keep their resources
     * @param everything whether {@code from} is left with no source record, so that all its resources move
     */
    List<Written> move(RecordSession session, String from, String to, List<PatientLink> moved, boolean everything) {
        var names = moved.stream()
                .map(link -> link.ownSystem() + '|' + link.ownValue())
                .collect(Collectors.toSet());
        var references = jdbc.query(REFERRING, (row, n) -> row.getString(1) + "/" + row.getString(2), from);
        session.prefetch(references);
        var changed = new ArrayList<Resource>();
        for (var reference : references) {
            var resource = session.read(reference);
            if (resource != null && repoint(resource, from, to, everything ? Set.of() : names, everything)) {
                changed.add(resource);
            }
        }
        return changed.isEmpty() ? List.of() : session.write(changed);
    }

    private boolean repoint(Resource resource, String from, String to, Set<String> names, boolean everything) {
        var found = false;
        for (var reference : References.in(fhir, resource)) {
            if (refersTo(reference, from) && (everything || names.contains(name(reference)))) {
                reference.setReference("Patient/" + to);
                found = true;
            }
        }
        return found;
    }

    private static boolean refersTo(Reference reference, String patient) {
        var id = reference.getReferenceElement();
        return "Patient".equals(id.getResourceType()) && patient.equals(id.getIdPart());
    }

    private static String name(Reference reference) {
        return reference.getIdentifier().getSystem()
                + '|'
                + reference.getIdentifier().getValue();
    }
}
