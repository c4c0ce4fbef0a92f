package dev.tributary.subscriptions;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.registry.Definitions;
import dev.tributary.subscriptions.registry.Filter;
import dev.tributary.subscriptions.registry.PayloadContent;
import dev.tributary.subscriptions.registry.SubscriptionReader;
import dev.tributary.subscriptions.registry.SubscriptionStatus;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import dev.tributary.subscriptions.topics.ShippedTopics;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A database of an earlier build, brought to the present. */
class EarlierSubscriptionsTest {

    private static final BigDecimal NEW_FORM = BigDecimal.valueOf(9);

    private final JdbcTemplate jdbc = new JdbcTemplate(database());

    @Test
    void subscriptionsInColumns_areKeptInError_countEvents_andGiveNothingUp() {
        jdbc.execute("create schema hub");
        TestDatabase.scripts().stream()
                .filter(file -> TestDatabase.version(file).compareTo(NEW_FORM) < 0)
                .forEach(file -> TestDatabase.run(jdbc, file, "clob"));
        insert("all", null);
        insert("one", "Patient/7");
        TestDatabase.scripts().stream()
                .filter(file -> TestDatabase.version(file).compareTo(NEW_FORM) >= 0)
                .forEach(file -> TestDatabase.run(jdbc, file, "clob"));

        var reader = new SubscriptionReader(new ShippedTopics(), Set.of("rest-hook"));
        var store = new SubscriptionStore(jdbc, new Definitions(FhirContext.forR4Cached(), reader), Instant::now);
        var one = store.find("one").orElseThrow();
        assertThat(one.status()).isEqualTo(SubscriptionStatus.ERROR);
        assertThat(one.error()).contains("PUT it again");
        assertThat(one.eventsSinceStart()).isEqualTo(3);
        assertThat(one.definition().topic().kind()).isEqualTo("discharge");
        assertThat(one.definition().content()).isEqualTo(PayloadContent.ID_ONLY);
        assertThat(one.definition().filters())
                .containsExactly(new Filter("Encounter", "patient", "", List.of("Patient/7")));
        assertThat(store.find("all").orElseThrow().definition().filters()).isEmpty();
        assertThat(jdbc.queryForList("select filter_key from hub.subscription_key", String.class))
                .containsExactlyInAnyOrder("discharge:*", "discharge:patient=Patient/7");
        assertThat(jdbc.queryForList("select state from hub.notification", String.class))
                .containsOnly("pending");
    }

    /** Where HL7 v2 messages go was only in the resource. */
    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void destinations_areReadFromWhatWasStored(TestDatabase database) throws IOException {
        String script = Files.readString(Path.of("src/main/resources/db/hub/V17__destination.sql"));
        String update = script.substring(script.indexOf("update"), script.indexOf(';', script.indexOf("update")));
        try (HikariDataSource dataSource = database.open()) {
            JdbcTemplate on = new JdbcTemplate(dataSource);
            for (String endpoint : List.of("mllp://EHR.internal:2575", "https://ehr.internal/x")) {
                on.update(
                        "insert into hub.subscription (id, owner, kind, topic, channel, resource, status, revision, changed_at)"
                                + " values (?, 'o', 'discharge', 't', 'hl7v2-mllp', ?, 'active', 1, current_timestamp)",
                        endpoint.substring(0, 5),
                        "{\"resourceType\":\"Subscription\",\"channel\":{\"type\":\"message\",\"endpoint\":\""
                                + endpoint + "\",\"payload\":\"application/fhir+json\"}}");
            }
            on.execute(update);
            assertThat(on.queryForList("select destination from hub.subscription order by id desc", String.class))
                    .containsExactly("mllp://ehr.internal:2575", null);
        }
    }

    private void insert(String id, String patient) {
        jdbc.update(
                "insert into hub.subscription (id, owner, kind, topic, endpoint, headers, mime_type, content, patient_filter,"
                        + " timeout_seconds, max_count, status, revision, changed_at) values (?, 'o', 'discharge',"
                        + " 'https://tributary.dev/fhir/SubscriptionTopic/discharge', 'https://x', '', 'm', 'id-only', ?, 10, 1,"
                        + " 'active', 1, current_timestamp)",
                id,
                patient);
        jdbc.update(
                "insert into hub.subscription_lane (subscription_id, events_since_start, next_attempt_at, failures)"
                        + " values (?, 3, current_timestamp, 0)",
                id);
        jdbc.update(
                "insert into hub.notification (subscription_id, event_number, event_seq, state, attempts, created_at)"
                        + " values (?, 3, 1, 'pending', 0, current_timestamp)",
                id);
    }

    private static JdbcDataSource database() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }
}
