package dev.tributary.server.demo;

import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of a day, as the hub tells it. */
record Account(
        Played played,
        List<SourceCounts> sources,
        Records records,
        Notifications notifications,
        List<Trouble> troubles,
        List<String> remarks,
        Pointers pointers) {

    /** What was sent. */
    record Played(LocalDate date, int people, int messages) {}

    /** Messages of one source since the hub's first day, by state. */
    record SourceCounts(String source, Map<String, Integer> states, int duplicates) {

        int count(String state) {
            return states.getOrDefault(state, 0);
        }

        int all() {
            return states.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    record Records(int sourceRecords, int unifiedPatients) {}

    /**
     * @param delivered as the hub counts, since its first day
     * @param received by the demo's receiver, this time
     * @param p50 milliseconds from commit to receipt; null if unknown
     */
    record Notifications(
            int subscriptions,
            int delivered,
            int pending,
            int dead,
            int received,
            @Nullable Integer p50,
            @Nullable Integer p99) {}

    /** A message that was not applied, and why. */
    record Trouble(String id, String source, String trigger, String controlId, String state, String reason) {}

    /** What the commands at the end point to; null where there is nothing of the kind. */
    record Pointers(
            URI base,
            String token,
            String person,
            @Nullable String patient,
            @Nullable String parked,
            @Nullable String subscription) {}
}
