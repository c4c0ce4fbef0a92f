package dev.tributary.server.intake;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.intake.JournalQueries.Filter;
import dev.tributary.server.security.Callers;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.UriComponentsBuilder;

/** The journal for those who run the hub: what came, what became of it, and another try. */
@RestController
@RequestMapping("/intake")
class IntakeEndpoint {

    private static final int MOST = 500;

    private final JournalQueries queries;
    private final LaneSchedule schedule;
    private final AuditTrail audit;
    private final StoringTransaction transactions;
    private final MessageEvents events;

    IntakeEndpoint(
            JournalQueries queries,
            LaneSchedule schedule,
            AuditTrail audit,
            StoringTransaction transactions,
            MessageEvents events) {
        this.queries = queries;
        this.schedule = schedule;
        this.audit = audit;
        this.transactions = transactions;
        this.events = events;
    }

    /** Newest first; {@code next} leads to older ones. */
    @GetMapping("/messages")
    Map<String, Object> messages(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(name = "_count", defaultValue = "50") int count) {
        var wanted = Math.max(1, Math.min(count, MOST));
        var found = queries.list(new Filter(source, checked(state), trigger, since, until, before), wanted);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("messages", found);
        if (found.size() == wanted) {
            answer.put(
                    "next",
                    next(
                            source,
                            state,
                            trigger,
                            since,
                            until,
                            found.get(wanted - 1).id(),
                            wanted));
        }
        return answer;
    }

    private static String next(
            @Nullable String source,
            @Nullable String state,
            @Nullable String trigger,
            @Nullable Instant since,
            @Nullable Instant until,
            UUID last,
            int count) {
        var uri = UriComponentsBuilder.fromPath("/intake/messages");
        var parameters = new LinkedHashMap<String, @Nullable Object>();
        parameters.put("source", source);
        parameters.put("state", state);
        parameters.put("trigger", trigger);
        parameters.put("since", since);
        parameters.put("until", until);
        parameters.forEach((name, value) -> {
            if (value != null) {
                uri.queryParam(name, value);
            }
        });
        return uri.queryParam("before", last)
                .queryParam("_count", count)
                .encode()
                .build()
                .toUriString();
    }

    @GetMapping("/messages/{id}")
    Map<String, Object> message(@PathVariable UUID id) {
        var detail = queries.detail(id).orElseThrow(() -> unknown(id));
        var answer = new LinkedHashMap<String, Object>();
        answer.putAll(detail);
        answer.put("events", events.of(id));
        return answer;
    }

    @PostMapping("/messages/{id}/$replay")
    ResponseEntity<Map<String, Integer>> replay(@PathVariable UUID id) {
        if (!queries.exists(id)) {
            throw unknown(id);
        }
        var lane = transactions.run(() -> {
            var replayed = queries.replay(id);
            replayed.ifPresent(any -> audit.record(actor(), "replay", null, id, null));
            return replayed;
        });
        if (lane.isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.CONFLICT,
                    "This message is waiting already, or it was refused and its sender told so: it must be sent again.");
        }
        schedule.offer(lane.get());
        return ResponseEntity.accepted().body(Map.of("replayed", 1));
    }

    @PostMapping("/$replay")
    ResponseEntity<Map<String, Integer>> replayAll(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String trigger,
            @RequestParam(required = false) @Nullable Instant since,
            @RequestParam(required = false) @Nullable Instant until) {
        List<Integer> lanes = transactions.run(() -> {
            var found = queries.replay(new Filter(source, checked(state), trigger, since, until, null));
            audit.record(actor(), "replay", null, null, found.size() + " messages");
            return found;
        });
        schedule.offerAll(lanes);
        return ResponseEntity.accepted().body(Map.of("replayed", lanes.size()));
    }

    @GetMapping("/summary")
    Map<String, Object> summary() {
        var sources = queries.counts().entrySet().stream()
                .map(entry -> {
                    var states = new LinkedHashMap<>(entry.getValue());
                    var duplicates = states.remove("duplicates");
                    return Map.of("source", entry.getKey(), "states", states, "duplicates", duplicates);
                })
                .toList();
        return Map.of(
                "sources",
                sources,
                "sourceRecords",
                queries.count("select count(*) from hub.patient_link"),
                "unifiedPatients",
                queries.count("select count(distinct unified) from hub.patient_link"));
    }

    private static @Nullable String checked(@Nullable String state) {
        if (state == null) {
            return null;
        }
        for (var known : MessageState.values()) {
            if (known.code().equals(state)) {
                return state;
            }
        }
        throw new ResponseStatusException(
                HttpStatus.BAD_REQUEST,
                "state: there are waiting, applied, failed, rejected, unsupported and filtered messages.");
    }

    private static ResponseStatusException unknown(UUID id) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no message " + id + ".");
    }

    private static String actor() {
        return "client:" + Callers.current().map(caller -> caller.clientId()).orElse("unknown");
    }
}
