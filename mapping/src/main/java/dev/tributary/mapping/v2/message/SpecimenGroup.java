package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;

/** An SPM with its comments, its containers (SAC), who took it (PRT) and what was observed on the specimen itself. */
record SpecimenGroup(
        V2Segment spm,
        List<V2Segment> notes,
        List<ObservationGroup> observations,
        List<V2Segment> containers,
        List<V2Segment> participations) {

    SpecimenGroup(V2Segment spm) {
        this(spm, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }
}
