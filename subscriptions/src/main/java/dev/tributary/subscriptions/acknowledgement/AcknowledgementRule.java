package dev.tributary.subscriptions.acknowledgement;

import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionRule;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;

/** Refuses plans that cannot be kept: no time, nobody to escalate to, somebody who did not agree to it. */
public final class AcknowledgementRule implements SubscriptionRule {

    private static final String PATH = "Subscription.extension('" + AcknowledgementPlan.URL + "')";

    private final SubscriptionStore subscriptions;
    private final Supplier<String> caller;

    /** @param caller the client that is storing a Subscription */
    public AcknowledgementRule(SubscriptionStore subscriptions, Supplier<String> caller) {
        this.subscriptions = subscriptions;
        this.caller = caller;
    }

    @Override
    public List<Problem> problems(SubscriptionDefinition definition) {
        Extension extension = AcknowledgementPlan.extension(definition.resource());
        if (extension == null) {
            return List.of();
        }
        List<Problem> problems = new ArrayList<>();
        if (AcknowledgementPlan.within(extension).isEmpty()) {
            problems.add(new Problem(
                    PATH, "The part within is a valueDuration of 1 s to 30 d, with the code s, min, h or d."));
        }
        String target = AcknowledgementPlan.escalateTo(extension);
        if (target != null) {
            reason(target).map(reason -> new Problem(PATH, reason)).ifPresent(problems::add);
        }
        return problems;
    }

    private Optional<String> reason(String target) {
        Optional<StoredSubscription> found = subscriptions.find(target);
        if (found.isEmpty() || !(isOwn(found.get()) || accepts(found.get()))) {
            return Optional.of("The part escalate-to refers to a Subscription of yours, or to one that says "
                    + "accepts-escalation.");
        }
        return Optional.empty();
    }

    private boolean isOwn(StoredSubscription subscription) {
        return subscription.owner().equals(caller.get());
    }

    private static boolean accepts(StoredSubscription subscription) {
        Extension accepts = subscription.definition().resource().getExtensionByUrl(AcknowledgementPlan.ACCEPTS);
        return accepts != null
                && accepts.getValue() instanceof BooleanType value
                && Boolean.TRUE.equals(value.getValue());
    }
}
