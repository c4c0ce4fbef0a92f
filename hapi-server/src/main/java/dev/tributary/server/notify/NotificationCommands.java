package dev.tributary.server.notify;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.fhir.SubscriptionOwners;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.Replays;
import dev.tributary.subscriptions.registry.SubscriptionStore;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * What can be done about notifications: {@code POST /notifications/$replay} sends again, for operators; {@code POST
 * /notifications/subscriptions/{id}/$pause} and {@code $resume} hold and go on, for the owner and operators. Each is audited.
 */
@RestController
@RequestMapping("/notifications")
class NotificationCommands {

    private static final Set<String> STATES = Set.of("dead", "delivered");

    private final Replays replays;
    private final SubscriptionStore subscriptions;
    private final SubscriptionOwners owners;
    private final CommitSignal signal;
    private final AuditTrail audit;
    private final TransactionTemplate transactions;

    NotificationCommands(
            Replays replays,
            SubscriptionStore subscriptions,
            SubscriptionOwners owners,
            CommitSignal signal,
            AuditTrail audit,
            TransactionTemplate transactions) {
        this.replays = replays;
        this.subscriptions = subscriptions;
        this.owners = owners;
        this.signal = signal;
        this.audit = audit;
        this.transactions = transactions;
    }

    @PostMapping("/$replay")
    ResponseEntity<Map<String, Integer>> replay(
            @RequestParam(required = false) @Nullable String subscription,
            @RequestParam(required = false) @Nullable String patient,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "dead") Set<String> state) {
        if (state.isEmpty() || !STATES.containsAll(state)) {
            throw bad("state: dead and delivered notifications can be replayed.");
        }
        var narrowed = subscription != null || patient != null || since != null;
        if (state.contains("delivered") && !narrowed) {
            throw bad("Delivered notifications are replayed by subscription, patient or since: name one of them.");
        }
        var choice = new Replays.Choice(
                subscription,
                patient == null || patient.startsWith("Patient/") ? patient : "Patient/" + patient,
                instant("since", since),
                instant("until", until),
                state);
        var replayed = transactions.execute(status -> {
            var count = replays.replay(choice);
            record("replay", subscription, count + " notifications");
            return count;
        });
        return ResponseEntity.accepted().body(Map.of("replayed", Objects.requireNonNull(replayed)));
    }

    @PostMapping("/subscriptions/{id}/$pause")
    ResponseEntity<Map<String, Object>> pause(@PathVariable("id") String id) {
        return change(id, "pause", () -> subscriptions.pause(id));
    }

    @PostMapping("/subscriptions/{id}/$resume")
    ResponseEntity<Map<String, Object>> resume(@PathVariable("id") String id) {
        return change(id, "resume", () -> {
            var resumed = subscriptions.resume(id);
            signal.appended();
            return resumed;
        });
    }

    private ResponseEntity<Map<String, Object>> change(String id, String action, BooleanSupplier change) {
        requireOwn(id);
        transactions.executeWithoutResult(status -> {
            if (change.getAsBoolean()) {
                record(action, id, null);
            }
        });
        return ResponseEntity.ok(Map.of(
                "subscription", id, "paused", subscriptions.pausedSince(id).isPresent()));
    }

    private void requireOwn(String id) {
        var caller = Callers.current().orElseThrow();
        var known = caller.is(Role.OPERATOR)
                ? subscriptions.find(List.of(id)).containsKey(id)
                : owners.owns(caller.clientId(), id);
        if (!known) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "You have no Subscription with this id.");
        }
    }

    private void record(String action, @Nullable String subscription, @Nullable String detail) {
        var actor = Callers.current().map(caller -> caller.clientId()).orElse("unknown");
        audit.record(
                "client:" + actor, action, subscription == null ? null : "Subscription/" + subscription, null, detail);
    }

    private static @Nullable Instant instant(String name, @Nullable String text) {
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw bad(name + ": write an instant with an offset, like 2026-01-31T08:00:00Z.");
        }
    }

    private static ResponseStatusException bad(String reason) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, reason);
    }
}
