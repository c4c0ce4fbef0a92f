package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.sql.InList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table {@code hub.subscription} with its lanes: definitions, states, counters. */
public final class SubscriptionStore {

    /** An error that names a long URL must not keep the status from being changed, and with it the fan-out from going on. */
    private static final int LONGEST_ERROR = 500;

    private static final String COLUMNS = "s.id, s.owner, s.status, s.error, s.revision, l.events_since_start";

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
        return jdbc.query(SELECT + "where s.id = ?", this::row, id).stream()
                .findFirst()
                .flatMap(this::subscription);
    }

    /** Those of these ids that there are, by id. */
    public Map<String, StoredSubscription> find(Collection<String> ids) {
        Map<String, StoredSubscription> found = new HashMap<>();
        for (List<Object> part : InList.parts(ids)) {
            subscriptions(jdbc.query(InList.sql(SELECT + "where s.id in (%s)", part), this::row, part.toArray()))
                    .forEach(subscription -> found.put(subscription.id(), subscription));
        }
        return found;
    }

    /** All subscriptions of one client, or of everybody when {@code owner} is null. */
    public List<StoredSubscription> all(@Nullable String owner) {
        return subscriptions(
                owner == null
                        ? jdbc.query(SELECT + "order by s.id", this::row)
                        : jdbc.query(SELECT + "where s.owner = ? order by s.id", this::row, owner));
    }

    /** All subscriptions to the topic of this URL. */
    List<StoredSubscription> to(String canonical) {
        return subscriptions(jdbc.query(SELECT + "where s.topic = ? order by s.id", this::row, canonical));
    }

    /** A row without what may be known already. */
    private record Row(
            String id,
            String owner,
            String status,
            @Nullable String error,
            long revision,
            long number) {}

    private Row row(ResultSet row, int index) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("owner"),
                row.getString("status"),
                row.getString("error"),
                row.getLong("revision"),
                row.getLong("events_since_start"));
    }

    private Optional<StoredSubscription> subscription(Row row) {
        return subscriptions(List.of(row)).stream().findFirst();
    }

    /** Definitions that were read lately are not read again: their JSON is most of the row. */
    private List<StoredSubscription> subscriptions(List<Row> rows) {
        Map<String, SubscriptionDefinition> read = new HashMap<>();
        for (Row row : rows) {
            definitions.kept(row.id(), row.revision()).ifPresent(definition -> read.put(row.id(), definition));
        }
        List<String> unread =
                rows.stream().map(Row::id).filter(id -> !read.containsKey(id)).toList();
        for (List<Object> part : InList.parts(unread)) {
            jdbc.query(
                    InList.sql("select id, revision, resource from hub.subscription where id in (%s)", part),
                    row -> {
                        String id = row.getString(1);
                        read.put(id, definitions.read(id, row.getLong(2), row.getString(3)));
                    },
                    part.toArray());
        }
        return rows.stream()
                .filter(row -> read.containsKey(row.id()))
                .map(row -> new StoredSubscription(
                        row.id(),
                        row.owner(),
                        Objects.requireNonNull(read.get(row.id())),
                        SubscriptionStatus.ofCode(row.status()),
                        row.revision(),
                        row.error(),
                        row.number()))
                .toList();
    }

    void save(String id, SubscriptionDefinition definition, String owner) {
        if (jdbc.update(UPDATE, arguments(id, definition, owner)) == 0) {
            List<@Nullable Object> arguments = new ArrayList<>(Arrays.asList(arguments(id, definition, owner)));
            // Should the id have been used before, no revision is used twice.
            arguments.add(clock.instant().toEpochMilli());
            jdbc.update(INSERT, arguments.toArray());
        }
        int lanes = jdbc.update(
                "update hub.subscription_lane set next_attempt_at = ?, failures = 0, failing_since = null, slow = false, heartbeat_at = null where subscription_id = ?",
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
        bury(id, "The subscription was removed.");
    }

    /** Makes what is pending dead. Joins the caller's transaction. */
    public void bury(String id, String reason) {
        jdbc.update(
                "update hub.notification set state = 'dead', reason = ? where subscription_id = ? and state = 'pending'",
                reason,
                id);
    }

    /** Lets go what is held by digests, quiet hours or rates, for one that has none any more. Joins the caller's transaction. */
    void letGo(String id) {
        jdbc.update(
                "update hub.notification set not_before = null where subscription_id = ? and state = 'pending' and not_before > ?",
                id,
                now());
        jdbc.update("update hub.subscription_lane set held_until = null where subscription_id = ?", id);
    }

    /**
     * Gives the subscription another status, provided that it still is as it was read; false when it is not. Joins the
     * caller's transaction.
     */
    public boolean change(StoredSubscription read, SubscriptionStatus to, @Nullable String error) {
        return jdbc.update(
                        CHANGE,
                        to.code(),
                        error == null || error.length() <= LONGEST_ERROR ? error : error.substring(0, LONGEST_ERROR),
                        now(),
                        read.id(),
                        read.status().code(),
                        read.revision())
                == 1;
    }

    /** Sends nothing of it until it is resumed; its events are counted and kept. False if there is no such subscription or it is paused already. */
    public boolean pause(String id) {
        return jdbc.update("update hub.subscription set paused_at = ? where id = ? and paused_at is null", now(), id)
                == 1;
    }

    /**
     * Sends what was kept meanwhile; the time allowed for delivery counts anew. False if it was not paused. Waits for the fan-out: a batch that saw
     * it paused wakes no lane, so its numbers must be there before the lane is woken. Joins the caller's transaction.
     */
    public boolean resume(String id) {
        jdbc.queryForObject("select id from hub.fan_out where id = 1 for update", Integer.class);
        boolean resumed = jdbc.update(
                        "update hub.subscription set paused_at = null, resumed_at = ? where id = ? and paused_at is not null",
                        now(),
                        id)
                == 1;
        if (resumed) {
            wake(id);
        }
        return resumed;
    }

    /** Since when the subscription is paused; empty if it is not. */
    public Optional<Instant> pausedSince(String id) {
        return jdbc
                .queryForList(
                        "select paused_at from hub.subscription where id = ? and paused_at is not null",
                        OffsetDateTime.class,
                        id)
                .stream()
                .findFirst()
                .map(OffsetDateTime::toInstant);
    }

    /**
     * Notes whether the owner was a registered client when it subscribed: then it must remain one, also if it changes the subscription later, with
     * a token that has outlived its registration.
     */
    public void ownerRegistered(String id, boolean registered) {
        jdbc.update(
                "update hub.subscription set owner_registered = owner_registered or ? where id = ?", registered, id);
    }

    /** Whether any subscription of this client was made while it was registered. */
    public boolean wasRegistered(String owner) {
        return !jdbc.queryForList(
                        "select id from hub.subscription where owner = ? and owner_registered limit 1",
                        String.class,
                        owner)
                .isEmpty();
    }

    private void wake(String id) {
        jdbc.update("update hub.subscription_lane set next_attempt_at = ? where subscription_id = ?", now(), id);
    }

    /** Lets events count from now on, unless they do already. Joins the caller's transaction. */
    public void startCounting(String id) {
        jdbc.update(
                "update hub.subscription set counting_since = ? where id = ? and counting_since is null", now(), id);
    }

    private static final String CHANGE =
            "update hub.subscription set status = ?, error = ?, changed_at = ? where id = ? and status = ? and revision = ?";

    private static final String UPDATE = """
            update hub.subscription set owner = ?, kind = ?, topic = ?, channel = ?, destination = ?, resource = ?,
                ends_at = ?, status = ?, error = null, changed_at = ?, revision = revision + 1
            where id = ?
            """;

    private static final String INSERT = """
            insert into hub.subscription (owner, kind, topic, channel, destination, resource,
                ends_at, status, changed_at, id, revision)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private @Nullable Object[] arguments(String id, SubscriptionDefinition definition, String owner) {
        Instant end = definition.end();
        return new @Nullable Object[] {
            owner,
            definition.topic().kind(),
            definition.topic().canonical(),
            definition.channel().type(),
            definition.channel().destination(),
            definitions.write(definition),
            end == null ? null : end.atOffset(ZoneOffset.UTC),
            (definition.wanted() ? SubscriptionStatus.REQUESTED : SubscriptionStatus.OFF).code(),
            now(),
            id
        };
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
