package dev.tributary.subscriptions.feeds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds those who were told what an event takes back, before this batch or in it. One object for each batch. */
public final class Corrections {

    private final JdbcTemplate jdbc;
    private final Map<String, Set<String>> toldNow = new HashMap<>();
    private final Map<Long, Set<String>> toldOf = new HashMap<>();

    public Corrections(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Notes that a subscription has got a number for an event of this batch. */
    public void add(String focus, String kind, long seq, String subscription) {
        toldNow.computeIfAbsent(focus + ' ' + kind, unused -> new HashSet<>()).add(subscription);
        toldOf.computeIfAbsent(seq, unused -> new HashSet<>()).add(subscription);
    }

    /** Notes an event of this batch that was numbered for nobody, since another feed's told the same: whoever was told by that one was told of this. */
    public void repeat(String focus, String kind, long first) {
        toldNow.computeIfAbsent(focus + ' ' + kind, unused -> new HashSet<>())
                .addAll(toldOf.getOrDefault(first, Set.of()));
    }

    /**
     * The subscriptions that have a number for an event of one of these kinds about this focus, or for one of another feed that told the same. Joins
     * the caller's transaction.
     *
     * @param corrects kinds with spaces between, as {@code hub.event} keeps them; null for none
     */
    public Set<String> told(String focus, @Nullable String corrects) {
        if (corrects == null || corrects.isBlank()) {
            return Set.of();
        }
        List<String> kinds = List.of(corrects.split(" "));
        List<Object> arguments = new ArrayList<>();
        arguments.add(focus);
        arguments.addAll(kinds);
        Set<String> told = new HashSet<>(jdbc.queryForList(
                "select distinct n.subscription_id from hub.event e join hub.notification n "
                        + "on n.event_seq = coalesce(e.duplicate_of, e.seq) "
                        + "where e.focus = ? and e.kind in (" + String.join(",", Collections.nCopies(kinds.size(), "?"))
                        + ")",
                String.class,
                arguments.toArray()));
        kinds.forEach(kind -> told.addAll(toldNow.getOrDefault(focus + ' ' + kind, Set.of())));
        return told;
    }
}
