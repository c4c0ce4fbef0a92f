package dev.tributary.subscriptions.registry;

import java.util.Arrays;
import java.util.Optional;

/** How much a notification says: <a href="http://hl7.org/fhir/uv/subscriptions-backport/ValueSet/backport-content-value-set">payload content</a>. */
public enum PayloadContent {
    EMPTY("empty"),
    ID_ONLY("id-only"),
    FULL_RESOURCE("full-resource");

    private final String code;

    PayloadContent(String code) {
        this.code = code;
    }

    /** The code on the wire. */
    public String code() {
        return code;
    }

    /** The content level of this code, if there is one. */
    public static Optional<PayloadContent> ofCode(String code) {
        return Arrays.stream(values()).filter(c -> c.code.equals(code)).findFirst();
    }
}
