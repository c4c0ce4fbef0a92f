package dev.tributary.mapping.v2.datatype;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the first bytes of a document say it is. */
public final class ContentTypes {

    private static final int LOOK = 512;

    private ContentTypes() {}

    /** Null if they tell nothing. */
    public static @Nullable String of(byte[] bytes) {
        var start = new String(bytes, 0, Math.min(bytes.length, LOOK), StandardCharsets.ISO_8859_1);
        if (start.startsWith("%PDF")) {
            return "application/pdf";
        } else if (start.startsWith("{\\rtf")) {
            return "application/rtf";
        } else if (start.startsWith("\u0089PNG")) {
            return "image/png";
        } else if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return "image/jpeg";
        } else if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return "image/tiff";
        }
        return ofText(start.stripLeading().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String ofText(String start) {
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "text/html";
        }
        return start.startsWith("<?xml") || start.startsWith("<clinicaldocument") ? "text/xml" : null;
    }
}
