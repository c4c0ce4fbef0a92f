package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;

/** A TXA beside an order, with the OBX before it that are its content; without any, the documents among the order's OBX are. */
record DocumentGroup(V2Segment txa, List<ObservationGroup> observations) {

    DocumentGroup(V2Segment txa) {
        this(txa, new ArrayList<>());
    }
}
