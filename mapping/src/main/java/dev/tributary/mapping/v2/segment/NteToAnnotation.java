package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.ArrayList;
import org.hl7.fhir.r4.model.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-nte-to-observation.html">NTE</a> to Annotation: its lines as one
 * text, its kind, who entered it and when.
 */
public final class NteToAnnotation {

    static final String TYPE = "http://hl7.org/fhir/StructureDefinition/annotationType";
    static final String TYPES = "http://terminology.hl7.org/CodeSystem/v2-0364";

    private NteToAnnotation() {}

    /** The lines alone, for an element that has no place for who said it and when; null if there are none. */
    public static @Nullable String text(SegmentReader nte) {
        nte.ignore(1);
        var lines = new ArrayList<String>();
        for (var value : nte.values(3)) {
            var line = value.text();
            if (line != null) {
                lines.add(line);
            }
        }
        return lines.isEmpty() ? null : String.join("\n", lines);
    }

    /** Null if the comment is empty. */
    public static @Nullable Annotation map(SegmentReader nte, Translation translation) {
        var text = text(nte);
        if (text == null) {
            return null;
        }
        var annotation = new Annotation().setText(text);
        var type = CweToCodeableConcept.map(nte.value(4), TYPES, translation);
        if (type != null) {
            annotation.addExtension(TYPE, type);
        }
        var author = XcnToPractitioner.map(nte.value(5), translation);
        if (author != null) {
            annotation.setAuthor(author);
        }
        var time = TsToDateTime.map(nte.value(6), translation);
        if (time != null) {
            annotation.setTimeElement(time);
        }
        return annotation;
    }
}
