package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;

/** An OBX, and the NTE and PRT that follow it. */
record ObservationGroup(V2Segment obx, List<V2Segment> notes, List<V2Segment> participations) {

    ObservationGroup(V2Segment obx) {
        this(obx, new ArrayList<>(), new ArrayList<>());
    }
}
