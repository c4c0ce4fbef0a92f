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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Leases of lanes in {@code hub.subscription_lane}, and what attempts leave behind in {@code hub.notification}. */
// Whatever locks several lanes takes them in the order of their ids; the fan-out does so too.
final class LaneStore {

    /** Only lanes with work have a time, so this reads those, however many lanes there are. */
    private static final String DUE = """
            select l.subscription_id, l.failures, l.failing_since, l.heartbeat_at, l.slow
            from hub.subscription_lane l join hub.subscription s on s.id = l.subscription_id
            where l.next_attempt_at <= ? and (l.lease_until is null or l.lease_until <= ?) and %s %%s
              and (s.status = 'requested' or (s.status = 'active' and s.paused_at is null))
            order by l.next_attempt_at, l.subscription_id limit ?
            """;

    private static final String DUE_HEALTHY = DUE.formatted("l.failures = 0 and not l.slow");
    private static final String DUE_TROUBLED = DUE.formatted("(l.failures > 0 or l.slow)");

    private static final String HEARTBEAT =
            "update hub.subscription_lane set heartbeat_at = ? where subscription_id = ?";
    private static final int IDS_PER_QUERY = 500;

    private static final String CLAIM = """
            update hub.subscription_lane set lease_owner = ?, lease_until = ?
            where subscription_id = ? and (lease_until is null or lease_until <= ?)
            """;
    private static final String RELEASE = """
            update hub.subscription_lane
            set lease_owner = null, lease_until = null, next_attempt_at = ?, failures = ?, failing_since = ?, slow = ?
            where subscription_id = ? and lease_owner = ?
            """;
    private static final String DELIVERED = """
            update hub.notification
            set state = 'delivered', delivered_at = ?, last_attempt_at = ?, attempts = attempts + 1, reason = null, withheld = ?
            where id = ? and state <> 'delivered'
            """;
    private static final String FAILED =
            "update hub.notification set last_attempt_at = ?, attempts = attempts + 1, reason = ? where id = ? and state = 'pending'";
    private static final String REFUSED =
            "update hub.notification set state = 'dead' where id = ? and state = 'pending' and attempts >= ?";
    private static final int LONGEST_REASON = 500;
    /** What is paused or held on somebody's wish has the whole time once it may go out. */
    private static final String GIVE_UP = """
            update hub.notification set state = 'dead', reason = coalesce(reason, 'The time allowed for delivery has passed.')
            where id in (select n.id from hub.notification n
                where n.state = 'pending' and n.created_at < ? and (n.not_before is null or n.not_before < ?)
                  and not exists (select 1 from hub.subscription s
                      where s.id = n.subscription_id and (s.paused_at is not null or s.resumed_at >= ?))
                limit ?)
            """;

    private static final String FIRST = """
            select not_before from hub.notification where subscription_id = ? and state = 'pending'
            order by event_number limit 1
            """;
    private static final String MAY_SEND =
            "select id from hub.subscription where id = ? and status = 'active' and paused_at is null";
    /** Lanes that have work and do not know: nothing leads here, but if it did, events would wait for the next one. */
    private static final String FORGOTTEN = """
            select l.subscription_id from hub.subscription_lane l join hub.subscription s on s.id = l.subscription_id
            where l.next_attempt_at is null and s.status = 'active' and s.paused_at is null and exists (
                select 1 from hub.notification n where n.subscription_id = s.id and n.state = 'pending')
            order by l.subscription_id
            """;

    private static final int DEAD_AT_A_TIME = 2_000;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;
    private final String owner;
    private final Duration lease;

    /** @param owner names this replica's engine, unique among all that ever run */
    LaneStore(JdbcTemplate jdbc, InstantSource clock, String owner, Duration lease) {
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
        due.sort(Comparator.comparing(Lane::subscriptionId));
        OffsetDateTime now = now();
        OffsetDateTime until = now.plus(lease);
        int[] claimed = jdbc.batchUpdate(
                CLAIM,
                due.stream()
                        .map(lane -> new Object[] {owner, until, lane.subscriptionId(), now})
                        .toList());
        return IntStream.range(0, claimed.length)
                .filter(i -> claimed[i] == 1)
                .mapToObj(due::get)
                .toList();
    }

    private List<Lane> due(String query, String condition, List<String> values, int limit) {
        String marks = String.join(", ", Collections.nCopies(values.size(), "?"));
        OffsetDateTime now = now();
        List<Object> arguments = new ArrayList<>(List.of(now, now));
        arguments.addAll(values);
        arguments.add(limit);
        return jdbc.query(
                query.formatted(values.isEmpty() ? "" : "and " + condition + "(" + marks + ")"),
                LaneStore::lane,
                arguments.toArray());
    }

    /** Says when these must hear something at the latest. */
    void heartbeats(Map<String, Instant> next) {
        jdbc.batchUpdate(
                HEARTBEAT,
                next.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(each -> new Object[] {each.getValue().atOffset(ZoneOffset.UTC), each.getKey()})
                        .toList());
    }

    /** Prolongs the leases of these lanes and returns those that are still this engine's own. */
    List<String> renew(Collection<String> subscriptionIds) {
        OffsetDateTime until = now().plus(lease);
        List<String> ids = subscriptionIds.stream().sorted().toList();
        int[] renewed = jdbc.batchUpdate(
                "update hub.subscription_lane set lease_until = ? where subscription_id = ? and lease_owner = ?",
                ids.stream().map(id -> new Object[] {until, id, owner}).toList());
        return IntStream.range(0, renewed.length)
                .filter(i -> renewed[i] == 1)
                .mapToObj(ids::get)
                .toList();
    }

    /**
     * A lane to free, with its retry state.
     *
     * @param nextAttempt null for when its next notification or heartbeat is due
     */
    record Release(Lane lane, @Nullable Instant nextAttempt) {}

    /**
     * Frees lanes for anyone; a lane that was lost meanwhile is left alone. They are locked before what is pending is read, so that no event
     * that is numbered meanwhile is overlooked.
     */
    void release(Collection<Release> releases) {
        List<Release> sorted = releases.stream()
                .sorted(Comparator.comparing(release -> release.lane().subscriptionId()))
                .toList();
        Map<String, Instant> due = lock(sorted);
        jdbc.batchUpdate(
                RELEASE, sorted.stream().map(release -> row(release, due)).toList());
    }

    /** Returns when each must be looked at apart from what is pending: for a heartbeat, or at once for a handshake. */
    private Map<String, Instant> lock(List<Release> sorted) {
        Map<String, Instant> due = new HashMap<>();
        List<String> ids =
                sorted.stream().map(release -> release.lane().subscriptionId()).toList();
        for (List<Object> part : InList.parts(ids)) {
            jdbc.query(
                    InList.sql(
                            "select subscription_id, heartbeat_at from hub.subscription_lane where subscription_id in (%s)"
                                    + " order by subscription_id for update",
                            part),
                    row -> {
                        OffsetDateTime heartbeat = row.getObject(2, OffsetDateTime.class);
                        if (heartbeat != null) {
                            due.put(row.getString(1), heartbeat.toInstant());
                        }
                    },
                    part.toArray());
            jdbc.queryForList(
                            InList.sql(
                                    "select id from hub.subscription where status = 'requested' and id in (%s)", part),
                            String.class,
                            part.toArray())
                    .forEach(id -> due.put(id, clock.instant()));
        }
        return due;
    }

    private @Nullable Object[] row(Release release, Map<String, Instant> due) {
        Instant since = release.lane().failingSince();
        Instant next = release.nextAttempt();
        if (next == null) {
            String id = release.lane().subscriptionId();
            next = Stream.concat(firstDue(id).stream(), Optional.ofNullable(due.get(id)).stream())
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }
        return new @Nullable Object[] {
            next == null ? null : next.atOffset(ZoneOffset.UTC),
            release.lane().failures(),
            since == null ? null : since.atOffset(ZoneOffset.UTC),
            release.lane().slow(),
            release.lane().subscriptionId(),
            owner
        };
    }

    /** When the lane's lowest pending number may go out; empty if nothing is pending. */
    private Optional<Instant> firstDue(String subscriptionId) {
        Instant now = clock.instant();
        return jdbc
                .query(
                        FIRST,
                        (row, index) -> Optional.ofNullable(instant(row.getObject(1, OffsetDateTime.class))),
                        subscriptionId)
                .stream()
                .findFirst()
                .map(held -> held.filter(now::isBefore).orElse(now));
    }

    /** Whether the lane has something to send now, and may. */
    boolean hasPending(String subscriptionId) {
        return firstDue(subscriptionId)
                        .filter(due -> !due.isAfter(clock.instant()))
                        .isPresent()
                && !jdbc.queryForList(MAY_SEND, String.class, subscriptionId).isEmpty();
    }

    /** Marks what arrived, even if the lease was lost on the way: it did arrive. */
    void delivered(List<Attempt.Delivered> attempts) {
        jdbc.batchUpdate(
                DELIVERED,
                attempts.stream()
                        .flatMap(attempt -> attempt.events().stream().map(event -> {
                            OffsetDateTime at = attempt.at().atOffset(ZoneOffset.UTC);
                            return new @Nullable Object[] {at, at, event.withheld(), event.notificationId()};
                        }))
                        .toList());
    }

    /** Counts the attempt, and returns how many notifications it made dead because the endpoint refused them often enough. */
    int failed(Attempt.Failed attempt) {
        OffsetDateTime at = attempt.at().atOffset(ZoneOffset.UTC);
        Reply.Refusal refusal = attempt.refusal();
        String reason = reason(attempt.reason(), refusal == null ? "" : refusal.detail());
        jdbc.batchUpdate(
                FAILED,
                attempt.events().stream()
                        .map(event -> new Object[] {at, reason, event.notificationId()})
                        .toList());
        return refusal == null
                ? 0
                : attempt.events().stream()
                        .mapToInt(event -> jdbc.update(REFUSED, event.notificationId(), refusal.attempts()))
                        .sum();
    }

    private static String reason(String reason, String detail) {
        String all = detail.isEmpty() ? reason : reason + " It said: " + detail;
        return all.length() > LONGEST_REASON ? all.substring(0, LONGEST_REASON) : all;
    }

    /** Makes some of the pending notifications that are older than this dead, and returns how many. */
    int giveUp(Duration age) {
        OffsetDateTime before = now().minus(age);
        return jdbc.update(GIVE_UP, before, before, before, DEAD_AT_A_TIME);
    }

    /** Gives time to lanes that have work and none. */
    void remember() {
        OffsetDateTime now = now();
        jdbc.batchUpdate(
                "update hub.subscription_lane set next_attempt_at = ? where subscription_id = ? and next_attempt_at is null",
                jdbc.queryForList(FORGOTTEN, String.class).stream()
                        .map(id -> new Object[] {now, id})
                        .toList());
    }

    /** Subscriptions whose end has come. */
    List<String> ended() {
        return jdbc.queryForList(
                "select id from hub.subscription where ends_at <= ? and status <> 'off'", String.class, now());
    }

    private static Lane lane(ResultSet row, int index) throws SQLException {
        OffsetDateTime since = row.getObject("failing_since", OffsetDateTime.class);
        OffsetDateTime heartbeat = row.getObject("heartbeat_at", OffsetDateTime.class);
        return new Lane(
                row.getString("subscription_id"),
                row.getInt("failures"),
                instant(since),
                instant(heartbeat),
                row.getBoolean("slow"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
