package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.quieting.QuietingReader;
import dev.tributary.subscriptions.topics.Topic;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Subscription;

/** Takes clients' Subscriptions in and out. Every method joins the caller's transaction, which also stores the FHIR resource. */
public final class SubscriptionRegistry {

    private final SubscriptionStore store;
    private final SubscriptionReader reader;
    private final List<SubscriptionRule> rules;
    private final Selections selections;
    private final CommitSignal signal;

    public SubscriptionRegistry(
            SubscriptionStore store,
            SubscriptionReader reader,
            List<SubscriptionRule> rules,
            Selections selections,
            CommitSignal signal) {
        this.store = store;
        this.reader = reader;
        this.rules = List.copyOf(rules);
        this.selections = selections;
        this.signal = signal;
    }

    /** What the client asks for, or every reason why it cannot have it. Resolves host names: call it before the transaction. */
    public Validation validate(Subscription subscription, String ownerClientId) {
        Validation read = reader.read(subscription);
        List<Validation.Problem> problems = read.accepted().stream()
                .flatMap(definition -> Stream.concat(
                        rules.stream().flatMap(rule -> rule.problems(definition).stream()),
                        selections.problems(definition, ownerClientId).stream()))
                .toList();
        return problems.isEmpty() ? read : Validation.refused(problems);
    }

    /**
     * Keeps a new or changed subscription. Whatever active status the client wrote, a handshake comes first; also a
     * subscription in error or off comes back this way. The counter goes on.
     *
     * @param id the logical id of the resource
     * @return the status to store in the resource: {@code requested}, or {@code off} if the client switched it off
     */
    public SubscriptionStatus register(String id, SubscriptionDefinition definition, String ownerClientId) {
        store.save(id, definition, ownerClientId);
        selections.index(id, definition, ownerClientId);
        if (!QuietingReader.read(definition.resource()).quieting().holds()) {
            store.letGo(id);
        }
        signal.appended();
        return definition.wanted() ? SubscriptionStatus.REQUESTED : SubscriptionStatus.OFF;
    }

    /** How many subscriptions have filters that the topic, once it is changed to this, would no longer let be used. */
    public long notServedBy(Topic changed) {
        return store.to(changed.canonical()).stream()
                .filter(each -> !reader.isServedBy(changed, each.definition().resource()))
                .count();
    }

    /** Forgets the subscription; what was not yet delivered becomes dead. Unknown ids are fine. */
    public void remove(String id) {
        selections.remove(id);
        store.remove(id);
    }
}
