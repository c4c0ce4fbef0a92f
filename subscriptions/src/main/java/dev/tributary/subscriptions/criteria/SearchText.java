package dev.tributary.subscriptions.criteria;

import java.text.Normalizer;
import java.util.Locale;

/** Text as <a href="http://hl7.org/fhir/R4/search.html#string">FHIR search</a> compares it. */
public final class SearchText {

    private SearchText() {}

    /** Without case and accents. */
    public static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
