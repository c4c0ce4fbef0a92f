package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.EipToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Specimen;
import org.hl7.fhir.r4.model.Specimen.SpecimenStatus;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-spm-to-specimen.html">SPM to Specimen</a>. */
public final class SpmToSpecimen {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String REJECT_REASON = "http://hl7.org/fhir/StructureDefinition/specimen-reject-reason";

    private SpmToSpecimen() {}

    /** {@code system|number} of SPM-2, the filler's before the placer's, else of SPM-30; null if there is none. */
    public static @Nullable String key(V2Segment spm, Translation translation) {
        var id = spm.value(2);
        var filler = id == null ? null : EiToIdentifier.key(id.inner(2), "FILL", translation.profile());
        var placer = id == null ? null : EiToIdentifier.key(id.inner(1), "PLAC", translation.profile());
        if (filler != null || placer != null) {
            return filler != null ? filler : placer;
        }
        var accession = spm.value(30);
        return accession == null ? null : CxToIdentifier.key(accession, "ACSN", translation.profile());
    }

    /** @param key names the specimen within the source */
    public static Specimen map(SegmentReader spm, String key, Reference patient, Translation translation) {
        spm.ignore(1);
        var specimen = new Specimen().setSubject(patient.copy());
        specimen.setId(translation.id("Specimen", key));
        addIdentifiers(specimen, spm, translation);
        specimen.setType(CweToCodeableConcept.map(spm.value(4), TABLE + "0487", translation));
        for (var value : spm.values(24)) {
            var condition = CweToCodeableConcept.map(value, TABLE + "0493", translation);
            if (condition != null) {
                specimen.addCondition(condition);
            }
        }
        setCollection(specimen, spm, translation);
        setContainer(specimen, spm, translation);
        setStatus(specimen, spm, translation);
        for (var value : spm.values(14)) {
            var text = value.text();
            if (text != null) {
                specimen.addNote(new Annotation().setText(text));
            }
        }
        return specimen;
    }

    private static void addIdentifiers(Specimen specimen, SegmentReader spm, Translation translation) {
        var id = spm.value(2);
        add(specimen, EipToIdentifier.placer(id, translation));
        add(specimen, EipToIdentifier.filler(id, translation));
        for (var value : spm.values(31)) {
            add(specimen, CxToIdentifier.map(value, translation));
        }
        var shipment = EiToIdentifier.map(spm.value(32), "STN", translation);
        // STN came to table 0203 after R4 had copied it.
        add(
                specimen,
                shipment == null ? null : shipment.setType(new CodeableConcept().setText("Shipment Tracking Number")));
        for (var value : spm.values(30)) {
            var accession = CxToIdentifier.map(value, "ACSN", translation);
            if (accession != null && !specimen.hasAccessionIdentifier()) {
                specimen.setAccessionIdentifier(accession);
            }
        }
        for (var value : spm.values(3)) {
            var filler = EipToIdentifier.filler(value, translation);
            var parent = filler == null ? EipToIdentifier.placer(value, translation) : filler;
            if (parent != null) {
                specimen.addParent(new Reference().setType("Specimen").setIdentifier(parent));
            }
        }
    }

    private static void add(Specimen specimen, @Nullable Identifier identifier) {
        if (identifier != null && Identifiers.lacks(specimen.getIdentifier(), identifier)) {
            specimen.addIdentifier(identifier);
        }
    }

    private static void setCollection(Specimen specimen, SegmentReader spm, Translation translation) {
        var collection = specimen.getCollection();
        collection.setMethod(CweToCodeableConcept.map(spm.value(7), TABLE + "0488", translation));
        collection.setBodySite(site(spm, translation));
        var quantity = CqToQuantity.map(spm.value(12), translation);
        if (quantity != null) {
            collection.setQuantity(quantity);
        }
        var collected = spm.value(17);
        if (collected != null) {
            var start = time(collected, 1, translation);
            var end = time(collected, 2, translation);
            if (end != null) {
                collection.setCollected(DrToPeriod.map(start, end));
            } else if (start != null) {
                collection.setCollected(start);
            }
        }
        if (collection.isEmpty()) {
            specimen.setCollection(null);
        }
        var received = TsToDateTime.map(spm.value(18), translation);
        if (received != null) {
            specimen.setReceivedTimeElement(received);
        }
    }

    /** The modifier (left, upper) is part of the site's name. */
    private static @Nullable CodeableConcept site(SegmentReader spm, Translation translation) {
        var site = CweToCodeableConcept.map(spm.value(8), translation);
        for (var value : spm.values(9)) {
            var modifier = CweToCodeableConcept.map(value, translation);
            if (site != null && modifier != null) {
                modifier.getCoding().forEach(site::addCoding);
                var name = modifier.hasText()
                        ? modifier.getText()
                        : modifier.getCodingFirstRep().getCode();
                var base = site.hasText()
                        ? site.getText()
                        : site.getCodingFirstRep().getCode();
                site.setText(base + ", " + name);
            }
        }
        return site;
    }

    private static @Nullable DateTimeType time(V2Value value, int component, Translation translation) {
        var text = value.component(component);
        if (text == null) {
            return null;
        }
        var time = TsToDateTime.parse(text, translation.profile().zone());
        if (time == null) {
            translation.warn("value", value.path(component), "Not a date or time of HL7 v2; the element is left out.");
        }
        return time;
    }

    private static void setContainer(Specimen specimen, SegmentReader spm, Translation translation) {
        var type = CweToCodeableConcept.map(spm.value(27), translation);
        var additive = CweToCodeableConcept.map(spm.value(6), TABLE + "0371", translation);
        if (type == null && additive == null) {
            return;
        }
        var container = specimen.addContainer().setType(type);
        if (additive != null) {
            container.setAdditive(additive);
        }
    }

    private static void setStatus(Specimen specimen, SegmentReader spm, Translation translation) {
        var available = spm.text(20);
        if ("Y".equalsIgnoreCase(available)) {
            specimen.setStatus(SpecimenStatus.AVAILABLE);
        } else if ("N".equalsIgnoreCase(available)) {
            specimen.setStatus(SpecimenStatus.UNAVAILABLE);
        }
        for (var value : spm.values(21)) {
            var reason = CweToCodeableConcept.map(value, TABLE + "0490", translation);
            if (reason != null) {
                specimen.setStatus(SpecimenStatus.UNSATISFACTORY);
                specimen.addExtension(new Extension(REJECT_REASON, reason));
            }
        }
    }
}
