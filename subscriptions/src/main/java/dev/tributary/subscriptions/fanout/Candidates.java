package dev.tributary.subscriptions.fanout;

import dev.tributary.subscriptions.fanout.Counter.Wish;
import dev.tributary.subscriptions.filters.FilterKeys;
import dev.tributary.subscriptions.filters.Occurrence;
import dev.tributary.subscriptions.filters.UnansweredFilterException;
import dev.tributary.subscriptions.quieting.Pace;
import dev.tributary.subscriptions.sql.InList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds the subscriptions that may want the events of a batch by the keys that both have in common: what is read grows with what can match,
 * not with how many subscriptions there are.
 */
final class Candidates {

    /** The fact of an event that concerns one client alone. */
    private static final String ONLY_FOR = "_owner";

    private static final String COLUMNS =
            "s.id, s.revision, s.status, s.paused_at, l.events_since_start, l.window_start, l.window_count, l.held_until";
    private static final String COUNTING =
            " and s.counting_since is not null and s.status <> 'off' and (s.ends_at is null or s.ends_at > ?)";
    private static final String BY_KEY = "select k.filter_key, " + COLUMNS + """
             from hub.subscription_key k join hub.subscription s on s.id = k.subscription_id
            join hub.subscription_lane l on l.subscription_id = s.id where k.filter_key in (%s)
            """ + COUNTING;
    private static final String BY_ID = "select '' as filter_key, " + COLUMNS + """
             from hub.subscription s join hub.subscription_lane l on l.subscription_id = s.id where s.id in (%s)
            """ + COUNTING;

    private final JdbcTemplate jdbc;
    private final Wishes wishes;

    Candidates(JdbcTemplate jdbc, Wishes wishes) {
        this.jdbc = jdbc;
        this.wishes = wishes;
    }

    private record Row(String key, String subscription, long revision, boolean sending, long number, Pace pace) {}

    /**
     * What was found.
     *
     * @param counters by subscription
     * @param wanting for each event those who want it, each once, in the order of their ids
     * @param unanswered subscriptions of which that cannot be said, with the reason
     */
    record Found(
            Map<String, Counter> counters, Map<PendingEvent, List<Counter>> wanting, Map<String, String> unanswered) {}

    /** @param others subscriptions that are needed whether they want any of the events or not */
    Found find(Map<PendingEvent, Occurrence> events, Set<String> others, Instant now) {
        Map<PendingEvent, List<String>> keys = new LinkedHashMap<>();
        events.forEach((event, occurrence) -> keys.put(event, FilterKeys.of(occurrence)));
        Map<String, Set<String>> byKey = new HashMap<>();
        Map<String, Counter> counters = read(keys.values(), others, byKey, now);
        Map<PendingEvent, List<Counter>> wanting = new LinkedHashMap<>();
        Map<String, String> unanswered = new TreeMap<>();
        events.forEach((event, occurrence) -> {
            Set<String> candidates = new HashSet<>();
            keys.getOrDefault(event, List.of()).forEach(key -> candidates.addAll(byKey.getOrDefault(key, Set.of())));
            wanting.put(
                    event,
                    candidates.stream()
                            .sorted()
                            .map(counters::get)
                            .filter(counter -> counter != null && wants(counter, occurrence, unanswered))
                            .toList());
        });
        return new Found(counters, wanting, unanswered);
    }

    private static boolean wants(Counter counter, Occurrence occurrence, Map<String, String> unanswered) {
        Wish wish = counter.wish();
        List<String> only = occurrence.facts().getOrDefault(ONLY_FOR, List.of());
        try {
            return wish.kind().equals(occurrence.kind())
                    && (only.isEmpty() || only.contains(wish.owner()))
                    && wish.selection().holds(occurrence);
        } catch (UnansweredFilterException e) {
            unanswered.put(counter.subscription(), e.reason());
            return false;
        }
    }

    private Map<String, Counter> read(
            Collection<List<String>> keys, Set<String> others, Map<String, Set<String>> byKey, Instant now) {
        Set<String> all = new LinkedHashSet<>();
        keys.forEach(all::addAll);
        Map<String, Row> rows = new HashMap<>();
        for (Row row : rows(BY_KEY, all, now)) {
            byKey.computeIfAbsent(row.key(), key -> new HashSet<>()).add(row.subscription());
            rows.put(row.subscription(), row);
        }
        rows(BY_ID, others, now).forEach(row -> rows.put(row.subscription(), row));
        return counters(rows, now);
    }

    private List<Row> rows(String sql, Collection<String> values, Instant now) {
        List<Row> rows = new ArrayList<>();
        for (List<Object> part : InList.parts(values)) {
            List<Object> arguments = new ArrayList<>(part);
            arguments.add(now.atOffset(ZoneOffset.UTC));
            rows.addAll(jdbc.query(InList.sql(sql, part), Candidates::row, arguments.toArray()));
        }
        return rows;
    }

    private Map<String, Counter> counters(Map<String, Row> rows, Instant now) {
        Map<String, Long> revisions = new HashMap<>();
        rows.forEach((id, row) -> revisions.put(id, row.revision()));
        Map<String, Counter> counters = new HashMap<>();
        wishes.of(revisions, now).forEach((id, wish) -> {
            Row row = rows.get(id);
            if (row != null) {
                counters.put(id, new Counter(id, wish, row.sending(), row.number(), row.pace()));
            }
        });
        return counters;
    }

    private static Row row(ResultSet row, int index) throws SQLException {
        String status = row.getString("status");
        return new Row(
                row.getString("filter_key"),
                row.getString("id"),
                row.getLong("revision"),
                !status.equals("error") && row.getObject("paused_at") == null,
                row.getLong("events_since_start"),
                new Pace(instant(row, "window_start"), row.getInt("window_count"), instant(row, "held_until")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
