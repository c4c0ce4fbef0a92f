package dev.tributary.subscriptions.backport;

import dev.tributary.subscriptions.outbox.NotifiedEvent;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.StoredSubscription;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Resource;

/**
 * Bundles of the <a href="http://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html">Subscriptions R5 Backport 1.1.0</a> on R4.
 *
 * <p>{@code empty} says that something happened and nothing else. {@code id-only} names the focus, its patient and what the topic includes.
 * {@code full-resource} carries them as they are when the bundle is built, and only names one that the subscriber may not read.
 */
public final class BackportBundles {

    static final String NOTIFICATION_PROFILE =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-subscription-notification-r4";

    private final String base;
    private final StatusParameters parameters;
    private final ResourceReader resources;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final Includes includes;
    private final Supplements supplements;

    /** @param fhirBase the hub's public FHIR base URL, without trailing slash */
    public BackportBundles(String fhirBase, ResourceReader resources, Supplier<UUID> ids, InstantSource clock) {
        this(fhirBase, resources, Referrers.NONE, Supplements.NONE, ids, clock);
    }

    /** @param supplements goes with notifications of full-resource, not with the answers of {@code $events} */
    public BackportBundles(
            String fhirBase,
            ResourceReader resources,
            Referrers referrers,
            Supplements supplements,
            Supplier<UUID> ids,
            InstantSource clock) {
        this.includes = new Includes(referrers);
        this.supplements = supplements;
        this.base = fhirBase;
        this.parameters = new StatusParameters(fhirBase);
        this.resources = resources;
        this.ids = ids;
        this.clock = clock;
    }

    /** What an endpoint gets before anything else. */
    public Bundle handshake(StoredSubscription subscription) {
        Parameters status = parameters.of(subscription, subscription.status(), "handshake");
        return history(subscription, status);
    }

    /** What an endpoint gets when nothing happened for as long as it asked for. */
    public Bundle heartbeat(StoredSubscription subscription) {
        return history(subscription, parameters.of(subscription, subscription.status(), "heartbeat"));
    }

    /** What an endpoint gets when something happened; {@code events} in the order of their numbers, at least one. */
    public Bundle notification(StoredSubscription subscription, List<NotifiedEvent> events) {
        PayloadContent content = subscription.definition().content();
        Parameters status = parameters.of(subscription, SubscriptionStatus.ACTIVE, "event-notification");
        parameters.countUpTo(status, events.get(events.size() - 1).number());
        Bundle bundle = withEvents(history(subscription, status), status, subscription, events, content);
        if (content == PayloadContent.FULL_RESOURCE) {
            addSupplements(bundle, status, subscription, events);
        }
        return bundle;
    }

    private void addSupplements(
            Bundle bundle, Parameters status, StoredSubscription subscription, List<NotifiedEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            for (Resource resource : supplements.of(subscription, events.get(i))) {
                String id = resource.getIdElement().getIdPart();
                String name = resource.fhirType() + "/" + id;
                String url = resource instanceof Composition ? "urn:uuid:" + id : base + "/" + name;
                parameters.addContext(status, i, url);
                BundleEntryComponent entry = bundle.addEntry().setFullUrl(url).setResource(resource);
                entry.getRequest().setMethod(HTTPVerb.GET).setUrl(name);
                entry.getResponse().setStatus("200");
            }
        }
    }

    /** The answer of {@code $events}; {@code content} at most what the subscription itself asks for. */
    public Bundle events(StoredSubscription subscription, List<NotifiedEvent> events, PayloadContent content) {
        Parameters status = parameters.of(subscription, subscription.status(), "query-event");
        return withEvents(history(subscription, status), status, subscription, events, content);
    }

    /** The answer of {@code $status}: one entry per subscription. */
    public Bundle statuses(List<StoredSubscription> subscriptions) {
        Bundle bundle = new Bundle();
        bundle.setId(ids.get().toString());
        bundle.setType(BundleType.SEARCHSET).setTimestamp(now()).setTotal(subscriptions.size());
        for (StoredSubscription subscription : subscriptions) {
            Parameters status = parameters.of(subscription, subscription.status(), "query-status");
            add(bundle, status).getSearch().setMode(SearchEntryMode.MATCH);
        }
        return bundle;
    }

    private Bundle history(StoredSubscription subscription, Parameters status) {
        Bundle bundle = new Bundle();
        bundle.setId(ids.get().toString());
        bundle.getMeta().addProfile(NOTIFICATION_PROFILE);
        bundle.setType(BundleType.HISTORY).setTimestamp(now());
        BundleEntryComponent entry = add(bundle, status);
        entry.getRequest().setMethod(HTTPVerb.GET).setUrl(base + "/Subscription/" + subscription.id() + "/$status");
        entry.getResponse().setStatus("200");
        return bundle;
    }

    private BundleEntryComponent add(Bundle bundle, Parameters status) {
        String id = ids.get().toString();
        status.setId(id);
        return bundle.addEntry().setFullUrl("urn:uuid:" + id).setResource(status);
    }

    private Bundle withEvents(
            Bundle bundle,
            Parameters status,
            StoredSubscription subscription,
            List<NotifiedEvent> events,
            PayloadContent content) {
        EventEntries entries = new EventEntries(base, bundle, readerFor(subscription));
        for (NotifiedEvent event : events) {
            PayloadContent shown = event.isWithheld() ? PayloadContent.EMPTY : content;
            List<String> context = shown == PayloadContent.EMPTY
                    ? List.of()
                    : includes.of(event, subscription.definition().topic(), entries::read, subscription.owner());
            parameters.addEvent(status, event, context, shown);
            if (shown != PayloadContent.EMPTY) {
                entries.addFocus(event);
                entries.addContext(context);
            }
        }
        if (content == PayloadContent.FULL_RESOURCE) {
            entries.fill();
        }
        return bundle;
    }

    private Function<String, Optional<Resource>> readerFor(StoredSubscription subscription) {
        return reference -> resources.read(reference, subscription.owner());
    }

    private Date now() {
        return Date.from(clock.instant());
    }
}
