package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;

/** An SPM with its comments and with what was observed on the specimen itself. */
record SpecimenGroup(V2Segment spm, List<V2Segment> notes, List<ObservationGroup> observations) {

    SpecimenGroup(V2Segment spm) {
        this(spm, new ArrayList<>(), new ArrayList<>());
    }
}
