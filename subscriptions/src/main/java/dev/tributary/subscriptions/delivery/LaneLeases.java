package dev.tributary.subscriptions.delivery;

import dev.tributary.subscriptions.delivery.Channels.Connected;
import dev.tributary.subscriptions.sql.InList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Leases of lanes in {@code hub.subscription_lane}: taken, prolonged and given back many at a time. */
// Whatever locks several lanes takes them in the order of their ids; the fan-out does so too.
final class LaneLeases {

    private static final String FIRST = """
            (select f.event_seq from hub.notification f
             where f.state = 'pending' and f.subscription_id = %s and (f.not_before is null or f.not_before <= ?)
             order by f.state, f.subscription_id, f.event_number limit 1)
            """;
    /** Of lanes to one destination, that with the earliest event alone may send; if several have the same event, that with the lowest id. */
    private static final String IN_ORDER = """
             (s.destination is null or s.status = 'requested' or not exists (select 1 from hub.subscription o
                where o.destination = s.destination and o.id <> s.id and o.status = 'active' and o.paused_at is null
                  and %1$s <= %2$s and (o.id < s.id or %1$s <> %2$s)))
            """.formatted(FIRST.formatted("o.id"), FIRST.formatted("s.id"));
    /** Only lanes with work have a time, so this reads those, however many lanes there are. */
    private static final String DUE = """
            select l.subscription_id, l.failures, l.failing_since, l.heartbeat_at, l.slow
            from hub.subscription_lane l join hub.subscription s on s.id = l.subscription_id
            where l.next_attempt_at <= ? and (l.lease_until is null or l.lease_until <= ?) and %s %%s
              and (s.status = 'requested' or (s.status = 'active' and s.paused_at is null)) and
            """ + IN_ORDER + """
            order by l.next_attempt_at, l.subscription_id limit ?
            """;

    private static final String DUE_HEALTHY = DUE.formatted("l.failures = 0 and not l.slow");
    private static final String DUE_TROUBLED = DUE.formatted("(l.failures > 0 or l.slow)");
    private static final int IDS_PER_QUERY = 500;

    /** One that somebody holds just now is looked at again: whoever lets go of it with work to do gives a signal. */
    private static final String FREE = """
            select subscription_id from hub.subscription_lane
            where subscription_id in (%s) and next_attempt_at <= ? and (lease_until is null or lease_until <= ?)
            order by subscription_id for update skip locked
            """;

    private static final String CLAIM =
            "update hub.subscription_lane set lease_owner = ?, lease_until = ? where subscription_id in (%s)";
    private static final String RENEW =
            "update hub.subscription_lane set lease_until = ? where subscription_id = ? and lease_owner = ?";

    private static final String LOCK =
            "select subscription_id from hub.subscription_lane where subscription_id in (%s) order by subscription_id for update";
    /** The lowest number alone decides; ordered by the whole index, so that a long backlog is not read. */
    private static final String NEXT = """
            select l.subscription_id, l.heartbeat_at, s.status, s.revision,
                (select coalesce(n.not_before, n.created_at) from hub.notification n
                 where n.state = 'pending' and n.subscription_id = l.subscription_id
                 order by n.state, n.subscription_id, n.event_number limit 1) as pending_since
            from hub.subscription_lane l left join hub.subscription s on s.id = l.subscription_id
            where l.subscription_id in (%s)
            """;

    private static final String REST = """
            update hub.subscription_lane set lease_owner = null, lease_until = null, next_attempt_at = null,
                failures = 0, failing_since = null, slow = false
            where lease_owner = ? and subscription_id in (%s)
            """;
    private static final String RELEASE = """
            update hub.subscription_lane
            set lease_owner = null, lease_until = null, next_attempt_at = ?, failures = ?, failing_since = ?, slow = ?
            where subscription_id = ? and lease_owner = ?
            """;
    private static final String HEARTBEAT =
            "update hub.subscription_lane set heartbeat_at = ? where subscription_id = ?";

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final String owner;
    private final Duration lease;

    /** @param owner names this replica's engine, unique among all that ever run */
    LaneLeases(JdbcTemplate jdbc, InstantSource clock, String owner, Duration lease) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.owner = owner;
        this.lease = lease;
    }

    /**
     * Leases up to {@code limit} lanes that have something to send now, those that wait longest first; of channels that clients open, only
     * lanes whose clients are here.
     */
    List<Lane> claim(boolean troubled, int limit, Connected connected) {
        if (limit <= 0) {
            return List.of();
        }
        String query = troubled ? DUE_TROUBLED : DUE_HEALTHY;
        List<Lane> due = new ArrayList<>(due(query, "s.channel not in ", connected.types(), limit));
        List<String> ids = connected.subscriptions();
        for (int from = 0; from < ids.size() && due.size() < limit; from += IDS_PER_QUERY) {
            List<String> some = ids.subList(from, Math.min(from + IDS_PER_QUERY, ids.size()));
            due.addAll(due(query, "s.id in ", some, limit - due.size()));
        }
        Set<String> claimed = claim(due.stream().map(Lane::subscriptionId).toList());
        return due.stream()
                .filter(lane -> claimed.contains(lane.subscriptionId()))
                .toList();
    }

    private Set<String> claim(List<String> ids) {
        Set<String> claimed = new HashSet<>();
        for (List<Object> part : InList.parts(ids)) {
            List<String> free =
                    jdbc.queryForList(InList.sql(FREE, part), String.class, with(part, List.of(), now(), now()));
            for (List<Object> some : InList.parts(free)) {
                jdbc.update(InList.sql(CLAIM, some), with(some, List.of(owner, now().plus(lease))));
            }
            claimed.addAll(free);
        }
        return claimed;
    }

    private List<Lane> due(String query, String condition, List<String> values, int limit) {
        String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
        List<Object> arguments = new ArrayList<>(List.of(now(), now()));
        arguments.addAll(values);
        arguments.addAll(List.of(now(), now(), now(), now(), limit));
        return jdbc.query(
                query.formatted(values.isEmpty() ? "" : "and " + condition + "(" + marks + ")"),
                LaneLeases::lane,
                arguments.toArray());
    }

    /** Holds these until the transaction ends, in the order of their ids: whoever changes several of them asks first for all. */
    void lock(Collection<String> subscriptionIds) {
        for (List<Object> part : InList.parts(subscriptionIds.stream().sorted().toList())) {
            jdbc.queryForList(InList.sql(LOCK, part), String.class, part.toArray());
        }
    }

    /** Says when these, which are locked, must hear something at the latest. */
    void heartbeats(Map<String, Instant> next) {
        if (next.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                HEARTBEAT,
                next.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> new Object[] {time(each.getValue()), each.getKey()})
                        .toList());
    }

    /** Prolongs the leases of these lanes and returns those that are still this engine's own. */
    Set<String> renew(Collection<String> subscriptionIds) {
        OffsetDateTime until = now().plus(lease);
        List<String> ids = subscriptionIds.stream().sorted().toList();
        int[] renewed = jdbc.batchUpdate(
                RENEW, ids.stream().map(id -> new Object[] {until, id, owner}).toList());
        Set<String> mine = new HashSet<>();
        IntStream.range(0, renewed.length).filter(i -> renewed[i] == 1).forEach(i -> mine.add(ids.get(i)));
        return mine;
    }

    /**
     * A lane to free, with its retry state.
     *
     * @param nextAttempt null for when its next notification or heartbeat is due
     * @param revision of the subscription that the attempt was for; null if that does not matter
     */
    record Release(
            Lane lane,
            @Nullable Instant nextAttempt,
            @Nullable Long revision) {

        /** One whose next attempt is not put off. */
        Release(Lane lane) {
            this(lane, null, null);
        }

        /** The client has changed its subscription meanwhile: what the earlier one's endpoint said is over. */
        Release unlessChanged(@Nullable Long current) {
            return revision == null || revision.equals(current)
                    ? this
                    : new Release(Lane.healthy(lane.subscriptionId()));
        }

        boolean isHealthy() {
            return lane.failures() == 0 && !lane.slow() && lane.failingSince() == null;
        }
    }

    /**
     * Frees lanes for anyone; a lane that was lost meanwhile is left alone. They must be locked already, so that no event that is numbered
     * meanwhile is overlooked.
     *
     * @return whether any of them has something to do now
     */
    boolean release(Collection<Release> releases) {
        List<Release> sorted = releases.stream()
                .sorted(Comparator.comparing(release -> release.lane().subscriptionId()))
                .toList();
        Map<String, Long> revisions = new HashMap<>();
        Map<String, Instant> next = next(
                sorted.stream().map(release -> release.lane().subscriptionId()).toList(), revisions);
        List<String> resting = new ArrayList<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        boolean due = false;
        for (Release given : sorted) {
            String id = given.lane().subscriptionId();
            Release release = given.unlessChanged(revisions.get(id));
            Instant at = release.nextAttempt() == null ? next.get(id) : release.nextAttempt();
            if (at == null && release.isHealthy()) {
                resting.add(id);
            } else {
                rows.add(row(release.lane(), at));
            }
            due |= at != null && !at.isAfter(clock.instant());
        }
        for (List<Object> part : InList.parts(resting)) {
            jdbc.update(InList.sql(REST, part), with(part, List.of(owner)));
        }
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(RELEASE, rows);
        }
        return due;
    }

    private @Nullable Object[] row(Lane lane, @Nullable Instant next) {
        Instant since = lane.failingSince();
        return new @Nullable Object[] {
            next == null ? null : time(next),
            lane.failures(),
            since == null ? null : time(since),
            lane.slow(),
            lane.subscriptionId(),
            owner
        };
    }

    /** When each lane has its next thing to do: what is pending, a heartbeat, or a handshake at once. */
    private Map<String, Instant> next(List<String> ids, Map<String, Long> revisions) {
        Map<String, Instant> next = new HashMap<>();
        for (List<Object> part : InList.parts(ids)) {
            jdbc.query(
                    InList.sql(NEXT, part),
                    row -> {
                        String id = row.getString("subscription_id");
                        revisions.put(id, row.getLong("revision"));
                        earlier(next, id, instant(row, "heartbeat_at"));
                        earlier(next, id, instant(row, "pending_since"));
                        earlier(next, id, "requested".equals(row.getString("status")) ? clock.instant() : null);
                    },
                    part.toArray());
        }
        return next;
    }

    private static void earlier(Map<String, Instant> next, String id, @Nullable Instant at) {
        if (at != null) {
            next.merge(id, at, (one, other) -> one.isBefore(other) ? one : other);
        }
    }

    private static Object[] with(List<Object> part, List<Object> before, Object... after) {
        List<Object> arguments = new ArrayList<>(before);
        arguments.addAll(part);
        arguments.addAll(List.of(after));
        return arguments.toArray();
    }

    private static Lane lane(ResultSet row, int index) throws SQLException {
        return new Lane(
                row.getString("subscription_id"),
                row.getInt("failures"),
                instant(row, "failing_since"),
                instant(row, "heartbeat_at"),
                row.getBoolean("slow"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return time(clock.instant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
