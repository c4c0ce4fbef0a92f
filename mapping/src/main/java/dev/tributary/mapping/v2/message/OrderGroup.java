package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.er7.V2Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ORC and OBR, of which one may be missing, and what belongs to them. */
final class OrderGroup {

    private @Nullable V2Segment orc;
    private @Nullable V2Segment obr;
    private final List<V2Segment> timings = new ArrayList<>();
    private final List<V2Segment> notes = new ArrayList<>();
    private final List<V2Segment> diagnoses = new ArrayList<>();
    private final List<V2Segment> others = new ArrayList<>();
    private final List<ObservationGroup> observations = new ArrayList<>();
    private final List<SpecimenGroup> specimens = new ArrayList<>();
    private final List<DocumentGroup> documents = new ArrayList<>();

    @Nullable
    V2Segment orc() {
        return orc;
    }

    @Nullable
    V2Segment obr() {
        return obr;
    }

    void orc(V2Segment segment) {
        orc = segment;
    }

    void obr(V2Segment segment) {
        obr = segment;
    }

    /** TQ1. */
    List<V2Segment> timings() {
        return timings;
    }

    /** NTE after ORC or OBR. */
    List<V2Segment> notes() {
        return notes;
    }

    /** DG1 after OBR. */
    List<V2Segment> diagnoses() {
        return diagnoses;
    }

    /** Segments that have no map here. */
    List<V2Segment> others() {
        return others;
    }

    List<ObservationGroup> observations() {
        return observations;
    }

    List<SpecimenGroup> specimens() {
        return specimens;
    }

    List<DocumentGroup> documents() {
        return documents;
    }

    /** What came between ORC and TXA is the document, not the result of the OBR that follows. */
    void document(V2Segment txa) {
        var document = new DocumentGroup(txa);
        if (obr == null) {
            document.observations().addAll(observations);
            observations.clear();
        }
        documents.add(document);
    }
}
