package dev.tributary.subscriptions.message;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.context.EventContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * The focus of an event and everything that the guide wants with it: whom and where it names, the visit's conditions, the person's
 * coverage. References lead to resources of the graph, or else, as URLs, to the hub.
 */
final class ReferenceGraph {

    private static final int MOST_RESOURCES = 100;
    private static final int MOST_FOUND = 25;
    private static final int DEPTH = 3;
    private static final Set<String> FOLLOWED = Set.of(
            "Patient",
            "Encounter",
            "Practitioner",
            "PractitionerRole",
            "Location",
            "Organization",
            "Condition",
            "Observation",
            "Specimen",
            "Medication");

    private final FhirContext fhir;
    private final String fhirBase;
    private final EventContext context;
    private final Map<String, Resource> resources = new LinkedHashMap<>();

    ReferenceGraph(FhirContext fhir, String fhirBase, EventContext context) {
        this.fhir = fhir;
        this.fhirBase = fhirBase;
        this.context = context;
    }

    /** Copies of all that belongs to the event, the focus first; empty if the focus cannot be read. */
    List<Resource> read() {
        Optional<Resource> focus = context.focus();
        if (focus.isEmpty()) {
            return List.of();
        }
        follow(focus.get(), 0);
        context.patient().ifPresent(patient -> follow(patient, 0));
        context.encounter().ifPresent(this::around);
        resources.values().forEach(this::settle);
        return new ArrayList<>(resources.values());
    }

    private void around(Encounter encounter) {
        follow(encounter, 0);
        for (Condition condition : context.find(Condition.class, "encounter", name(encounter), MOST_FOUND)) {
            if (isMeant(condition)) {
                follow(condition, 1);
            }
        }
        for (Coverage coverage :
                context.find(Coverage.class, "beneficiary", context.event().patient(), MOST_FOUND)) {
            if (coverage.getStatus() == CoverageStatus.ACTIVE) {
                follow(coverage, 1);
            }
        }
    }

    private static boolean isMeant(Condition condition) {
        return condition.getVerificationStatus().getCoding().stream()
                .noneMatch(coding -> Set.of("entered-in-error", "refuted").contains(String.valueOf(coding.getCode())));
    }

    private void follow(Resource start, int depth) {
        Deque<Resource> next = new ArrayDeque<>(add(start));
        for (int level = depth; level < DEPTH && !next.isEmpty(); level++) {
            List<Resource> found = new ArrayList<>();
            for (Resource resource : next) {
                for (Reference reference : references(resource)) {
                    if (isFollowed(resource, reference)) {
                        context.resource(reference.getReference()).ifPresent(target -> found.addAll(add(target)));
                    }
                }
            }
            next = new ArrayDeque<>(found);
        }
    }

    /** The records that a person is made of are the hub's own matter. */
    private static boolean isFollowed(Resource from, Reference reference) {
        return reference.hasReference()
                && FOLLOWED.contains(type(reference))
                && !(from instanceof Patient && type(reference).equals("Patient"));
    }

    /** The copy, if the graph did not have it yet. */
    private List<Resource> add(Resource resource) {
        String name = name(resource);
        if (resources.containsKey(name) || resources.size() >= MOST_RESOURCES) {
            return List.of();
        }
        Resource copy = resource.copy();
        copy.setId(name);
        resources.put(name, copy);
        return List.of(copy);
    }

    private void settle(Resource resource) {
        if (resource instanceof Encounter encounter) {
            settleVisit(encounter);
        }
        for (Reference reference : references(resource)) {
            String target = reference.getReference();
            boolean isElsewhere = target != null
                    && target.matches("[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}")
                    && !resources.containsKey(target);
            if (isElsewhere) {
                reference.setReference(fhirBase + "/" + target);
            }
        }
    }

    /** The guide wants practitioners and locations in the bundle; whoever cannot be there is left out. */
    private void settleVisit(Encounter encounter) {
        for (EncounterParticipantComponent participant : encounter.getParticipant()) {
            context.read(participant.getIndividual(), PractitionerRole.class)
                    .map(PractitionerRole::getPractitioner)
                    .ifPresent(practitioner -> participant.setIndividual(practitioner.copy()));
        }
        encounter
                .getParticipant()
                .removeIf(each -> !(resources.get(each.getIndividual().getReference()) instanceof Practitioner));
        encounter
                .getLocation()
                .removeIf(each -> !resources.containsKey(each.getLocation().getReference()));
        encounter
                .getDiagnosis()
                .removeIf(each -> !resources.containsKey(each.getCondition().getReference()));
    }

    private Collection<Reference> references(Resource resource) {
        return fhir.newTerser().getAllPopulatedChildElementsOfType(resource, Reference.class);
    }

    private static String type(Reference reference) {
        int slash = reference.getReference().indexOf('/');
        return slash < 0 ? "" : reference.getReference().substring(0, slash);
    }

    private static String name(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
