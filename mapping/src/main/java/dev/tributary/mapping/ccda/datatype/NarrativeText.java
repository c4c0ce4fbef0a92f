package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#originaltext">Texts of CDA</a>, references into the narrative resolved. */
public final class NarrativeText {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private NarrativeText() {}

    /** The words of a {@code text} or {@code originalText}: its own, else those that it refers to; null if there are none. */
    public static @Nullable String of(CdaElement text, CdaTranslation translation) {
        if (text.isAbsent()) {
            return null;
        }
        var own = text.ownText();
        if (!own.isEmpty()) {
            return plain(own);
        }
        var reference = text.child("reference").attribute("value");
        if (reference == null) {
            return words(text);
        }
        return words(translation.anchor(reference));
    }

    /** All words below an element in one line; null if there are none. */
    public static @Nullable String words(CdaElement element) {
        var words = new StringBuilder();
        collect(element, words);
        return plain(words.toString());
    }

    private static @Nullable String plain(String words) {
        var line = SPACE.matcher(words).replaceAll(" ").strip();
        return line.isEmpty() ? null : line;
    }

    private static void collect(CdaElement element, StringBuilder words) {
        words.append(element.ownText());
        for (var child : element.children()) {
            if (!child.name().equals(CdaElement.TEXT) && !child.name().equals("content")) {
                words.append(' ');
            }
            collect(child, words);
        }
    }
}
