package dev.tributary.server.notify;

import dev.tributary.subscriptions.outbox.NotificationLog;
import dev.tributary.subscriptions.outbox.Suppressions;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Notifications for those who run the hub. */
@RestController
@RequestMapping("/notifications")
class NotificationsEndpoint {

    private static final int MOST = 1000;

    private final NotificationLog log;
    private final Suppressions suppressions;

    NotificationsEndpoint(NotificationLog log, Suppressions suppressions) {
        this.log = log;
        this.suppressions = suppressions;
    }

    /** Newest first. */
    @GetMapping
    Map<String, Object> notifications(
            @RequestParam(required = false) @Nullable String subscription,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(name = "_count", defaultValue = "50") int count) {
        if (state != null && !List.of("pending", "delivered", "dead").contains(state)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "state: there are pending, delivered and dead notifications.");
        }
        return Map.of(
                "notifications",
                log.list(subscription, state, Math.max(1, Math.min(count, MOST))).stream()
                        .map(NotificationsEndpoint::entry)
                        .toList());
    }

    private static Map<String, @Nullable Object> entry(NotificationLog.Entry entry) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", entry.id());
        fields.put("subscription", entry.subscription());
        fields.put("eventNumber", entry.eventNumber());
        fields.put("kind", entry.kind());
        fields.put("focus", entry.focus());
        fields.put("patient", entry.patient());
        fields.put("state", entry.state());
        fields.put("attempts", entry.attempts());
        fields.put("occurredAt", entry.occurredAt());
        fields.put("committedAt", entry.committedAt());
        fields.put("deliveredAt", entry.deliveredAt());
        fields.put("reason", entry.reason());
        fields.put("notBefore", entry.notBefore());
        fields.put("withheld", entry.withheld());
        fields.put("messageId", entry.messageId());
        fields.values().removeIf(Objects::isNull);
        return fields;
    }

    /** What subscribers did not want to hear of, newest first, with how many there are for each reason. */
    @GetMapping("/suppressed")
    Map<String, Object> suppressed(
            @RequestParam(required = false) @Nullable String subscription,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(name = "_count", defaultValue = "50") int count) {
        if (reason != null && !Suppressions.REASONS.contains(reason)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "reason: there are " + String.join(" and ", Suppressions.REASONS) + ".");
        }
        return Map.of(
                "counts",
                suppressions.counts(subscription, reason),
                "suppressed",
                suppressions.list(subscription, reason, Math.max(1, Math.min(count, MOST))));
    }

    @GetMapping("/summary")
    Map<String, Object> summary() {
        var summary = log.summary();
        var latency = new HashMap<String, Long>();
        put(latency, "p50", summary.p50());
        put(latency, "p99", summary.p99());
        return Map.of("states", summary.states(), "latencyMs", latency);
    }

    private static void put(Map<String, Long> latency, String name, @Nullable Duration value) {
        if (value != null) {
            latency.put(name, value.toMillis());
        }
    }
}
