package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.ArrayList;
import org.hl7.fhir.r4.model.Annotation;
import org.jspecify.annotations.Nullable;

/** NTE to Annotation: its lines as one text. */
public final class NteToAnnotation {

    private NteToAnnotation() {}

    /** Null if the comment is empty. */
    public static @Nullable Annotation map(SegmentReader nte, Translation translation) {
        nte.ignore(1, 2, 4);
        var lines = new ArrayList<String>();
        for (var value : nte.values(3)) {
            var line = value.text();
            if (line != null) {
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            return null;
        }
        var annotation = new Annotation().setText(String.join("\n", lines));
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
