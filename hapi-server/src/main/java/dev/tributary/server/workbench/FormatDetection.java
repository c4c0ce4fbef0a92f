package dev.tributary.server.workbench;

import dev.tributary.mapping.csv.CsvEntry;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tells by its beginning in which format an input is. */
final class FormatDetection {

    private static final int LOOKED_AT = 8_192;

    private FormatDetection() {}

    /** {@code hl7v2}, {@code ccda}, {@code fhir}, or {@code csv} as the journal keeps it; empty if it looks like none of them. */
    static Optional<String> of(byte[] raw) {
        var text = new String(raw, 0, Math.min(raw.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
                .replace("\u0000", "")
                .replaceFirst("^[\u00ef\u00bb\u00bf\u00fe\u00ff\u000b\\s]+", "");
        if (text.startsWith("MSH") || text.startsWith("FHS") || text.startsWith("BHS")) {
            return Optional.of("hl7v2");
        }
        if (text.startsWith("<")) {
            return Optional.of(text.contains("ClinicalDocument") ? "ccda" : "fhir");
        }
        if (CsvEntry.feedOf(text) != null) {
            return Optional.of("csv");
        }
        return text.startsWith("{") ? Optional.of("fhir") : Optional.empty();
    }
}
