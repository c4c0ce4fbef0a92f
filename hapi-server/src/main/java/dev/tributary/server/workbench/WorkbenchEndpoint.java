package dev.tributary.server.workbench;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.transform.StructureMapStep;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Dry runs and reports.
 *
 * <p>{@code POST /map?source=id} with a message, a batch of messages or a text file answers what would become of it; a source needs no parameter and no operator.
 * {@code POST /map/$compare?source=id} with the YAML of a changed source file, or with a StructureMap in the FHIR Mapping Language
 * ({@code text/fhir-mapping}), answers what would come out differently of the last messages. {@code GET /map/losses?source=id} answers what maps left behind,
 * and {@code GET /map/losses/example} what stood there in the last message; that it was read is in the audit trail.
 */
@RestController
@RequestMapping("/map")
final class WorkbenchEndpoint {

    private static final int MOST_BYTES = 32 << 20;
    /** Bytes from which on a dry run is large. */
    private static final int LARGE = 64 << 10;

    private static final int MOST_YAML = 1 << 20;
    private static final int MOST_COMPARED = 1_000;
    private static final long MOST_COMPARED_BYTES = 64L << 20;
    private static final int MOST_LINES = 20_000;
    private static final int USUAL_DAYS = 30;

    private final SourceCatalogue sources;
    private final Rehearsal rehearsal;
    private final TrialJson json;
    private final JournalledMessages journal;
    private final Losses losses;
    private final AuditTrail audit;
    private final LossExample examples;
    private final Clock clock;
    private final TrialWeight weight = new TrialWeight(Runtime.getRuntime().maxMemory());
    private final Semaphore large = new Semaphore(1, true);

    WorkbenchEndpoint(
            SourceCatalogue sources,
            Rehearsal rehearsal,
            TrialJson json,
            JournalledMessages journal,
            Losses losses,
            AuditTrail audit,
            Clock clock) {
        this.sources = sources;
        this.rehearsal = rehearsal;
        this.json = json;
        this.journal = journal;
        this.losses = losses;
        this.audit = audit;
        this.examples = new LossExample(journal, sources);
        this.clock = clock;
    }

    @PostMapping
    ResponseEntity<byte[]> map(HttpServletRequest request) throws IOException {
        refuseForms(request);
        var source = source(request.getParameter("source"));
        var limit = "false".equals(request.getParameter("lineage")) ? 0 : Rehearsal.USUAL_LIMIT;
        var raw = body(request, Math.min(MOST_BYTES, weight.mostBytes()));
        weight.require(raw, Rehearsal.format(source, raw));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("Cache-Control", "no-store")
                .body(raw.length > LARGE ? alone(source, raw, limit) : tried(source, raw, limit));
    }

    /** Each large one fits into the memory, several at once do not. */
    private byte[] alone(Source source, byte[] raw, long limit) {
        large.acquireUninterruptibly();
        try {
            return tried(source, raw, limit);
        } finally {
            large.release();
        }
    }

    private byte[] tried(Source source, byte[] raw, long limit) {
        return json.of(rehearsal.run(source, raw, limit)).toString().getBytes(StandardCharsets.UTF_8);
    }

    @PostMapping("/$compare")
    Comparison.Report compare(HttpServletRequest request) throws IOException {
        refuseForms(request);
        var named = request.getParameter("source");
        var present = source(named);
        var text = new String(body(request, MOST_YAML), StandardCharsets.UTF_8);
        var isMap = String.valueOf(request.getContentType()).startsWith("text/fhir-mapping");
        var changed = isMap ? present : changed(present, text);
        var candidate = isMap ? rehearsal.with(step(text)) : rehearsal;
        var comparison = new Comparison();
        var bytes = 0L;
        for (var id : journal.last(present.id(), count(request.getParameter("_count")))) {
            var kept = journal.read(id);
            if (kept.isEmpty()) {
                continue;
            }
            bytes += kept.get().raw().length;
            if (bytes > MOST_COMPARED_BYTES) {
                break;
            }
            var message = kept.get();
            for (var part : Parts.of(present, message.format(), message.raw()).messages()) {
                comparison.add(
                        message.id(),
                        message.controlId(),
                        rehearsal.map(present, message.format(), part),
                        candidate.map(changed, message.format(), part));
            }
        }
        return comparison.report();
    }

    @GetMapping("/losses")
    LossReport losses(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String since,
            @RequestParam(required = false) @Nullable String until) {
        losses.flush();
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return LossReport.of(losses.report(
                source, day("since", since, today.minusDays(USUAL_DAYS)), day("until", until, today), MOST_LINES));
    }

    @GetMapping("/losses/example")
    ResponseEntity<LossExample.Found> example(@RequestParam UUID message, @RequestParam String path) {
        var found = examples.find(message.toString(), path)
                .orElseThrow(() -> refused(
                        HttpStatus.NOT_FOUND,
                        "The journal does not have this message any more, or it has no places that one could name."));
        var actor = Callers.current().map(Caller::clientId).orElse("unknown");
        audit.record("client:" + actor, "read", null, message, "the example of a loss");
        return ResponseEntity.ok().header("Cache-Control", "no-store").body(found);
    }

    private static StructureMapStep step(String map) {
        try {
            return StructureMapStep.of(map);
        } catch (IllegalArgumentException e) {
            throw refused(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private Source changed(Source present, String yaml) {
        // Nothing of the hub's environment may show in what comes back: placeholders have their defaults only.
        var parsed = SourceCatalogue.parse(present.id(), yaml, name -> null);
        return parsed.byId(present.id())
                .orElseThrow(() -> refused(
                        HttpStatus.BAD_REQUEST,
                        "The body is no source file. "
                                + String.join(
                                        " ",
                                        parsed.problems().stream()
                                                .map(Object::toString)
                                                .toList())));
    }

    private Source source(@Nullable String named) {
        var caller = Callers.current().orElseThrow(() -> refused(HttpStatus.UNAUTHORIZED, "Send a token."));
        if (!caller.is(Role.OPERATOR)) {
            return own(caller, named);
        }
        if (named == null) {
            throw refused(HttpStatus.BAD_REQUEST, "source: this parameter is missing. Say whose message it is.");
        }
        return sources.byId(named)
                .orElseThrow(() -> refused(
                        HttpStatus.NOT_FOUND,
                        "There is no source of that name, or its file has a mistake: see /actuator/health."));
    }

    private Source own(Caller caller, @Nullable String named) {
        return sources.byClient(caller.clientId())
                .filter(source -> named == null || named.equals(source.id()))
                .orElseThrow(() -> refused(
                        HttpStatus.FORBIDDEN,
                        "Client %s sends for no source of that name.".formatted(caller.clientId())));
    }

    /** Of a form, asking for a parameter would swallow the body. */
    private static void refuseForms(HttpServletRequest request) {
        var type = request.getContentType();
        if (type != null && (type.startsWith("application/x-www-form") || type.startsWith("multipart/"))) {
            throw refused(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send the message itself, as application/hl7-v2 or text/plain.");
        }
    }

    private static byte[] body(HttpServletRequest request, int most) throws IOException {
        var raw = request.getInputStream().readNBytes(most + 1);
        if (raw.length > most) {
            throw refused(HttpStatus.PAYLOAD_TOO_LARGE, "The body is larger than " + most + " bytes.");
        }
        if (raw.length == 0) {
            throw refused(HttpStatus.BAD_REQUEST, "The body is empty.");
        }
        return raw;
    }

    private static int count(@Nullable String text) {
        try {
            return text == null ? 100 : Math.max(1, Math.min(MOST_COMPARED, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            throw refused(HttpStatus.BAD_REQUEST, "_count: write a whole number, like 100.");
        }
    }

    private static LocalDate day(String name, @Nullable String text, LocalDate otherwise) {
        try {
            return text == null ? otherwise : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw refused(HttpStatus.BAD_REQUEST, name + ": write a day, like 2026-01-31.");
        }
    }

    private static ResponseStatusException refused(HttpStatus status, String text) {
        return new ResponseStatusException(status, text);
    }
}
