package dev.tributary.subscriptions.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code hub.subscription} with its lanes: definitions, states, counters. */
public final class SubscriptionStore {

    private static final String COLUMNS =
            "s.id, s.owner, s.resource, s.status, s.error, s.revision, l.events_since_start";

    private static final String SELECT =
            "select " + COLUMNS + " from hub.subscription s join hub.subscription_lane l on l.subscription_id = s.id ";

    private final JdbcTemplate jdbc;
    private final Definitions definitions;
    private final InstantSource clock;

    public SubscriptionStore(JdbcTemplate jdbc, Definitions definitions, InstantSource clock) {
        this.jdbc = jdbc;
        this.definitions = definitions;
        this.clock = clock;
    }

    /** The subscription of this id, if there is one. */
    public Optional<StoredSubscription> find(String id) {
        return jdbc.query(SELECT + "where s.id = ?", this::map, id).stream().findFirst();
    }

    /** All subscriptions of one client, or of everybody when {@code owner} is null. */
    public List<StoredSubscription> all(@Nullable String owner) {
        return owner == null
                ? jdbc.query(SELECT + "order by s.id", this::map)
                : jdbc.query(SELECT + "where s.owner = ? order by s.id", this::map, owner);
    }

    void save(String id, SubscriptionDefinition definition, String owner) {
        if (jdbc.update(UPDATE, arguments(id, definition, owner)) == 0) {
            jdbc.update(INSERT, arguments(id, definition, owner));
        }
        int lanes = jdbc.update(
                "update hub.subscription_lane set next_attempt_at = ?, failures = 0, failing_since = null where subscription_id = ?",
                now(),
                id);
        if (lanes == 0) {
            jdbc.update(
                    "insert into hub.subscription_lane (subscription_id, events_since_start, next_attempt_at, failures) values (?, 0, ?, 0)",
                    id,
                    now());
        }
        if (!definition.wanted()) {
            jdbc.update("update hub.subscription set counting_since = null where id = ?", id);
        }
    }

    /** The lane with its counter stays: should the id come back, no number is used twice. */
    void remove(String id) {
        jdbc.update("delete from hub.subscription where id = ?", id);
        jdbc.update(
                "update hub.notification set state = 'dead', reason = 'The subscription was removed.' where subscription_id = ? and state = 'pending'",
                id);
    }

    /**
     * Gives the subscription another status, provided that it still is as it was read; false when it is not. Joins the
     * caller's transaction.
     */
    public boolean change(StoredSubscription read, SubscriptionStatus to, @Nullable String error) {
        return jdbc.update(
                        CHANGE,
                        to.code(),
                        error,
                        now(),
                        read.id(),
                        read.status().code(),
                        read.revision())
                == 1;
    }

    /** Lets events count from now on, unless they do already. Joins the caller's transaction. */
    public void startCounting(String id) {
        jdbc.update(
                "update hub.subscription set counting_since = ? where id = ? and counting_since is null", now(), id);
    }

    private static final String CHANGE =
            "update hub.subscription set status = ?, error = ?, changed_at = ? where id = ? and status = ? and revision = ?";

    private static final String UPDATE = """
            update hub.subscription set owner = ?, kind = ?, topic = ?, channel = ?, resource = ?,
                patient_filter = ?, ends_at = ?, status = ?, error = null, changed_at = ?, revision = revision + 1
            where id = ?
            """;

    private static final String INSERT = """
            insert into hub.subscription (owner, kind, topic, channel, resource,
                patient_filter, ends_at, status, changed_at, id, revision)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """;

    private Object[] arguments(String id, SubscriptionDefinition definition, String owner) {
        Instant end = definition.end();
        return new Object[] {
            owner,
            definition.topic().kind(),
            definition.topic().canonical(),
            definition.channel().type(),
            definitions.write(definition),
            definition.filters().stream()
                    .flatMap(filter -> filter.values().stream())
                    .findFirst()
                    .orElse(null),
            end == null ? null : end.atOffset(ZoneOffset.UTC),
            (definition.wanted() ? SubscriptionStatus.REQUESTED : SubscriptionStatus.OFF).code(),
            now(),
            id
        };
    }

    /** Reads {@link #COLUMNS}. */
    private StoredSubscription map(ResultSet row, int index) throws SQLException {
        String id = row.getString("id");
        return new StoredSubscription(
                id,
                row.getString("owner"),
                definitions.read(id, row.getString("resource")),
                SubscriptionStatus.ofCode(row.getString("status")),
                row.getLong("revision"),
                row.getString("error"),
                row.getLong("events_since_start"));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
