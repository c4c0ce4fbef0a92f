package dev.tributary.subscriptions;

import ca.uhn.fhir.context.FhirContext;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.backport.BackportBundles;
import dev.tributary.subscriptions.backport.NotificationOperations;
import dev.tributary.subscriptions.backport.ResourceReader;
import dev.tributary.subscriptions.backport.Supplements;
import dev.tributary.subscriptions.channel.BindingTokens;
import dev.tributary.subscriptions.channel.EmailChannel;
import dev.tributary.subscriptions.channel.EmailSettings;
import dev.tributary.subscriptions.channel.NotificationSecret;
import dev.tributary.subscriptions.channel.Payloads;
import dev.tributary.subscriptions.channel.RestHook;
import dev.tributary.subscriptions.channel.SocketBinding;
import dev.tributary.subscriptions.channel.WebSocketChannel;
import dev.tributary.subscriptions.delivery.Channel;
import dev.tributary.subscriptions.delivery.Channels;
import dev.tributary.subscriptions.delivery.Delivery;
import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import dev.tributary.subscriptions.events.HubEvent;
import dev.tributary.subscriptions.fanout.FanOut;
import dev.tributary.subscriptions.fanout.QuietingRule;
import dev.tributary.subscriptions.outbound.OutboundHttp;
import dev.tributary.subscriptions.outbound.ReceiverTokens;
import dev.tributary.subscriptions.outbound.SigningKeys;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.EventOutbox;
import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.NotificationStore;
import dev.tributary.subscriptions.outbox.Replays;
import dev.tributary.subscriptions.registry.Definitions;
import dev.tributary.subscriptions.registry.EndRule;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import dev.tributary.subscriptions.registry.Selections;
import dev.tributary.subscriptions.registry.SubscriptionDefinition;
import dev.tributary.subscriptions.registry.SubscriptionReader;
import dev.tributary.subscriptions.registry.SubscriptionRegistry;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStatusListener;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.registry.Validation;
import dev.tributary.subscriptions.rosters.RosterMatching;
import dev.tributary.subscriptions.rosters.RosterStore;
import dev.tributary.subscriptions.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.apache.hc.core5.ssl.SSLContexts;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.Subscription;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The module wired as the hub wires it, on one database, with as many engines as a test wants. */
final class Hub implements AutoCloseable {

    static final FhirContext FHIR = FhirContext.forR4Cached();
    static final String BASE = "http://hub.example/fhir";

    final SettableClock clock = new SettableClock();
    final HikariDataSource dataSource;
    final JdbcTemplate jdbc;
    final TransactionTemplate transactions;
    final CommitSignal signal;
    final EventOutbox outbox;
    final SubscriptionStore subscriptions;
    final SubscriptionRegistry registry;
    final NotificationOperations operations;
    final NotificationLog log;
    final Replays replays;
    final Secrets disclosure = new Secrets();
    final List<String> changes = new CopyOnWriteArrayList<>();
    final Map<String, Resource> readable = new ConcurrentHashMap<>();
    /** What refers to what, by {@code Observation:encounter:Encounter/<id>}. */
    final Map<String, List<String>> referrers = new ConcurrentHashMap<>();

    final RosterStore rosters;
    final RosterMatching matching;
    final People people = new People();
    final Panels panels = new Panels();
    final Codes codes = new Codes();
    private final Selections selections;
    final BindingTokens tokens;
    final SocketBinding binding;
    final WebSocketChannel sockets;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** Told of changes of status in the engine's transaction. */
    SubscriptionStatusListener listener = (id, status, error) -> {};

    private final List<AutoCloseable> closeables = new ArrayList<>();
    private final BackportBundles bundles;
    private final Channels channels;
    private final EndpointPolicy policy = EndpointPolicy.of(List.of("http://127.0.0.1:*", "mllp://127.0.0.1:*"));

    /** What an operator configures. */
    record Options(
            Topics topics,
            EmailSettings email,
            List<ReceiverTokens.Credentials> credentials,
            List<SigningKeys.Key> keys) {
        static Options none() {
            return new Options(new WideTopics(), EmailSettings.none(), List.of(), List.of());
        }
    }

    Hub(TestDatabase database) {
        this(database, Options.none());
    }

    Hub(TestDatabase database, Options options) {
        this(database, options, policy -> List.of());
    }

    /** @param more channels besides, with the policy that the hub has */
    Hub(TestDatabase database, Function<EndpointPolicy, List<Channel>> more) {
        this(database, Options.none(), more);
    }

    private Hub(TestDatabase database, Options options, Function<EndpointPolicy, List<Channel>> more) {
        dataSource = database.open();
        jdbc = new JdbcTemplate(dataSource);
        transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        signal = database.signal(dataSource);
        outbox = new EventOutbox(jdbc, signal, clock);
        ResourceReader reader = (reference, owner) -> Optional.ofNullable(readable.get(reference));
        bundles = new BackportBundles(
                BASE,
                reader,
                (type, parameter, reference, limit, owner) ->
                        referrers.getOrDefault(type + ":" + parameter + ":" + reference, List.of()),
                Supplements.NONE,
                UUID::randomUUID,
                clock);
        Payloads payloads = new Payloads(FHIR, bundles);
        OutboundHttp.Settings http = new OutboundHttp.Settings(32, 64, null, SSLContexts.createDefault());
        OutboundHttp outbound = new OutboundHttp(policy, http, threads);
        OutboundHttp trusting = OutboundHttp.trusting(http, threads);
        closeables.add(threads::shutdownNow);
        closeables.add(outbound);
        closeables.add(trusting);
        sockets = new WebSocketChannel(payloads);
        List<Channel> all = new ArrayList<>(more.apply(policy));
        all.add(new RestHook(new RestHook.Parts(
                payloads,
                policy,
                outbound,
                new ReceiverTokens(options.credentials(), trusting, clock),
                new SigningKeys(options.keys()),
                clock)));
        all.add(sockets);
        all.add(new EmailChannel(options.email(), payloads, BASE, threads));
        channels = new Channels(all);
        SubscriptionReader definitions = new SubscriptionReader(options.topics(), channels.types());
        subscriptions = new SubscriptionStore(jdbc, new Definitions(FHIR, definitions), clock);
        rosters = new RosterStore(jdbc, clock);
        matching = new RosterMatching(jdbc, people, clock);
        selections = new Selections(jdbc, rosters, panels, codes);
        registry = new SubscriptionRegistry(
                subscriptions,
                definitions,
                List.of(channels, new NotificationSecret(), new QuietingRule(), new EndRule(clock)),
                selections,
                signal);
        tokens = new BindingTokens(jdbc, clock);
        binding = new SocketBinding(sockets, payloads, tokens, subscriptions, signal);
        operations = new NotificationOperations(subscriptions, new NotificationStore(jdbc), bundles, disclosure);
        log = new NotificationLog(jdbc);
        replays = new Replays(jdbc, signal, clock);
    }

    static NotificationSettings settings() {
        return new NotificationSettings(
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                16,
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                3,
                Duration.ofMillis(300),
                2,
                Duration.ofDays(3));
    }

    NotificationEngine start() {
        return start(settings());
    }

    NotificationEngine start(NotificationSettings settings) {
        Delivery.Parts parts = new Delivery.Parts(
                jdbc,
                transactions,
                subscriptions,
                channels,
                disclosure,
                (id, status, error) -> {
                    changes.add(id + " " + status.code() + (error == null ? "" : ": " + error));
                    listener.changed(id, status, error);
                },
                NotificationMetrics.NONE,
                settings,
                clock,
                UUID::randomUUID);
        NotificationEngine engine = new NotificationEngine(parts, fanOut(), signal);
        engine.start();
        closeables.add(engine);
        return engine;
    }

    FanOut fanOut() {
        return new FanOut(jdbc, transactions, fanOutParts(), clock);
    }

    FanOut.Parts fanOutParts() {
        return new FanOut.Parts(subscriptions, selections, rosters, matching);
    }

    /** Stores the subscription as a client's PUT would. */
    void subscribe(String id, Subscription subscription) {
        subscribe(id, subscription, "owner");
    }

    void subscribe(String id, Subscription subscription, String owner) {
        Validation validation = registry.validate(subscription, owner);
        SubscriptionDefinition definition = validation
                .accepted()
                .orElseThrow(() -> new AssertionError(validation.problems().toString()));
        transactions.executeWithoutResult(tx -> registry.register(id, definition, owner));
    }

    /** Stores the subscription as if its handshake had succeeded, without an engine. */
    void counting(String id, Subscription subscription) {
        subscribe(id, subscription);
        jdbc.update("update hub.subscription set status = 'active' where id = ?", id);
        subscriptions.startCounting(id);
    }

    /** Commits one discharge of which this is known. */
    void discharge(String encounter, String patient, Map<String, List<String>> facts) {
        append(EventKind.DISCHARGE.code(), encounter, patient, facts);
    }

    void append(String kind, String encounter, String patient, Map<String, List<String>> facts) {
        transactions.executeWithoutResult(tx -> outbox.append(List.of(new HubEvent(
                UUID.randomUUID(),
                kind,
                "Encounter/" + encounter,
                "2",
                "Patient/" + patient,
                clock.instant(),
                null,
                new Facts(facts)))));
    }

    SubscriptionStatus status(String id) {
        return subscriptions.find(id).orElseThrow().status();
    }

    /** Commits one discharge per encounter name. */
    void commit(String... encounters) {
        transactions.executeWithoutResult(tx -> {
            for (String encounter : encounters) {
                outbox.append(List.of(event(EventKind.DISCHARGE, encounter, "p1")));
            }
        });
    }

    HubEvent event(EventKind kind, String encounter, String patient) {
        return event(kind, encounter, patient, "2");
    }

    HubEvent event(EventKind kind, String encounter, String patient, String version) {
        return new HubEvent(
                UUID.randomUUID(),
                kind.code(),
                "Encounter/" + encounter,
                version,
                "Patient/" + patient,
                Instant.parse("2026-03-01T10:00:00Z"),
                null,
                Facts.none());
    }

    void readable(String encounter, String patient) {
        Encounter resource = new Encounter();
        resource.setId(encounter);
        resource.setStatus(Encounter.EncounterStatus.FINISHED);
        resource.getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        resource.getSubject().setReference("Patient/" + patient);
        readable.put("Encounter/" + encounter, resource);
        Patient person = new Patient();
        person.setId(patient);
        person.addName().setFamily("Brook");
        readable.put("Patient/" + patient, person);
    }

    /** All of it, whatever one part throws: what is left open would hold locks that the next test waits for. */
    @Override
    public void close() throws Exception {
        Collections.reverse(closeables);
        closeables.add(signal::close);
        closeables.add(dataSource);
        Exception failure = null;
        for (AutoCloseable closeable : closeables) {
            try {
                closeable.close();
            } catch (Exception e) {
                if (failure != null) {
                    e.addSuppressed(failure);
                }
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
