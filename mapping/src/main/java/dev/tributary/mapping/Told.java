package dev.tributary.mapping;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Resource;

/**
 * One thing that was said of a resource.
 *
 * @param occurred when it happened
 * @param resource the statement as it was mapped; stays as it is
 * @param cleared as in {@link Change.Write#cleared()}
 */
public record Told(Instant occurred, Resource resource, Set<String> cleared) {

    public Told {
        cleared = Set.copyOf(cleared);
    }

    /** By the time when it happened, at one time a visit's beginning before all else, then as it came; without repetitions. */
    static List<Told> inOrder(List<Told> statements) {
        var order = new ArrayList<Told>();
        for (var told : statements) {
            if (order.stream().noneMatch(told::repeats)) {
                order.add(told);
            }
        }
        order.sort(Comparator.comparing(Told::occurred).thenComparing(Told::rank));
        return order;
    }

    private int rank() {
        if (resource instanceof Encounter encounter) {
            if (encounter.getStatus() == EncounterStatus.PLANNED) {
                return 0;
            }
            return encounter.getStatus() == EncounterStatus.INPROGRESS && isBeginning(encounter) ? 1 : 2;
        }
        return 2;
    }

    /** An admission tells the start of the visit and when the patient came to the place. */
    private boolean isBeginning(Encounter encounter) {
        return encounter.getPeriod().hasStart()
                && cleared.isEmpty()
                && encounter.getLocation().stream()
                        .allMatch(location -> location.getPeriod().hasStart());
    }

    private boolean repeats(Told other) {
        return occurred.equals(other.occurred())
                && cleared.equals(other.cleared())
                && resource.equalsDeep(other.resource());
    }
}
