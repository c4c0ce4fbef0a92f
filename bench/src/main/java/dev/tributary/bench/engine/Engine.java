package dev.tributary.bench.engine;

import ca.uhn.fhir.context.FhirContext;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.NotificationEngine;
import dev.tributary.subscriptions.NotificationMetrics;
import dev.tributary.subscriptions.NotificationSettings;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.channel.Payloads;
import dev.tributary.subscriptions.channel.RestHook;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.delivery.Delivery;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.filters.ValueSets;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.registry.Definitions;
import dev.tributary.subscriptions.registry.Disclosure;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.Selections;
import dev.tributary.subscriptions.registry.SubscriptionReader;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.rosters.PanelReader;
import dev.tributary.subscriptions.rosters.PatientDirectory;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import dev.tributary.subscriptions.topics.ShippedTopics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Subscription;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The engine as the hub wires it, with subscriptions to one topic. */
public final class Engine implements AutoCloseable {

    private static final String BACKPORT =
            "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-";
    private static final String KIND = "encounter-start";
    private static final String OWNER = "bench";

    /** Kept, since a logger that nobody holds forgets its level. */
    private static final Logger DELIVERY = Logger.getLogger("dev.tributary.subscriptions");

    private final HikariDataSource dataSource;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final CommitSignal signal;
    private final EventOutbox outbox;
    private final SubscriptionStore store;
    private final SubscriptionRegistry registry;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final OutboundHttp http;
    private final NotificationEngine engine;

    /** @param tls whom the engine trusts */
    Engine(EngineDatabase database, SSLContext tls, NotificationSettings settings) {
        // Every failed attempt is a warning, and failing is the point here.
        DELIVERY.setLevel(Level.SEVERE);
        var clock = Clock.systemUTC();
        var fhir = FhirContext.forR4Cached();
        dataSource = database.pool();
        jdbc = new JdbcTemplate(dataSource);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        signal = database.signal(dataSource);
        outbox = new EventOutbox(jdbc, signal, clock);
        var policy = EndpointPolicy.of(List.of("http://127.0.0.1:*", "https://127.0.0.1:*"));
        http = new OutboundHttp(policy, new OutboundHttp.Settings(16, 256, null, tls), threads);
        var bundles = new BackportBundles(
                "http://127.0.0.1/fhir", (reference, owner) -> Optional.empty(), UUID::randomUUID, clock);
        var channels = new Channels(List.of(new RestHook(new RestHook.Parts(
                new Payloads(fhir, bundles),
                policy,
                http,
                new ReceiverTokens(List.of(), http, clock),
                new SigningKeys(List.of()),
                clock))));
        var reader = new SubscriptionReader(new ShippedTopics(), channels.types());
        store = new SubscriptionStore(jdbc, new Definitions(fhir, reader), clock);
        var rosters = new RosterStore(jdbc, clock);
        var selections = new Selections(jdbc, rosters, PanelReader.NONE, ValueSets.NONE);
        registry = new SubscriptionRegistry(store, reader, List.of(channels), selections, signal);
        var fanOut = new FanOut(
                jdbc,
                transactions,
                new FanOut.Parts(store, selections, rosters, new RosterMatching(jdbc, PatientDirectory.EMPTY, clock)),
                clock);
        engine = new NotificationEngine(
                new Delivery.Parts(
                        jdbc,
                        transactions,
                        store,
                        channels,
                        Disclosure.ALL,
                        (id, status, error) -> {},
                        NotificationMetrics.NONE,
                        settings,
                        clock,
                        UUID::randomUUID),
                fanOut,
                signal);
        engine.start();
    }

    /** Stores a subscription as a client's PUT would; also one that is in error, to have it shaken hands with again. */
    public void subscribe(String id, String endpoint, Duration timeout) {
        var subscription = new Subscription();
        subscription.setStatus(Subscription.SubscriptionStatus.REQUESTED);
        subscription.setReason("bench");
        subscription.setCriteria("https://tributary.dev/fhir/SubscriptionTopic/" + KIND);
        var channel = subscription.getChannel();
        channel.setType(Subscription.SubscriptionChannelType.RESTHOOK).setEndpoint(endpoint);
        channel.setPayload("application/fhir+json");
        channel.getPayloadElement().addExtension(BACKPORT + "payload-content", new CodeType("id-only"));
        channel.addExtension(BACKPORT + "timeout", new IntegerType((int) timeout.toSeconds()));
        var definition = registry.validate(subscription, OWNER).accepted().orElseThrow();
        transactions.executeWithoutResult(tx -> registry.register(id, definition, OWNER));
    }

    /** Commits one event, which every active subscription gets. */
    public void event(int index) {
        var event = new HubEvent(
                UUID.randomUUID(),
                KIND,
                "Encounter/e" + index,
                "1",
                "Patient/p" + index,
                Instant.now(),
                null,
                Facts.none());
        transactions.executeWithoutResult(tx -> outbox.append(List.of(event)));
    }

    /** Ids of subscriptions by their state. */
    public Map<SubscriptionStatus, List<String>> byStatus() {
        return store.all(OWNER).stream()
                .collect(Collectors.groupingBy(
                        each -> each.status(), Collectors.mapping(each -> each.id(), Collectors.toList())));
    }

    /** How many notifications are in this state. */
    public long count(String state) {
        var count = jdbc.queryForObject("select count(*) from hub.notification where state = ?", Long.class, state);
        return count == null ? 0 : count;
    }

    @Override
    public void close() {
        engine.close();
        http.close();
        signal.close();
        threads.shutdownNow();
        dataSource.close();
    }
}
