package dev.tributary.server.notify;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.security.Callers;
import dev.tributary.subscriptions.outbox.NotificationLog;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
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
    private final AuditTrail audit;
    private final TransactionTemplate transactions;

    NotificationsEndpoint(NotificationLog log, AuditTrail audit, TransactionTemplate transactions) {
        this.log = log;
        this.audit = audit;
        this.transactions = transactions;
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
        fields.put("messageId", entry.messageId());
        fields.values().removeIf(Objects::isNull);
        return fields;
    }

    @PostMapping("/$replay")
    ResponseEntity<Map<String, Integer>> replay(
            @RequestParam(required = false) @Nullable String subscription,
            @RequestParam(defaultValue = "dead") String state) {
        if (!state.equals("dead")) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "state: only dead notifications are replayed.");
        }
        var replayed = transactions.execute(status -> {
            var count = log.replayDead(subscription);
            var actor = Callers.current().map(caller -> caller.clientId()).orElse("unknown");
            audit.record(
                    "client:" + actor,
                    "replay",
                    subscription == null ? null : "Subscription/" + subscription,
                    null,
                    count + " notifications");
            return count;
        });
        return ResponseEntity.accepted().body(Map.of("replayed", Objects.requireNonNull(replayed)));
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
