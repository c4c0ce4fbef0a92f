package dev.tributary.server.csv;

import dev.tributary.mapping.csv.CsvFeed;
import dev.tributary.server.feeds.CallingSource;
import dev.tributary.server.feeds.FeedAnswer;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Text files over HTTP, after <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>.
 *
 * <p>{@code POST /csv/{feed}} with the file as body answers the job as JSON and its Location once every row is kept: 202. 400 with an
 * OperationOutcome if the file's header does not fit the feed, 404 if there is no such feed, 413 if it is too large, 503 if it could not
 * be stored: send it again. {@code GET /csv/jobs/{id}} tells how far it is, {@code GET /csv/jobs} lists the newest. An operator names the
 * source: {@code ?source=id}. {@code ?file=name} names the file.
 */
@RestController
final class CsvEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(CsvEndpoint.class);
    private static final Set<String> MEDIA_TYPES = Set.of(
            "text/csv", "application/csv", "text/plain", "text/tab-separated-values", "application/octet-stream");
    private static final int MOST_JOBS = 100;

    private final SourceCatalogue sources;
    private final CsvIntake intake;
    private final CsvJobs jobs;
    private final CsvProperties settings;
    private final Path spool;

    CsvEndpoint(SourceCatalogue sources, CsvIntake intake, CsvJobs jobs, CsvProperties settings, Path spool) {
        this.sources = sources;
        this.intake = intake;
        this.jobs = jobs;
        this.settings = settings;
        this.spool = spool;
    }

    @PostMapping("/csv/{feed}")
    ResponseEntity<?> post(@PathVariable String feed, HttpServletRequest request) throws IOException {
        // The media type comes first: of a form, asking for a parameter would swallow the body.
        var charset = charset(request.getContentType());
        if (charset == null) {
            return FeedAnswer.refuse(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "not-supported",
                    "Send Content-Type: text/csv, with a charset that exists if you name one.");
        }
        var caller = Callers.current();
        if (caller.isEmpty()) {
            return FeedAnswer.refuse(HttpStatus.UNAUTHORIZED, "login", "Send a token.");
        }
        var named = request.getParameter("source");
        var source = CallingSource.of(sources, caller.get(), named);
        if (source.isEmpty()) {
            return FeedAnswer.refuse(
                    HttpStatus.FORBIDDEN, "forbidden", CallingSource.absent(caller.get(), named, "/csv/" + feed));
        }
        if (!source.get().feeds().http()) {
            return FeedAnswer.refuse(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "Source %s does not send over HTTP: its file says feeds.http: true if it does."
                            .formatted(source.get().id()));
        }
        var declared = source.get().csv().get(feed);
        if (declared == null) {
            return FeedAnswer.refuse(
                    HttpStatus.NOT_FOUND,
                    "not-found",
                    "Source %s declares no such feed under csv. It has: %s."
                            .formatted(
                                    source.get().id(),
                                    String.join(", ", source.get().csv().keySet())));
        }
        var name = request.getParameter("file");
        return take(source.get(), charset.isEmpty() ? declared : declared.in(Charset.forName(charset)), name, request);
    }

    private ResponseEntity<?> take(Source source, CsvFeed feed, @Nullable String name, HttpServletRequest request)
            throws IOException {
        Files.createDirectories(spool);
        var file = Files.createTempFile(spool, "upload-", ".csv");
        try {
            if (!isCopied(request, file)) {
                return FeedAnswer.refuse(
                        HttpStatus.PAYLOAD_TOO_LARGE,
                        "too-long",
                        intake.tooLarge(source, feed.name(), file, name == null ? "" : name, "http"));
            }
            return answer(intake.receive(source, feed, file, name == null ? "" : name, "http"));
        } catch (RuntimeException e) {
            LOG.error(
                    "Source {}: a text file over HTTP could not be stored ({}).",
                    source.id(),
                    e.getClass().getSimpleName());
            return FeedAnswer.later("Not every row could be stored. Send the file again.");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private boolean isCopied(HttpServletRequest request, Path file) throws IOException {
        var most = settings.maxFile().toBytes();
        if (request.getContentLengthLong() > most) {
            return false;
        }
        var buffer = new byte[1 << 16];
        var total = 0L;
        try (var out = Files.newOutputStream(file)) {
            var in = request.getInputStream();
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                total += read;
                if (total > most) {
                    return false;
                }
                out.write(buffer, 0, read);
            }
        }
        return true;
    }

    private ResponseEntity<?> answer(UUID id) {
        var job = jobs.find(id).orElseThrow();
        if (!job.problems().isEmpty()) {
            return FeedAnswer.refuse(HttpStatus.BAD_REQUEST, "structure", String.join(" ", job.problems()));
        }
        return ResponseEntity.accepted()
                .location(URI.create("/csv/jobs/" + id))
                .contentType(MediaType.APPLICATION_JSON)
                .body(job);
    }

    @GetMapping("/csv/jobs/{id}")
    ResponseEntity<?> job(@PathVariable UUID id) {
        var job = jobs.find(id).filter(found -> maySee(found.source()));
        return job.isEmpty()
                ? FeedAnswer.refuse(HttpStatus.NOT_FOUND, "not-found", "There is no job " + id + ".")
                : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(job.get());
    }

    @GetMapping("/csv/jobs")
    ResponseEntity<?> jobs(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(name = "_count", defaultValue = "20") int count) {
        var caller = Callers.current();
        if (caller.isEmpty()) {
            return FeedAnswer.refuse(HttpStatus.UNAUTHORIZED, "login", "Send a token.");
        }
        var wanted = caller.get().is(Role.OPERATOR) ? source : own(caller.get());
        List<CsvJob> found = wanted == null && !caller.get().is(Role.OPERATOR)
                ? List.of()
                : jobs.list(wanted, Math.max(1, Math.min(count, MOST_JOBS)));
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(Map.of("jobs", found));
    }

    private boolean maySee(String source) {
        return Callers.current()
                .map(caller -> caller.is(Role.OPERATOR) || source.equals(own(caller)))
                .orElse(false);
    }

    private @Nullable String own(Caller caller) {
        return sources.byClient(caller.clientId()).map(Source::id).orElse(null);
    }

    /** The charset that the request names, empty if it names none; null if this is no text file. */
    private static @Nullable String charset(@Nullable String contentType) {
        try {
            MimeType sent = contentType == null
                    ? MimeTypeUtils.APPLICATION_OCTET_STREAM
                    : MimeTypeUtils.parseMimeType(contentType);
            if (!MEDIA_TYPES.contains(sent.getType() + "/" + sent.getSubtype())) {
                return null;
            }
            return sent.getCharset() == null ? "" : sent.getCharset().name();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
