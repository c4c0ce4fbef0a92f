package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.References;
import dev.tributary.server.storage.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
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
     * Points resources of the moved source records from one person to another. A reference that does not name its record follows if all
     * records of its source move.
     *
     * @param moved the source records that move
     * @param staying the records that {@code from} keeps; if none, all its resources move
     */
    List<Written> move(
            RecordSession session, String from, String to, List<PatientLink> moved, List<PatientLink> staying) {
        var names = moved.stream().map(Repointing::name).collect(Collectors.toSet());
        var sources = moved.stream()
                .map(link -> Statement.metaSource(link.sourceId()))
                .collect(Collectors.toSet());
        staying.forEach(link -> sources.remove(Statement.metaSource(link.sourceId())));
        var follows = new Follows(from, staying.isEmpty(), names, sources);
        var references = jdbc.query(REFERRING, (row, n) -> row.getString(1) + "/" + row.getString(2), from);
        session.prefetch(references);
        var changed = new ArrayList<Resource>();
        for (var reference : references) {
            var resource = session.read(reference);
            if (resource != null && repoint(resource, follows, to)) {
                changed.add(resource);
            }
        }
        return changed.isEmpty() ? List.of() : session.write(changed);
    }

    /** Which references to a person go along. */
    private record Follows(String from, boolean everything, Set<String> names, Set<String> sources) {

        boolean test(Resource resource, Reference reference) {
            var id = reference.getReferenceElement();
            if (!"Patient".equals(id.getResourceType()) || !from.equals(id.getIdPart())) {
                return false;
            }
            return everything
                    || (reference.hasIdentifier()
                            ? names.contains(name(reference.getIdentifier()))
                            : sources.contains(resource.getMeta().getSource()));
        }
    }

    private boolean repoint(Resource resource, Follows follows, String to) {
        var found = false;
        for (var reference : References.in(fhir, resource)) {
            if (follows.test(resource, reference)) {
                reference.setReference("Patient/" + to);
                found = true;
            }
        }
        return found;
    }

    private static String name(PatientLink link) {
        return link.ownSystem() + '|' + link.ownValue();
    }

    private static String name(Identifier identifier) {
        return identifier.getSystem() + '|' + identifier.getValue();
    }
}
