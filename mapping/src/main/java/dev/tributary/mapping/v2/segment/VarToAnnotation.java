package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.ArrayList;
import org.hl7.fhir.r4.model.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * VAR to Annotation: how what happened differs from what was planned. Ours: HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/VAR">HL7 v2 chapter 12</a>.
 */
public final class VarToAnnotation {

    private VarToAnnotation() {}

    /** Null if neither VAR-5 nor VAR-6 says what differs. */
    public static @Nullable Annotation map(SegmentReader variance, Translation translation) {
        variance.ignore(1); // the number by which the sender's system keeps it
        var lines = new ArrayList<String>();
        for (var value : variance.values(6)) {
            var line = value.text();
            if (line != null) {
                lines.add(line);
            }
        }
        var kind = variance.value(5);
        var code = kind == null ? null : kind.component(1);
        var words = kind == null ? null : kind.component(2);
        var name = words == null ? code : words;
        if (kind != null) {
            kind.component(3); // the site's own list
        }
        if (name == null && lines.isEmpty()) {
            return null;
        }
        var text = String.join("\n", lines);
        var annotation = new Annotation()
                .setText("Variance" + (name == null ? "" : " (" + name + ")") + (text.isEmpty() ? "" : ": " + text));
        var documented = TsToDateTime.map(variance.value(2), translation);
        var stated = TsToDateTime.map(variance.value(3), translation);
        if (stated != null || documented != null) {
            annotation.setTimeElement(stated == null ? documented : stated);
        }
        var author = XcnToPractitioner.map(variance.value(4), translation);
        if (author != null) {
            annotation.setAuthor(author);
        }
        return annotation;
    }
}
