package dev.tributary.subscriptions.topics;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.criteria.Refused;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.events.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * All topics: those that the hub brings, and what clients stored, on any replica.
 *
 * <p>What is stored is read again when it is older than a second, and at once after {@link #changed()}; only what has changed is made ready
 * anew. So a new topic counts on other replicas within a second.
 */
public final class StoredTopics implements Topics, UserTopics {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final ShippedTopics shipped;
    private final TopicStore store;
    private final FhirContext fhir;
    private final TopicTroubles troubles;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Snapshot snapshot = Snapshot.EMPTY;
    private volatile boolean dirty = true;

    public StoredTopics(
            ShippedTopics shipped, TopicStore store, FhirContext fhir, TopicTroubles troubles, InstantSource clock) {
        this.shipped = shipped;
        this.store = store;
        this.fhir = fhir;
        this.troubles = troubles;
        this.clock = clock;
    }

    /** @param byVersion every watcher by what it was made of */
    private record Snapshot(
            Instant readAt,
            Map<Object, Optional<Watcher>> byVersion,
            Map<String, Topic> byCanonical,
            Map<String, List<Watcher>> byType) {

        static final Snapshot EMPTY = new Snapshot(Instant.MIN, Map.of(), Map.of(), Map.of());
    }

    /** Something was stored or removed: the next question finds it. */
    public void changed() {
        dirty = true;
    }

    @Override
    public Optional<Topic> find(String canonical) {
        if (PlainCriterion.isSearch(canonical)) {
            return search(canonical).map(PlainCriterion::topic);
        }
        String url = canonical.split("\\|", 2)[0];
        return shipped.find(url)
                .or(() -> Optional.ofNullable(current().byCanonical().get(url)))
                .or(() -> stored(url));
    }

    @Override
    public Optional<String> refusal(String criteria) {
        if (PlainCriterion.isSearch(criteria)) {
            try {
                PlainCriterion.of(criteria);
            } catch (Refused e) {
                return Optional.ofNullable(e.getMessage());
            }
        }
        return Optional.empty();
    }

    private static Optional<PlainCriterion> search(String criteria) {
        try {
            return Optional.of(PlainCriterion.of(criteria));
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    /** What another replica stored a moment ago. */
    private Optional<Topic> stored(String url) {
        if (store.idOf(url).isEmpty()) {
            return Optional.empty();
        }
        changed();
        return Optional.ofNullable(current().byCanonical().get(url));
    }

    @Override
    public List<Topic> all() {
        List<Topic> all = new ArrayList<>(shipped.all());
        all.addAll(current().byCanonical().values());
        return List.copyOf(all);
    }

    @Override
    public Set<String> watched() {
        return current().byType().keySet();
    }

    @Override
    public List<Match> match(List<RecordChange> changes) {
        Map<String, List<Watcher>> byType = current().byType();
        if (byType.isEmpty()) {
            return List.of();
        }
        List<Match> matches = new ArrayList<>();
        for (RecordChange change : changes) {
            if (change.latest() instanceof Patient patient && !Subjects.isPerson(patient)) {
                continue; // What one source says of a person shows in the person's record.
            }
            for (Watcher watcher : byType.getOrDefault(change.latest().fhirType(), List.of())) {
                ask(watcher, change).ifPresent(matches::add);
            }
        }
        return matches;
    }

    /** Whatever a client's topic does to us, the message is stored. */
    private Optional<Match> ask(Watcher watcher, RecordChange change) {
        try {
            return watcher.isTriggeredBy(change)
                    ? Optional.of(new Match(watcher.topic().kind(), change, watcher.factsOf(change.latest())))
                    : Optional.empty();
        } catch (RuntimeException | StackOverflowError e) {
            troubles.add(watcher.topic(), change.latest().fhirType(), e);
            return Optional.empty();
        }
    }

    private Snapshot current() {
        Snapshot known = snapshot;
        boolean stale = dirty || clock.instant().isAfter(known.readAt().plus(FRESH)) || known == Snapshot.EMPTY;
        if (!stale || !isMyTurn(known)) {
            return snapshot;
        }
        try {
            dirty = false;
            snapshot = read(snapshot);
            return snapshot;
        } catch (RuntimeException e) {
            dirty = true;
            throw e;
        } finally {
            reading.unlock();
        }
    }

    /** What is only old may stay so for a moment; for what has changed here one waits, but not for ever: the reader may want a connection. */
    private boolean isMyTurn(Snapshot known) {
        if (!dirty && known != Snapshot.EMPTY) {
            return reading.tryLock();
        }
        try {
            return reading.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Snapshot read(Snapshot before) {
        Map<Object, Optional<Watcher>> byVersion = new HashMap<>();
        for (TopicStore.Version version : store.live()) {
            byVersion.put(version, reuse(before, version, () -> compile(version)));
        }
        for (String kind : store.searches()) {
            byVersion.put(
                    kind,
                    reuse(
                            before,
                            kind,
                            () -> search(kind.substring(PlainCriterion.KIND.length()))
                                    .orElse(null)));
        }
        List<Watcher> watchers =
                byVersion.values().stream().flatMap(Optional::stream).toList();
        return new Snapshot(clock.instant(), byVersion, byCanonical(watchers), byType(watchers));
    }

    private interface Making {
        @Nullable
        Watcher make();
    }

    private static Optional<Watcher> reuse(Snapshot before, Object version, Making making) {
        Optional<Watcher> known = before.byVersion().get(version);
        return known == null ? Optional.ofNullable(making.make()) : known;
    }

    /** What this build cannot evaluate any more says nothing; its owner is told when it is stored again. */
    private @Nullable Watcher compile(TopicStore.Version version) {
        Basic basic = fhir.newJsonParser().parseResource(Basic.class, store.resource(version.id()));
        TopicDefinition definition = TopicReader.read(basic).definition();
        return definition == null ? null : CompiledTopic.compile(definition).topic();
    }

    private static Map<String, Topic> byCanonical(Collection<Watcher> watchers) {
        Map<String, Topic> topics = new LinkedHashMap<>();
        watchers.stream()
                .map(Watcher::topic)
                .filter(topic -> !PlainCriterion.isSearch(topic))
                .sorted((one, other) -> one.canonical().compareTo(other.canonical()))
                .forEach(topic -> topics.put(topic.canonical(), topic));
        return topics;
    }

    private static Map<String, List<Watcher>> byType(Collection<Watcher> watchers) {
        Map<String, List<Watcher>> byType = new HashMap<>();
        for (Watcher watcher : watchers) {
            for (String type : new HashSet<>(watcher.topic().resourceTypes())) {
                byType.computeIfAbsent(type, unused -> new ArrayList<>()).add(watcher);
            }
        }
        return byType;
    }
}
