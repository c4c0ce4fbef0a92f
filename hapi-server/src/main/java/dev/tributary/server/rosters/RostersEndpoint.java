package dev.tributary.server.rosters;

import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.OutcomeJson;
import dev.tributary.server.security.Role;
import dev.tributary.subscriptions.rosters.Roster;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A subscriber's rosters. {@code POST /rosters/{name}} (text/csv) makes one, {@code PUT} makes or replaces it, {@code GET} tells how many
 * lines mean somebody and which do not, {@code DELETE} forgets it unless a subscription follows it. An operator names whose:
 * {@code ?owner=client}.
 */
@RestController
@RequestMapping("/rosters")
final class RostersEndpoint {

    private static final int OPEN_LINES = 1_000;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,59}";

    private final Uploads uploads;

    RostersEndpoint(Uploads uploads) {
        this.uploads = uploads;
    }

    @GetMapping
    Map<String, Object> list(@RequestParam(required = false) @Nullable String owner) {
        var caller = Callers.current().orElseThrow();
        var whose = caller.is(Role.OPERATOR) ? owner : caller.clientId();
        return Map.of(
                "rosters",
                uploads.list(whose).stream().map(RostersEndpoint::summary).toList());
    }

    @GetMapping("/{name}")
    ResponseEntity<Object> read(
            @PathVariable("name") String name, @RequestParam(required = false) @Nullable String owner) {
        return uploads.find(owner(owner), name)
                .<ResponseEntity<Object>>map(roster -> {
                    var answer = summary(roster);
                    answer.put("openLines", uploads.openLines(roster, OPEN_LINES));
                    return ResponseEntity.ok(answer);
                })
                .orElseGet(RostersEndpoint::unknown);
    }

    @PostMapping(
            path = "/{name}",
            consumes = {"text/csv", "text/plain", "application/csv"})
    ResponseEntity<Object> create(
            @PathVariable("name") String name,
            @RequestParam(required = false) @Nullable String owner,
            @RequestBody String csv) {
        return uploads.find(owner(owner), name).isPresent()
                ? refuse(HttpStatus.CONFLICT, "duplicate", "There is a roster of this name. PUT replaces it.")
                : put(name, owner(owner), csv, HttpStatus.CREATED);
    }

    @PutMapping(
            path = "/{name}",
            consumes = {"text/csv", "text/plain", "application/csv"})
    ResponseEntity<Object> replace(
            @PathVariable("name") String name,
            @RequestParam(required = false) @Nullable String owner,
            @RequestBody String csv) {
        var known = uploads.find(owner(owner), name).isPresent();
        return put(name, owner(owner), csv, known ? HttpStatus.OK : HttpStatus.CREATED);
    }

    private ResponseEntity<Object> put(String name, String owner, String csv, HttpStatus status) {
        if (!name.matches(NAME)) {
            return refuse(
                    HttpStatus.BAD_REQUEST, "value", "name: write up to 60 letters, digits, or . _ - after the first.");
        }
        var read = RosterCsv.read(csv);
        if (!read.problem().isEmpty()) {
            return refuse(HttpStatus.BAD_REQUEST, "structure", read.problem());
        }
        var roster = uploads.put(caller().clientId(), owner, name, read.lines());
        var answer = summary(roster);
        answer.put(
                "unreadableLines", read.unreadable().stream().limit(OPEN_LINES).toList());
        return ResponseEntity.status(status).body(answer);
    }

    @DeleteMapping("/{name}")
    ResponseEntity<Object> remove(
            @PathVariable("name") String name, @RequestParam(required = false) @Nullable String owner) {
        var whose = owner(owner);
        if (uploads.find(whose, name).isEmpty()) {
            return unknown();
        }
        var followers = uploads.followers(whose, name);
        if (!followers.isEmpty()) {
            return refuse(
                    HttpStatus.CONFLICT,
                    "conflict",
                    "Subscriptions follow this roster: " + String.join(", ", followers)
                            + ". Delete or change them first.");
        }
        uploads.remove(caller().clientId(), whose, name);
        return ResponseEntity.noContent().build();
    }

    /** Nobody but an operator asks for somebody else's. */
    private static String owner(@Nullable String named) {
        var caller = caller();
        return named != null && caller.is(Role.OPERATOR) ? named : caller.clientId();
    }

    private static Caller caller() {
        return Callers.current().orElseThrow();
    }

    private static Map<String, Object> summary(Roster roster) {
        var answer = new LinkedHashMap<String, Object>();
        answer.put("name", roster.name());
        answer.put("owner", roster.owner());
        answer.put("matched", roster.matched());
        answer.put("unmatched", roster.unmatched());
        answer.put("ambiguous", roster.ambiguous());
        answer.put("createdAt", roster.createdAt());
        answer.put("changedAt", roster.changedAt());
        return answer;
    }

    private static ResponseEntity<Object> unknown() {
        return refuse(HttpStatus.NOT_FOUND, "not-found", "You have no roster of this name.");
    }

    private static ResponseEntity<Object> refuse(HttpStatus status, String code, String diagnostics) {
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType(OutcomeJson.MEDIA_TYPE))
                .body(OutcomeJson.of(code, diagnostics));
    }
}
