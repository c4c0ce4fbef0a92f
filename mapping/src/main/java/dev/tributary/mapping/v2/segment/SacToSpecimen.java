package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Specimen.SpecimenContainerComponent;
import org.jspecify.annotations.Nullable;

/**
 * SAC to Specimen: the container's number, size, content and additive, the accession and the treatment. Ours: HL7's guide has no map; after
 * HL7 v2.8 chapter 13. Where the container stands in its carrier and how it is shaped is for the instrument.
 */
public final class SacToSpecimen {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private SacToSpecimen() {}

    public static void add(Specimen specimen, SegmentReader sac, Translation translation) {
        addAccession(specimen, EiToIdentifier.map(sac.value(2), "ACSN", translation));
        addAccession(specimen, EiToIdentifier.map(sac.value(1), "ACSN", translation));
        var container = container(specimen);
        var number = EiToIdentifier.map(sac.value(3), "CONTAINER", translation);
        if (number != null) {
            // Table 0203 has no type for the number of a container.
            container.addIdentifier(number.setType(null));
        }
        var capacity = quantity(sac, 21, translation);
        if (capacity != null) {
            container.setCapacity(capacity);
        }
        var available = quantity(sac, 22, translation);
        if (available != null) {
            container.setSpecimenQuantity(available);
        }
        var initial = quantity(sac, 23, translation);
        if (initial != null && !specimen.getCollection().hasQuantity()) {
            specimen.getCollection().setQuantity(initial);
        }
        addContent(specimen, container, sac, translation);
        if (container.isEmpty()) {
            specimen.getContainer().remove(container);
        }
        if (specimen.getCollection().isEmpty()) {
            specimen.setCollection(null);
        }
    }

    private static void addContent(
            Specimen specimen, SpecimenContainerComponent container, SegmentReader sac, Translation translation) {
        for (var value : sac.values(27)) {
            var additive = CweToCodeableConcept.map(value, TABLE + "0371", translation);
            if (additive != null && !container.hasAdditive()) {
                container.setAdditive(additive);
            } else if (additive != null && !isSame(container, additive)) {
                // FHIR has one additive for each container; what else is in it is named all the same.
                specimen.addProcessing().setDescription("Additive: " + name(additive));
            }
        }
        var treatment = CweToCodeableConcept.map(sac.value(30), TABLE + "0373", translation);
        if (treatment != null) {
            specimen.addProcessing().setProcedure(treatment);
        }
    }

    private static boolean isSame(SpecimenContainerComponent container, CodeableConcept additive) {
        return container.getAdditive() instanceof CodeableConcept known && known.equalsDeep(additive);
    }

    private static String name(CodeableConcept concept) {
        if (concept.hasText()) {
            return concept.getText();
        }
        var coding = concept.getCodingFirstRep();
        return coding.hasDisplay() ? coding.getDisplay() : coding.getCode();
    }

    /** The one that SPM-6 and SPM-27 told of, as long as it has no number. */
    private static SpecimenContainerComponent container(Specimen specimen) {
        for (var container : specimen.getContainer()) {
            if (!container.hasIdentifier()) {
                return container;
            }
        }
        return specimen.addContainer();
    }

    private static void addAccession(Specimen specimen, @Nullable Identifier accession) {
        if (accession == null) {
            return;
        }
        if (!specimen.hasAccessionIdentifier()) {
            specimen.setAccessionIdentifier(accession);
        } else if (!accession
                        .getValue()
                        .equals(specimen.getAccessionIdentifier().getValue())
                && Identifiers.lacks(specimen.getIdentifier(), accession)) {
            specimen.addIdentifier(accession);
        }
    }

    private static @Nullable Quantity quantity(SegmentReader sac, int field, Translation translation) {
        return CqToQuantity.map(sac.value(field), sac.value(24), translation);
    }
}
