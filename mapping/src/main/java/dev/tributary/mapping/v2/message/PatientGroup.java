package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * One patient's part of a message of orders or results.
 *
 * @param segments of the patient and the visit: PID, PD1, NK1, PV1, AL1 and the like
 * @param notes NTE on the patient
 * @param observations OBX that belong to no order
 * @param orders in the order they came
 */
record PatientGroup(
        List<V2Segment> segments, List<V2Segment> notes, List<ObservationGroup> observations, List<OrderGroup> orders) {

    PatientGroup() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean names(String segment) {
        return segments.stream().anyMatch(each -> each.name().equals(segment));
    }

    boolean isEmpty() {
        return segments.isEmpty() && observations.isEmpty() && orders.isEmpty();
    }

    /** The patient's segments as a message of their own. */
    V2Message asMessage(V2Message whole) {
        var own = new ArrayList<V2Segment>();
        own.add(whole.segments().get(0));
        own.addAll(segments);
        return new V2Message(whole.delimiters(), own);
    }
}
