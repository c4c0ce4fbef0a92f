package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Specimen.SpecimenCollectionComponent;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obr-to-specimen.html">OBR to Specimen</a>: the specimen of
 * messages before v2.5, and what OBR adds to the SPM of later ones.
 */
public final class ObrToSpecimen {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private ObrToSpecimen() {}

    /** Whether the OBR itself speaks of a specimen. */
    public static boolean isSpecimen(V2Segment obr) {
        return obr.isValued(15) || obr.isValued(14);
    }

    /** The specimen of OBR-15, known by the order's key. */
    public static Specimen map(SegmentReader obr, Order order, boolean isObserved, Translation translation) {
        var specimen = new Specimen().setSubject(order.patient().copy());
        specimen.setId(translation.id("Specimen", "OBR|" + order.reportKey()));
        var source = obr.value(15);
        if (source != null) {
            setSource(specimen, source, translation);
        }
        complete(specimen, obr, isObserved, translation);
        return specimen;
    }

    /**
     * Adds what the specimen lacks and the OBR knows.
     *
     * @param isObserved whether OBR-7 is the time of collection: in results, not in orders
     */
    public static void complete(Specimen specimen, SegmentReader obr, boolean isObserved, Translation translation) {
        var received = TsToDateTime.map(obr.value(14), translation);
        if (received != null && !specimen.hasReceivedTime()) {
            specimen.setReceivedTimeElement(received);
        }
        for (var value : obr.values(39)) {
            var comment = CweToCodeableConcept.map(value, translation);
            if (comment != null) {
                specimen.addNote(new Annotation()
                        .setText(
                                comment.hasText()
                                        ? comment.getText()
                                        : comment.getCodingFirstRep().getCode()));
            }
        }
        var collection = specimen.hasCollection() ? specimen.getCollection() : new SpecimenCollectionComponent();
        var collector = XcnToPractitioner.map(obr.value(10), translation);
        if (collector != null && !collection.hasCollector()) {
            collection.setCollector(collector);
        }
        var quantity = CqToQuantity.map(obr.value(9), translation);
        if (quantity != null && !collection.hasQuantity()) {
            collection.setQuantity(quantity);
        }
        if (isObserved && !collection.hasCollected()) {
            setCollected(collection, obr, translation);
        }
        specimen.setCollection(collection.isEmpty() ? null : collection);
    }

    private static void setCollected(
            SpecimenCollectionComponent collection, SegmentReader obr, Translation translation) {
        var start = TsToDateTime.map(obr.value(7), translation);
        var end = TsToDateTime.map(obr.value(8), translation);
        if (end != null) {
            collection.setCollected(DrToPeriod.map(start, end));
        } else if (start != null) {
            collection.setCollected(start);
        }
    }

    private static void setSource(Specimen specimen, V2Value source, Translation translation) {
        specimen.setType(concept(source, 1, "0070", translation));
        var additive = concept(source, 2, "0371", translation);
        if (additive != null) {
            specimen.addContainer().setAdditive(additive);
        }
        var method = source.component(3);
        if (method != null) {
            specimen.getCollection().setMethod(new CodeableConcept().setText(method));
        }
        var site = concept(source, 4, "0163", translation);
        if (site != null) {
            specimen.getCollection().setBodySite(site);
        }
    }

    private static @Nullable CodeableConcept concept(
            V2Value source, int component, String table, Translation translation) {
        return CweToCodeableConcept.map(source.inner(component), TABLE + table, translation);
    }

    public static Reference reference(Specimen specimen) {
        return new Reference("Specimen/" + specimen.getIdElement().getIdPart());
    }
}
