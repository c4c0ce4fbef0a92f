package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.topics.Topic;
import dev.tributary.subscriptions.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Subscription;

/** Reads Subscriptions of the <a href="http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription">Backport profile</a>. */
public final class SubscriptionReader {

    private final Topics topics;
    private final Set<String> channelTypes;

    /** @param channelTypes the channels that can be asked for */
    public SubscriptionReader(Topics topics, Set<String> channelTypes) {
        this.topics = topics;
        this.channelTypes = channelTypes;
    }

    /** What a client asks for, or every reason why it cannot be read. */
    Validation read(Subscription subscription) {
        Problems problems = new Problems();
        checkStatus(subscription, problems);
        checkModifiers(subscription, problems);
        SubscriptionDefinition definition = define(subscription, problems);
        List<Validation.Problem> found = problems.found();
        return found.isEmpty() ? Validation.accepted(definition) : Validation.refused(found);
    }

    /** Whether the topic lets all filters of the Subscription be used. */
    boolean isServedBy(Topic topic, Subscription subscription) {
        Problems problems = new Problems();
        List<Filter> unused = new CriteriaReader(topics, problems).filters(subscription, topic);
        return problems.found().isEmpty();
    }

    /** What was accepted once; settings or topics that are no longer possible are not refused again. */
    SubscriptionDefinition accepted(Subscription subscription) {
        return define(subscription, new Problems());
    }

    private SubscriptionDefinition define(Subscription subscription, Problems problems) {
        CriteriaReader criteria = new CriteriaReader(topics, problems);
        Topic topic = criteria.topic(subscription).orElseGet(() -> Topic.gone(subscription.getCriteria()));
        ChannelDefinition channel = new ChannelReader(channelTypes, problems).read(subscription);
        boolean isPlain = PlainSubscription.isOne(subscription);
        return new SubscriptionDefinition(
                topic,
                subscription.getStatus() != Subscription.SubscriptionStatus.OFF,
                criteria.filters(subscription, topic),
                isPlain ? PlainSubscription.channel(subscription, channel, problems) : channel,
                isPlain
                        ? PlainSubscription.payload(subscription, problems)
                        : new PayloadReader(problems).read(subscription),
                subscription.hasEnd() ? subscription.getEnd().toInstant() : null,
                subscription);
    }

    /** <a href="http://hl7.org/fhir/R4/extensibility.html#modifierExtension">What changes the meaning</a> must be understood, and none is. */
    private static void checkModifiers(Subscription subscription, Problems problems) {
        Stream.concat(
                        subscription.getModifierExtension().stream(),
                        subscription.getChannel().getModifierExtension().stream())
                .forEach(extension -> problems.refuse(
                        "Subscription.modifierExtension",
                        "The hub does not know what " + extension.getUrl() + " changes. Leave it out."));
    }

    private static void checkStatus(Subscription subscription, Problems problems) {
        Subscription.SubscriptionStatus status = subscription.getStatus();
        if (status == null || status == Subscription.SubscriptionStatus.ERROR) {
            problems.refuse("Subscription.status", "A client may set status to requested, active or off.");
        }
    }
}
