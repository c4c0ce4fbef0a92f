package dev.tributary.subscriptions.filters;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An event as filters see it.
 *
 * @param kind the topic's kind
 * @param patients the patient, and everybody who lives on in it after a merge; {@code Patient/<id>}
 * @param rosters ids of the rosters that any of them is on
 * @param occurred when it happened
 * @param facts search parameter to values: token {@code system|code}, reference {@code Type/id}, date ISO, period {@code start/end}, quantity {@code number|system|code|unit}
 */
public record Occurrence(
        String kind, Set<String> patients, Set<Long> rosters, Instant occurred, Map<String, List<String>> facts) {

    List<String> fact(String name) {
        return facts.getOrDefault(name, List.of());
    }
}
