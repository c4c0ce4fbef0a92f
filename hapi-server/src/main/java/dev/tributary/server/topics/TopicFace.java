package dev.tributary.server.topics;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.server.exceptions.ResourceVersionConflictException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.fhir.Unprocessable;
import dev.tributary.server.security.Callers;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.topics.CompiledTopic;
import dev.tributary.subscriptions.topics.Directive;
import dev.tributary.subscriptions.topics.PlainCriterion;
import dev.tributary.subscriptions.topics.StoredTopics;
import dev.tributary.subscriptions.topics.TopicDefinition;
import dev.tributary.subscriptions.topics.TopicProblem;
import dev.tributary.subscriptions.topics.TopicReader;
import dev.tributary.subscriptions.topics.TopicStore;
import dev.tributary.subscriptions.topics.TopicWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Subscription;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A client's <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/components.html#subscription-topics-in-r4">SubscriptionTopic</a>
 * on its way into the store as {@code Basic}: refused with every reason if it cannot be evaluated, or registered in the same transaction.
 */
@Interceptor
public final class TopicFace {

    /** Marks what the hub itself stores. */
    static final String BY_HUB = "hub.topics.by-hub";

    private static final String DEFINITION = "hub.topics.definition";
    private static final int MOST_PER_CLIENT = 100;
    private static final Set<String> RETIRED = Set.of("retired", "unknown");

    private final FhirContext fhir;
    private final TopicStore store;
    private final StoredTopics topics;
    private final SubscriptionRegistry subscribed;
    private final AuditTrail audit;

    TopicFace(
            FhirContext fhir,
            TopicStore store,
            StoredTopics topics,
            SubscriptionRegistry subscribed,
            AuditTrail audit) {
        this.fhir = fhir;
        this.store = store;
        this.topics = topics;
        this.subscribed = subscribed;
        this.audit = audit;
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_CREATED)
    public void checkNew(IBaseResource resource, RequestDetails request) {
        check(resource, request);
    }

    @Hook(Pointcut.STORAGE_PRESTORAGE_RESOURCE_UPDATED)
    public void checkChanged(IBaseResource before, IBaseResource after, RequestDetails request) {
        if (before instanceof Basic known && TopicReader.isTopic(known) && !isTopic(after) && isFromClient(request)) {
            throw refused(List.of(new TopicProblem("Basic.code", "A SubscriptionTopic stays one; delete it instead.")));
        }
        check(after, request);
    }

    private static boolean isTopic(IBaseResource resource) {
        return resource instanceof Basic basic && TopicReader.isTopic(basic);
    }

    private void check(IBaseResource resource, RequestDetails request) {
        if (!(resource instanceof Basic basic) || !TopicReader.isTopic(basic) || !isFromClient(request)) {
            return;
        }
        if (request instanceof SystemRequestDetails) {
            throw refused(List.of(new TopicProblem(
                    "Basic.code", "Topics are for subscribers and operators to define, not for a source to send.")));
        }
        var reading = TopicReader.read(basic);
        var definition = reading.definition();
        if (definition == null) {
            throw refused(reading.problems());
        }
        var problems = new ArrayList<>(CompiledTopic.problems(definition));
        problems.addAll(Directive.problems(definition));
        var id = basic.getIdElement().getIdPart();
        store.idOf(definition.canonical())
                .filter(other -> !other.equals(id))
                .ifPresent(other -> problems.add(new TopicProblem(
                        "SubscriptionTopic.url", "Basic/" + other + " has this URL already; change that one.")));
        var known = id == null ? Optional.<String>empty() : store.canonicalOf(id);
        if (known.isEmpty() && store.countOf(owner()) >= MOST_PER_CLIENT) {
            problems.add(new TopicProblem("Basic", "A client has at most " + MOST_PER_CLIENT + " topics."));
        }
        known.ifPresent(before -> problems.addAll(broken(before, definition)));
        if (!problems.isEmpty()) {
            throw refused(problems);
        }
        TopicWriter.write(definition, basic);
        request.getUserData().put(DEFINITION, definition);
    }

    /** Whoever subscribed must not find out by silence that the topic has become another. */
    private List<TopicProblem> broken(String before, TopicDefinition definition) {
        var subscriptions = store.subscriptionsTo(before);
        if (!before.equals(definition.canonical())) {
            return subscriptions == 0
                    ? List.of()
                    : List.of(new TopicProblem(
                            "SubscriptionTopic.url",
                            "There are " + subscriptions + " subscriptions to " + before
                                    + ". Define another topic, and set the status of this one to retired."));
        }
        var notServed = RETIRED.contains(definition.status())
                ? 0
                : subscribed.notServedBy(definition.toTopic(definition.canonical()));
        return notServed == 0
                ? List.of()
                : List.of(new TopicProblem(
                        "SubscriptionTopic.canFilterBy",
                        notServed + " subscriptions to this topic have filters that it would no longer let be used."));
    }

    private static UnprocessableEntityException refused(List<TopicProblem> problems) {
        return Unprocessable.because(
                "The topic cannot be served",
                problems.stream().map(problem -> new Unprocessable.Reason(problem.path(), problem.text())));
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_CREATED)
    public void registerNew(IBaseResource resource, RequestDetails request) {
        register(resource, request);
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_UPDATED)
    public void registerChanged(IBaseResource before, IBaseResource after, RequestDetails request) {
        register(after, request);
    }

    private void register(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Subscription subscription
                && PlainCriterion.isSearch(String.valueOf(subscription.getCriteria()))) {
            onceCommitted();
        }
        if (resource instanceof Basic basic && TopicReader.isTopic(basic) && isFromClient(request)) {
            var id = basic.getIdElement().getIdPart();
            var definition = (TopicDefinition)
                    Objects.requireNonNull(request.getUserData().get(DEFINITION));
            store.save(id, definition, owner(), fhir.newJsonParser().encodeResourceToString(basic));
            audit.record("client:" + owner(), "define-topic", "Basic/" + id, null, definition.canonical());
            onceCommitted();
        }
    }

    @Hook(Pointcut.STORAGE_PRECOMMIT_RESOURCE_DELETED)
    public void remove(IBaseResource resource, RequestDetails request) {
        if (resource instanceof Basic basic && TopicReader.isTopic(basic) && isFromClient(request)) {
            var id = basic.getIdElement().getIdPart();
            store.canonicalOf(id)
                    .map(store::subscriptionsTo)
                    .filter(count -> count > 0)
                    .ifPresent(count -> {
                        throw new ResourceVersionConflictException("There are " + count
                                + " subscriptions to this topic. Set its status to retired, or delete them first.");
                    });
            store.remove(id);
            audit.record("client:" + owner(), "remove-topic", "Basic/" + id, null, null);
            onceCommitted();
        }
    }

    private void onceCommitted() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                topics.changed();
            }
        });
    }

    private static boolean isFromClient(RequestDetails request) {
        return !Boolean.TRUE.equals(request.getUserData().get(BY_HUB));
    }

    private static String owner() {
        return Callers.current().map(caller -> caller.clientId()).orElse("unknown");
    }
}
