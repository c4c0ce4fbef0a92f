package dev.tributary.server.notify;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.observe.HubTables;
import dev.tributary.server.security.RegisteredScopes;
import dev.tributary.subscriptions.registry.Definitions;
import dev.tributary.subscriptions.registry.SubscriptionReader;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.topics.ShippedTopics;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** SB-15: what a client may be told is decided when it is told. */
class AccessDecisionTest {

    private final HubTables tables = new HubTables();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-22T10:00:00Z"));
    private final Map<String, Set<String>> clients = new ConcurrentHashMap<>();
    private final SubscriptionStore subscriptions = new SubscriptionStore(
            tables.jdbc(),
            new Definitions(FhirContext.forR4Cached(), new SubscriptionReader(new ShippedTopics(), Set.of())),
            now::get);
    private final AccessDecision access = new AccessDecision(registered(), subscriptions, now::get);

    private final AtomicLong changes = new AtomicLong();

    private RegisteredScopes registered() {
        return new RegisteredScopes() {
            @Override
            public Optional<Set<String>> of(String client) {
                return Optional.ofNullable(clients.get(client));
            }

            @Override
            public long changes() {
                return changes.get();
            }
        };
    }

    private void subscribe(String id, String owner, boolean registered) {
        tables.jdbc()
                .update(
                        "insert into hub.subscription (id, owner, kind, topic, channel, resource, status, revision, changed_at)"
                                + " values (?, ?, 'admission', 't', 'rest-hook', '{}', 'active', 1, current_timestamp)",
                        id,
                        owner);
        subscriptions.ownerRegistered(id, registered);
    }

    private Optional<String> lapse(String owner) {
        now.updateAndGet(at -> at.plusSeconds(3));
        return access.lapse(owner);
    }

    @Test
    void whoLosesTheScope_isToldNothingMore() {
        clients.put("care", Set.of("subscriber", "reader"));
        subscribe("s1", "care", true);
        assertThat(lapse("care")).isEmpty();
        clients.put("care", Set.of("reader"));
        assertThat(lapse("care"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("scope subscriber"));
        assertThat(access.refusal("care", "Encounter/1", "Patient/1")).isPresent();
        clients.put("care", Set.of("subscriber"));
        assertThat(lapse("care")).isEmpty();
    }

    @Test
    void whoIsRemoved_isToldNothingMore() {
        clients.put("care", Set.of("subscriber"));
        subscribe("s1", "care", true);
        clients.remove("care");
        assertThat(lapse("care"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no longer registered"));
    }

    /** A token outlives the registration, and clients set what is off or in error to requested by themselves. */
    @Test
    void whoIsRemovedAndStoresItsSubscriptionAgain_isToldNothingMore() {
        clients.put("care", Set.of("subscriber"));
        subscribe("s1", "care", true);
        clients.remove("care");
        subscriptions.ownerRegistered("s1", false);
        assertThat(lapse("care"))
                .hasValueSatisfying(reason -> assertThat(reason).contains("no longer registered"));
    }

    /** Its tokens come from elsewhere: the hub cannot know. */
    @Test
    void whoWasNeverRegisteredHere_isTold() {
        subscribe("s1", "elsewhere", false);
        assertThat(lapse("elsewhere")).isEmpty();
    }

    @Test
    void aWord_isKeptForTwoSecondsAtMost() {
        clients.put("care", Set.of("subscriber"));
        subscribe("s1", "care", true);
        assertThat(lapse("care")).isEmpty();
        clients.remove("care");
        assertThat(access.lapse("care")).isEmpty();
        now.updateAndGet(at -> at.plusSeconds(2).plusMillis(1));
        assertThat(access.lapse("care")).isPresent();
    }

    @Test
    void whoIsRemovedHere_isToldNothingMoreAtOnce() {
        clients.put("care", Set.of("subscriber"));
        subscribe("s1", "care", true);
        assertThat(access.lapse("care")).isEmpty();
        clients.remove("care");
        changes.incrementAndGet();
        assertThat(access.lapse("care")).isPresent();
    }
}
