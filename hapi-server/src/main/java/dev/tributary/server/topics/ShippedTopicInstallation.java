package dev.tributary.server.topics;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import dev.tributary.subscriptions.topics.ShippedTopics;
import dev.tributary.subscriptions.topics.TopicDefinition;
import dev.tributary.subscriptions.topics.TopicWriter;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Basic;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/** Puts the shipped topics into the store as {@code Basic/topic-<code>}, where clients look for topics; once for each version of them. */
final class ShippedTopicInstallation implements SmartLifecycle {

    private static final String NAME = "topics";
    private static final long LOCK = 0x70B1C5L;

    private final ShippedTopics shipped;
    private final FhirContext fhir;
    private final DaoRegistry daos;
    private final JdbcTemplate jdbc;
    private final KeyLocks locks;
    private final StoringTransaction transactions;
    private final Clock clock;
    private volatile boolean running;

    ShippedTopicInstallation(
            ShippedTopics shipped,
            FhirContext fhir,
            DaoRegistry daos,
            JdbcTemplate jdbc,
            KeyLocks locks,
            StoringTransaction transactions,
            Clock clock) {
        this.shipped = shipped;
        this.fhir = fhir;
        this.daos = daos;
        this.jdbc = jdbc;
        this.locks = locks;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void start() {
        transactions.run(this::install);
        running = true;
    }

    private boolean install() {
        locks.lock(new TreeSet<>(List.of(LOCK)));
        var fingerprint = Integer.toHexString(resources().hashCode());
        var installed =
                jdbc.queryForList("select fingerprint from hub.installation where name = ?", String.class, NAME);
        if (installed.contains(fingerprint)) {
            return false;
        }
        for (var definition : shipped.definitions()) {
            var request = new SystemRequestDetails();
            request.getUserData().put(TopicFace.BY_HUB, true);
            daos.getResourceDao(Basic.class).update(basic(definition), request);
        }
        jdbc.update("delete from hub.installation where name = ?", NAME);
        jdbc.update(
                "insert into hub.installation (name, fingerprint, installed_at) values (?, ?, ?)",
                NAME,
                fingerprint,
                Timestamp.from(clock.instant()));
        return true;
    }

    private List<String> resources() {
        return shipped.definitions().stream()
                .map(definition -> fhir.newJsonParser().encodeResourceToString(basic(definition)))
                .toList();
    }

    static Basic basic(TopicDefinition definition) {
        var basic = new Basic();
        basic.setId("topic-"
                + definition.canonical().substring(definition.canonical().lastIndexOf('/') + 1));
        TopicWriter.write(definition, basic);
        return basic;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the search parameters, before feeds, workers and the web server. */
    @Override
    public int getPhase() {
        return 1;
    }
}
