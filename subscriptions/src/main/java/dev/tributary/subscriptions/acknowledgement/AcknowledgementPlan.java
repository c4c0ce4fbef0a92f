package dev.tributary.subscriptions.acknowledgement;

import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import java.time.Duration;
import java.util.Optional;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * That a person has to acknowledge each notification of a subscription, from the extension {@link #URL} of the Subscription.
 *
 * @param within how long that may take
 * @param escalateTo logical id of the Subscription that is told when it takes longer; null for none
 */
public record AcknowledgementPlan(Duration within, @Nullable String escalateTo) {

    static final String URL = "https://tributary.dev/fhir/StructureDefinition/acknowledgement";
    /** By which a subscription lets those of other clients escalate to it. */
    static final String ACCEPTS = "https://tributary.dev/fhir/StructureDefinition/accepts-escalation";

    static final Duration LONGEST = Duration.ofDays(30);

    /** The plan, if the subscription has one that can be understood. */
    public static Optional<AcknowledgementPlan> of(SubscriptionDefinition definition) {
        return Optional.ofNullable(extension(definition.resource()))
                .flatMap(extension ->
                        within(extension).map(within -> new AcknowledgementPlan(within, escalateTo(extension))));
    }

    static @Nullable Extension extension(Subscription subscription) {
        return subscription.getExtensionByUrl(URL);
    }

    static Optional<Duration> within(Extension extension) {
        Extension within = extension.getExtensionByUrl("within");
        if (within == null || !(within.getValue() instanceof Quantity quantity) || quantity.getValue() == null) {
            return Optional.empty();
        }
        long seconds = switch (String.valueOf(quantity.getCode())) {
            case "s" -> 1;
            case "min" -> 60;
            case "h" -> 3600;
            case "d" -> 86_400;
            default -> 0;
        };
        double asked = quantity.getValue().doubleValue() * seconds;
        boolean fits = asked >= 1 && asked <= LONGEST.toSeconds();
        return fits ? Optional.of(Duration.ofSeconds((long) asked)) : Optional.empty();
    }

    static @Nullable String escalateTo(Extension extension) {
        Extension target = extension.getExtensionByUrl("escalate-to");
        if (target == null || !(target.getValue() instanceof Reference reference) || !reference.hasReference()) {
            return null;
        }
        return "Subscription".equals(reference.getReferenceElement().getResourceType())
                ? reference.getReferenceElement().getIdPart()
                : "";
    }
}
