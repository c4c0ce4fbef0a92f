package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObrToSpecimen;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PrtToPerformer;
import dev.tributary.mapping.v2.segment.SacToSpecimen;
import dev.tributary.mapping.v2.segment.SpmToSpecimen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Specimen;
import org.jspecify.annotations.Nullable;

/** The specimens of one patient's orders: one that several orders share is mapped once. */
final class SpecimenMaps {

    private final Translation translation;
    private final Map<SpecimenGroup, Reference> mapped = new IdentityHashMap<>();
    /** SPM-2 as it was sent, by the key that it gave. */
    private final Map<String, String> numbers = new HashMap<>();

    SpecimenMaps(Translation translation) {
        this.translation = translation;
    }

    /**
     * Writes the specimens of an order and refers to them: those of SPM, else the one of OBR-15.
     *
     * @param isObserved whether OBR-7 is the time of collection: in results, not in orders
     */
    List<Reference> write(OrderGroup group, SegmentReader obr, Order order, boolean isObserved) {
        var references = new ArrayList<Reference>();
        for (var specimen : group.specimens()) {
            var known = mapped.get(specimen);
            references.add(
                    known != null ? known.copy() : write(specimen, references.isEmpty(), obr, order, isObserved));
        }
        if (references.isEmpty() && ObrToSpecimen.isSpecimen(obr.segment())) {
            references.add(translation.write(ObrToSpecimen.map(obr, order, isObserved, translation)));
        }
        return references;
    }

    /** Reference to a specimen that was written; null if it was not. */
    @Nullable
    Reference reference(SpecimenGroup group) {
        var reference = mapped.get(group);
        return reference == null ? null : reference.copy();
    }

    private Reference write(SpecimenGroup group, boolean isFirst, SegmentReader obr, Order order, boolean isObserved) {
        var number = SpmToSpecimen.key(group.spm(), translation);
        var key = number != null
                ? unshared(number, group)
                : "SPM|" + order.reportKey() + "|" + group.spm().raw(1).strip();
        var specimen = SpmToSpecimen.map(translation.read(group.spm()), key, order.patient(), translation);
        if (isFirst) {
            ObrToSpecimen.complete(specimen, obr, isObserved, translation);
        }
        addNotes(specimen, group);
        group.containers().forEach(sac -> SacToSpecimen.add(specimen, translation.read(sac), translation));
        var reference = translation.write(specimen);
        PrtToPerformer.addCollector(List.of(reference), group.participations(), translation);
        group.participations().forEach(translation::read);
        mapped.put(group, reference);
        return reference.copy();
    }

    /** Two specimens of one message that share the filler's number are told apart by the placer's; one that is repeated is one. */
    private String unshared(String number, SpecimenGroup group) {
        var sent = group.spm().raw(2).strip();
        var first = numbers.putIfAbsent(number, sent);
        return first == null || first.equals(sent) ? number : number + "|" + sent;
    }

    private void addNotes(Specimen specimen, SpecimenGroup group) {
        for (var nte : group.notes()) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                specimen.addNote(note);
            }
        }
    }
}
