package dev.tributary.subscriptions.registry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a Subscription can be served: what was read from it, or every reason why not. */
public record Validation(@Nullable SubscriptionDefinition definition, List<Problem> problems) {

    /**
     * One reason to refuse.
     *
     * @param path where, as FHIRPath
     * @param text what is wrong and what to do, in a sentence
     */
    public record Problem(String path, String text) {}

    static Validation accepted(SubscriptionDefinition definition) {
        return new Validation(definition, List.of());
    }

    static Validation refused(List<Problem> problems) {
        return new Validation(null, List.copyOf(problems));
    }

    /** What the client asks for, present exactly if there is no problem. */
    public Optional<SubscriptionDefinition> accepted() {
        return Optional.ofNullable(definition);
    }
}
