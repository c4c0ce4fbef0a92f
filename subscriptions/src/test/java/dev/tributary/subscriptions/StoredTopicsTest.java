package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.events.RecordChange;
import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.StoredTopics;
import dev.tributary.subscriptions.topics.TopicDefinition;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import dev.tributary.subscriptions.topics.TopicStore;
import dev.tributary.subscriptions.topics.TopicTroubles;
import dev.tributary.subscriptions.topics.TopicWriter;
import dev.tributary.subscriptions.topics.UserTopics.Match;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.Organization;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** Topics of clients, from the database. */
class StoredTopicsTest {

    private static final String URL = "https://exchange.example/SubscriptionTopic/organization";

    private final HikariDataSource database = TestDatabase.H2.open();
    private final SettableClock clock = new SettableClock();
    private final TopicStore store = new TopicStore(new JdbcTemplate(database), clock);
    private final AtomicInteger counted = new AtomicInteger();
    private final TopicTroubles troubles = troubles();
    private final StoredTopics topics =
            new StoredTopics(new ShippedTopics(), store, FhirContext.forR4Cached(), troubles, clock);

    private TopicTroubles troubles() {
        return new TopicTroubles(new JdbcTemplate(database), Runnable::run, clock, counted::incrementAndGet);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void save(String id, String canonical, String status, @Nullable String path) {
        TopicDefinition definition = new TopicDefinition(
                canonical,
                null,
                "Organization",
                null,
                status,
                List.of(new Trigger(null, "Organization", Set.of(), null, path)),
                List.of(),
                List.of());
        Basic basic = new Basic();
        TopicWriter.write(definition, basic);
        store.save(
                id,
                definition,
                "client",
                FhirContext.forR4Cached().newJsonParser().encodeResourceToString(basic));
    }

    private List<String> kinds() {
        Organization organization = new Organization();
        organization.setId("Organization/o");
        organization.setName("General");
        return topics.match(List.of(new RecordChange(null, organization))).stream()
                .map(Match::kind)
                .toList();
    }

    /** What another replica stores counts a second later; what this one stores counts at once. */
    @Test
    void aStoredTopic_countsWithinASecond() {
        assertThat(kinds()).isEmpty();
        save("1", URL, "active", "%current.name = 'General'");
        clock.advance(Duration.ofMillis(1_100));
        assertThat(topics.watched()).containsExactly("Organization");
        assertThat(kinds()).containsExactly(URL);
        assertThat(topics.find(URL + "|1.0")).isPresent();

        save("1", URL, "active", "%current.name = 'Other'");
        topics.changed();
        assertThat(kinds()).isEmpty();
        save("1", URL, "retired", null);
        topics.changed();
        assertThat(topics.watched()).isEmpty();
        assertThat(topics.all()).noneMatch(topic -> topic.canonical().equals(URL));
    }

    /** Asked for by its URL it is found at once, wherever it was stored. */
    @Test
    void aTopicOfAnotherReplica_isFoundByItsUrl() {
        assertThat(topics.all()).isNotEmpty();
        save("1", URL, "active", null);
        assertThat(topics.find(URL)).isPresent();
        assertThat(topics.find("https://exchange.example/none")).isEmpty();
    }

    /** One that cannot tell is listed and disturbs no other. */
    @Test
    void aTopicThatCannotTell_isListed() {
        save("1", URL, "active", "%current.name > 5");
        save("2", URL + "/other", "active", null);
        assertThat(kinds()).containsExactly(URL + "/other");
        assertThat(kinds()).containsExactly(URL + "/other");
        assertThat(counted).hasValue(2);
        assertThat(troubles.list()).singleElement().satisfies(trouble -> {
            assertThat(trouble.topic()).isEqualTo(URL);
            assertThat(trouble.times()).isEqualTo(2);
            assertThat(trouble.reason()).doesNotContain("General");
        });
        TopicTroubles elsewhere = troubles();
        assertThat(elsewhere.list()).as("on another replica").isEqualTo(troubles.list());

        save("1", URL, "active", null);
        assertThat(elsewhere.list()).as("once it is mended").isEmpty();
    }
}
