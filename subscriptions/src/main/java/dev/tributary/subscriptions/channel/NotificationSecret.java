package dev.tributary.subscriptions.channel;

import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Extension;

/** The key that a subscriber wants its notifications signed with: an extension of {@code Subscription.channel}, a string of 16 to 256 characters. */
public final class NotificationSecret implements SubscriptionRule {

    static final String URL = "https://tributary.dev/fhir/StructureDefinition/notification-secret";
    private static final int SHORTEST = 16;
    private static final int LONGEST = 256;

    /** The key, if the subscription names one. */
    static Optional<String> of(SubscriptionDefinition definition) {
        return Optional.ofNullable(definition.resource().getChannel().getExtensionByUrl(URL))
                .map(Extension::getValue)
                .map(value -> String.valueOf(value.primitiveValue()));
    }

    @Override
    public List<Problem> problems(SubscriptionDefinition definition) {
        return of(definition)
                .flatMap(secret -> reason(definition, secret))
                .map(reason -> new Problem("Subscription.channel.extension", reason))
                .stream()
                .toList();
    }

    private static Optional<String> reason(SubscriptionDefinition definition, String secret) {
        if (!definition.channel().type().equals(RestHook.TYPE)) {
            return Optional.of("Only notifications of a rest-hook are signed; leave notification-secret out.");
        }
        boolean fits = secret.length() >= SHORTEST && secret.length() <= LONGEST;
        return fits ? Optional.empty() : Optional.of("notification-secret must have 16 to 256 characters.");
    }
}
