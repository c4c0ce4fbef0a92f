package dev.tributary.server.forward;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.security.Callers;
import java.time.Clock;
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

/** What was passed on, for those who run the hub. */
@RestController
@RequestMapping("/notifications/forwards")
class ForwardsEndpoint {

    private static final int MOST = 1000;

    private final ForwardTable table;
    private final AuditTrail audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    ForwardsEndpoint(ForwardTable table, AuditTrail audit, TransactionTemplate transactions, Clock clock) {
        this.table = table;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Newest first. */
    @GetMapping
    Map<String, Object> forwards(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(name = "_count", defaultValue = "50") int count) {
        if (state != null && !List.of("pending", "delivered", "dead").contains(state)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "state: there are pending, delivered and dead messages.");
        }
        return Map.of(
                "forwards",
                table.list(state, Math.max(1, Math.min(count, MOST))).stream()
                        .map(ForwardsEndpoint::json)
                        .toList());
    }

    private static Map<String, @Nullable Object> json(ForwardTable.Row row) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("id", row.id());
        fields.put("source", row.source());
        fields.put("messageId", row.messageId());
        fields.put("endpoint", row.endpoint());
        fields.put("state", row.state());
        fields.put("attempts", row.attempts());
        fields.put("createdAt", row.createdAt());
        fields.put("deliveredAt", row.deliveredAt());
        fields.put("reason", row.reason());
        fields.values().removeIf(Objects::isNull);
        return fields;
    }

    /** Sends the dead again, under their old ids. */
    @PostMapping("/$replay")
    ResponseEntity<Map<String, Integer>> replay() {
        var replayed = transactions.execute(status -> {
            var count = table.replay(clock.instant());
            var actor = Callers.current().map(caller -> caller.clientId()).orElse("unknown");
            audit.record("client:" + actor, "replay", null, null, count + " forwarded messages");
            return count;
        });
        return ResponseEntity.accepted().body(Map.of("replayed", Objects.requireNonNull(replayed)));
    }
}
