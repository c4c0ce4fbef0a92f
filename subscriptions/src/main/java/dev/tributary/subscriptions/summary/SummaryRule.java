package dev.tributary.subscriptions.summary;

import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;
import org.jspecify.annotations.Nullable;

/** The extension of {@code Subscription.channel} by which a subscription chooses a discharge summary; it must be one that can carry it. */
public final class SummaryRule implements SubscriptionRule {

    static final String URL = "https://tributary.dev/fhir/StructureDefinition/discharge-summary";

    private static final Set<String> KINDS = Set.of("discharge", "encounter-corrected");
    private static final Set<String> CHANNELS = Set.of("rest-hook", "websocket", "message", "kafka");
    private static final String PATH = "Subscription.channel.extension('" + URL + "')";

    static boolean isChosen(SubscriptionDefinition definition) {
        Extension extension = extension(definition);
        return extension != null
                && extension.getValue() instanceof BooleanType chosen
                && Boolean.TRUE.equals(chosen.getValue());
    }

    private static @Nullable Extension extension(SubscriptionDefinition definition) {
        return definition.resource().getChannel().getExtensionByUrl(URL);
    }

    @Override
    public List<Problem> problems(SubscriptionDefinition definition) {
        Extension extension = extension(definition);
        if (extension == null) {
            return List.of();
        }
        if (!(extension.getValue() instanceof BooleanType)) {
            return List.of(new Problem(PATH, "The extension discharge-summary has a valueBoolean."));
        }
        if (!isChosen(definition)) {
            return List.of();
        }
        if (definition.content() != PayloadContent.FULL_RESOURCE) {
            return List.of(new Problem(PATH, "A summary needs backport-payload-content full-resource."));
        }
        if (!KINDS.contains(definition.topic().kind())) {
            return List.of(new Problem(PATH, "A summary goes with the topics discharge and encounter-corrected."));
        }
        return CHANNELS.contains(definition.channel().type())
                ? List.of()
                : List.of(new Problem(
                        PATH,
                        "This channel cannot carry a summary; those that can are "
                                + CHANNELS.stream().sorted().toList() + "."));
    }
}
