package dev.tributary.mapping.v2.er7;

/** Control characters have no place in FHIR's strings (XML 1.0 cannot carry them), and lone surrogates none in UTF-8. */
final class Printable {

    private Printable() {}

    static String only(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!isAllowed(text, i)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            out.append(isAllowed(text, i) ? text.charAt(i) : '\uFFFD');
        }
        return out.toString();
    }

    private static boolean isAllowed(String text, int index) {
        var c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return c >= ' ' || c == '\n' || c == '\t' || c == '\r';
    }
}
