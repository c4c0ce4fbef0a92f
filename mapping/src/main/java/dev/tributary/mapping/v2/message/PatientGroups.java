package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;

/** Messages that tell of several patients repeat the group of PID and what follows it. */
final class PatientGroups {

    private PatientGroups() {}

    /** One list for each PID; segments before the first PID belong to none. */
    static List<List<V2Segment>> of(List<V2Segment> segments) {
        var groups = new ArrayList<List<V2Segment>>();
        for (var segment : segments) {
            if (segment.name().equals("PID")) {
                groups.add(new ArrayList<>());
            }
            if (!groups.isEmpty()) {
                groups.get(groups.size() - 1).add(segment);
            }
        }
        return groups;
    }
}
