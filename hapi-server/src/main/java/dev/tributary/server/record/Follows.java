package dev.tributary.server.record;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Which references to a person go to another. If records stay behind, those that name a record that leaves; and those that name none, if
 * all records of their source leave.
 *
 * @param from the person that they refer to
 * @param to where those go that name no record
 * @param everything whether all go
 * @param names of the records that leave, and the person of each
 * @param sources of which no record stays
 */
record Follows(String from, String to, boolean everything, Map<String, String> names, Set<String> sources) {

    /** @param staying the records that {@code from} keeps; if none, all its resources go */
    static Follows of(String from, String to, List<PatientLink> moved, List<PatientLink> staying) {
        var names = new HashMap<String, String>();
        var sources = new HashSet<String>();
        for (var link : moved) {
            names.put(link.ownSystem() + '|' + link.ownValue(), to);
            sources.add(Statement.metaSource(link.sourceId()));
        }
        staying.forEach(link -> sources.remove(Statement.metaSource(link.sourceId())));
        return new Follows(from, to, staying.isEmpty(), names, sources);
    }

    /** All that refers to a person that has no records any more: each to whom its record belongs now. */
    static Follows all(String from, String to, List<PatientLink> moved) {
        var names = new HashMap<String, String>();
        moved.forEach(link -> names.put(link.ownSystem() + '|' + link.ownValue(), link.unified()));
        return new Follows(from, to, true, names, Set.of());
    }

    /** Where the reference goes; null if it stays. */
    @Nullable
    String person(Resource resource, Reference reference) {
        var id = reference.getReferenceElement();
        if (!"Patient".equals(id.getResourceType()) || !from.equals(id.getIdPart())) {
            return null;
        }
        var named = reference.hasIdentifier() ? names.get(name(reference.getIdentifier())) : null;
        if (named != null) {
            return named.equals(from) ? null : named;
        }
        var goes = everything
                || (!reference.hasIdentifier()
                        && sources.contains(resource.getMeta().getSource()));
        return goes ? to : null;
    }

    private static String name(Identifier identifier) {
        return identifier.getSystem() + '|' + identifier.getValue();
    }
}
