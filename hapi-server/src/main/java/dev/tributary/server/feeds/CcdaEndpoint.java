package dev.tributary.server.feeds;

import dev.tributary.mapping.Issue;
import dev.tributary.server.security.Callers;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * <a href="https://hl7.org/cda/us/ccda/">C-CDA</a> documents over HTTP.
 *
 * <p>{@code POST /ccda} with the document as XML answers {@code {"id":…,"duplicate":…}} and a Location in the journal: 202 once the document
 * is kept, 200 if the same document came before. 400 with an OperationOutcome if it is no readable document, 413 if it is too large,
 * 503 if it could not be stored: send it again. Any source whose file leaves {@code feeds.http} open may send documents, whatever else it
 * sends; an operator names the source: {@code POST /ccda?source=id}.
 */
@RestController
final class CcdaEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(CcdaEndpoint.class);
    private static final String FORMAT = "ccda";

    private final SourceCatalogue sources;
    private final MessageKeeper keeper;
    private final int most;

    CcdaEndpoint(SourceCatalogue sources, MessageKeeper keeper, FeedsProperties settings) {
        this.sources = sources;
        this.keeper = keeper;
        this.most = settings.maxMessageBytes();
    }

    @PostMapping("/ccda")
    ResponseEntity<?> post(HttpServletRequest request) throws IOException {
        // The media type comes first: of a form, asking for a parameter would swallow the body.
        if (!isXml(request.getContentType())) {
            return FeedAnswer.refuse(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "not-supported", "Send Content-Type: application/xml.");
        }
        var caller = Callers.current();
        if (caller.isEmpty()) {
            return FeedAnswer.refuse(HttpStatus.UNAUTHORIZED, "login", "Send a token.");
        }
        var named = request.getParameter("source");
        var source = CallingSource.of(sources, caller.get(), named);
        if (source.isEmpty()) {
            return FeedAnswer.refuse(
                    HttpStatus.FORBIDDEN, "forbidden", CallingSource.absent(caller.get(), named, "/ccda"));
        }
        if (!source.get().feeds().http()) {
            return FeedAnswer.refuse(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "Source %s does not send over HTTP: its file says feeds.http: true if it does."
                            .formatted(source.get().id()));
        }
        if (request.getContentLengthLong() > most) {
            return tooLarge(source.get(), request.getInputStream().readNBytes(MllpFrameDecoder.HEAD));
        }
        var raw = request.getInputStream().readNBytes(most + 1);
        return raw.length > most
                ? tooLarge(source.get(), Arrays.copyOf(raw, MllpFrameDecoder.HEAD))
                : keep(source.get(), raw);
    }

    private ResponseEntity<?> keep(Source source, byte[] raw) {
        KeptMessage kept;
        try {
            kept = keeper.keep(source, FORMAT, raw, "http");
        } catch (RuntimeException e) {
            LOG.error("Source {}: a document over HTTP could not be stored ({}).", source.id(), FeedException.kind(e));
            return FeedAnswer.later("The document could not be stored. Send it again.");
        }
        if (!kept.isAccepted()) {
            return FeedAnswer.refuse(
                    HttpStatus.BAD_REQUEST, kept.refusal().get(0).code(), text(kept.refusal()));
        }
        return ResponseEntity.status(kept.duplicate() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .location(URI.create("/intake/messages/" + kept.id()))
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("id", kept.id(), "duplicate", kept.duplicate()));
    }

    private static String text(List<Issue> issues) {
        return issues.stream().map(issue -> issue.path() + ": " + issue.text()).collect(Collectors.joining("; "));
    }

    private ResponseEntity<byte[]> tooLarge(Source source, byte[] head) {
        var reason = "The document is larger than %d bytes. Raise hub.feeds.max-message if it is to come in."
                .formatted(most);
        keeper.refuse(source, FORMAT, head, "http", reason);
        return FeedAnswer.refuse(HttpStatus.PAYLOAD_TOO_LARGE, "too-long", reason);
    }

    private static boolean isXml(@Nullable String contentType) {
        try {
            var subtype = contentType == null
                    ? ""
                    : MimeTypeUtils.parseMimeType(contentType).getSubtype();
            return subtype.equals("xml") || subtype.endsWith("+xml");
        } catch (InvalidMimeTypeException e) {
            return false;
        }
    }
}
