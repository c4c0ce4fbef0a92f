package dev.tributary.server.observe;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A real database with the hub's own tables, made by the hub's own migrations, and rows for them. */
public final class HubTables {

    private final DataSource database;
    private final JdbcTemplate jdbc;

    /** On an H2 of its own. */
    public HubTables() {
        this(h2(), "HUB", Map.of("bytes", "blob", "text", "clob"));
    }

    HubTables(DataSource database, String schema, Map<String, String> types) {
        this.database = database;
        Flyway.configure()
                .dataSource(database)
                .schemas(schema)
                .defaultSchema(schema)
                .locations("classpath:db/hub")
                .placeholders(types)
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
    }

    private static DataSource h2() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    public DataSource dataSource() {
        return database;
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    void message(String source, String state, Instant receivedAt) {
        jdbc.update(
                "insert into hub.inbound_message (message_id, source_id, format, via, content_hash, state, raw, received_at,"
                        + " not_before) values (?, ?, 'hl7v2', 'http', 'x', ?, ?, ?, ?)",
                UUID.randomUUID().toString(),
                source,
                state,
                new byte[1],
                Timestamp.from(receivedAt),
                Timestamp.from(receivedAt));
    }

    void subscription(String id, String status) {
        jdbc.update(
                "insert into hub.subscription (id, owner, kind, topic, channel, resource, status, revision, changed_at)"
                        + " values (?, 'o', 'admission', 't', 'rest-hook', '{}', ?, 1, current_timestamp)",
                id,
                status);
    }

    void notification(String subscription, long number, String state, Instant createdAt) {
        jdbc.update(
                "insert into hub.notification (subscription_id, event_number, event_seq, state, attempts, created_at)"
                        + " values (?, ?, ?, ?, 0, ?)",
                subscription,
                number,
                number,
                state,
                Timestamp.from(createdAt));
    }

    void patient(String sourceRecord, String unified) {
        jdbc.update(
                "insert into hub.patient_link (source_patient, source_id, unified, own_system, own_value, reason, linked_at,"
                        + " said_at, trust, message_id) values (?, 'clinic', ?, 's', 'v', 'r', current_timestamp,"
                        + " current_timestamp, 50, 'm')",
                sourceRecord,
                unified);
    }
}
