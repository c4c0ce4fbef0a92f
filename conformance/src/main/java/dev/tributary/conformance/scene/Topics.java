package dev.tributary.conformance.scene;

/** Canonicals of the subscription topics that the checks subscribe to. */
public record Topics(String encounterStart, String discharge) {
    public static final Topics TRIBUTARY = new Topics(
            "https://tributary.dev/fhir/SubscriptionTopic/encounter-start",
            "https://tributary.dev/fhir/SubscriptionTopic/discharge");
}
