package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObxToObservation;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PrtToPerformer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** The observations of one message: what names them, and which of them are the parents of later ones (OBR-26, OBR-29). */
final class ObservationMaps {

    private final Translation translation;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final List<Parent> parents = new ArrayList<>();

    ObservationMaps(Translation translation) {
        this.translation = translation;
    }

    /** An observation that a later OBR may name as its parent. */
    private record Parent(Order order, @Nullable String code, String subId, Observation observation) {}

    /** @param obr to whose report the observation belongs; null if to none */
    Observation map(ObservationGroup group, SegmentReader obx, Order order, @Nullable SegmentReader obr) {
        var key = order.key() + "|" + ObxToObservation.key(group.obx(), translation);
        var occurrence = occurrences.merge(key, 1, Integer::sum);
        var unique = occurrence == 1 ? key : key + "|" + occurrence;
        var observation = ObxToObservation.map(obx, unique, order, obr, translation);
        annotate(observation, group.notes());
        PrtToPerformer.addTo(observation, group.participations(), translation);
        var code = group.obx().value(3);
        parents.add(new Parent(
                order,
                code == null ? null : CweToCodeableConcept.key(code, translation.profile()),
                group.obx().raw(4).strip(),
                observation));
        return observation;
    }

    private void annotate(Observation observation, List<V2Segment> notes) {
        for (var nte : notes) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                observation.addNote(note);
            }
        }
    }

    /**
     * What the result of this OBR was derived from: the isolate of a susceptibility, for instance. A parent of this message is named by
     * its id, one of an earlier message by the filler's number of its order; null if there is none.
     */
    @Nullable
    Reference parent(SegmentReader obr) {
        var result = obr.value(26);
        if (result == null) {
            return null;
        }
        var identifier = result.inner(1);
        var code = identifier == null ? null : CweToCodeableConcept.key(identifier, translation.profile());
        var subId = result.component(2);
        result.component(3);
        var order = obr.value(29);
        var number = order == null ? null : order.inner(2);
        var filler = EiToIdentifier.key(number, "FILL", translation.profile());
        for (var i = parents.size() - 1; i >= 0; i--) {
            if (matches(parents.get(i), code, subId, filler)) {
                return new Reference("Observation/"
                        + parents.get(i).observation().getIdElement().getIdPart());
            }
        }
        var elsewhere = EiToIdentifier.map(number, "FILL", translation);
        return elsewhere == null
                ? null
                : new Reference()
                        .setType("Observation")
                        .setIdentifier(elsewhere)
                        .setDisplay(result.text());
    }

    private static boolean matches(
            Parent parent, @Nullable String code, @Nullable String subId, @Nullable String filler) {
        return code != null
                && code.equals(parent.code())
                && (subId == null || subId.equals(parent.subId()))
                && (filler == null || filler.equals(parent.order().key()));
    }
}
