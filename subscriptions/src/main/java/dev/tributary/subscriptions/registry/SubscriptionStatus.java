package dev.tributary.subscriptions.registry;

/** The states of a subscription, spelled as in <a href="https://hl7.org/fhir/R4/valueset-subscription-status.html">FHIR R4</a>. */
public enum SubscriptionStatus {
    /** Waits for its handshake. */
    REQUESTED,
    ACTIVE,
    /** Events are numbered and kept, none is sent until the client asks for it again. */
    ERROR,
    OFF;

    /** The FHIR code. */
    public String code() {
        return switch (this) {
            case REQUESTED -> "requested";
            case ACTIVE -> "active";
            case ERROR -> "error";
            case OFF -> "off";
        };
    }

    /** The status of this code; throws {@link IllegalArgumentException} for any other text. */
    public static SubscriptionStatus ofCode(String code) {
        for (SubscriptionStatus status : values()) {
            if (status.code().equals(code)) {
                return status;
            }
        }
        throw new IllegalArgumentException("Unknown subscription status " + code);
    }
}
