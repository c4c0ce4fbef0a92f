package dev.tributary.subscriptions.filters;

import org.jspecify.annotations.Nullable;

/**
 * A code, as a <a href="https://hl7.org/fhir/R4/search.html#token">token parameter</a> writes it.
 *
 * @param system null for any, empty for none
 * @param code empty for any code of the system
 */
record Token(@Nullable String system, String code) {

    /** {@code code} is of any system, {@code |code} of none, {@code system|} any of the system. */
    static Token wanted(String text) {
        int bar = text.lastIndexOf('|');
        return bar < 0 ? new Token(null, text) : new Token(text.substring(0, bar), text.substring(bar + 1));
    }

    /** As facts carry it; without a bar it has no system. */
    static Token fact(String text) {
        int bar = text.lastIndexOf('|');
        return bar < 0 ? new Token("", text) : new Token(text.substring(0, bar), text.substring(bar + 1));
    }

    String systemOrEmpty() {
        return system == null ? "" : system;
    }

    boolean matches(Token fact) {
        return (system == null || system.equals(fact.system)) && (code.isEmpty() || code.equals(fact.code));
    }
}
