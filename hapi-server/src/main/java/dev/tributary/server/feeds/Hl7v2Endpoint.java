package dev.tributary.server.feeds;

import dev.tributary.server.security.Callers;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.InvalidMimeTypeException;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * HL7 v2 over HTTP, in the manner of
 * <a href="https://hapifhir.github.io/hapi-hl7v2/hapi-hl7overhttp/specification.html">HL7 over HTTP</a>.
 *
 * <p>{@code POST /hl7v2} with an ER7 message answers its ER7 acknowledgement: 200 for AA and CA, 400 for AE, AR, CE and CR, 204 if the
 * message asks for none. The source is the one whose client the token names; an operator names it: {@code POST /hl7v2?source=id}.
 * Answers 503 if the message could not be stored: send it again.
 */
@RestController
final class Hl7v2Endpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Hl7v2Endpoint.class);
    private static final Set<String> MEDIA_TYPES =
            Set.of("application/hl7-v2", "x-application/hl7-v2+er7", "application/hl7-v2+er7", "text/plain");

    private final SourceCatalogue sources;
    private final MessageReceiver receiver;
    private final int most;
    private final String tooLarge;

    Hl7v2Endpoint(SourceCatalogue sources, MessageReceiver receiver, FeedsProperties settings) {
        this.sources = sources;
        this.receiver = receiver;
        this.most = settings.maxMessageBytes();
        this.tooLarge = settings.tooLarge();
    }

    @PostMapping("/hl7v2")
    ResponseEntity<byte[]> post(HttpServletRequest request) throws IOException {
        // The media type comes first: of a form, asking for a parameter would swallow the body.
        var mediaType = mediaType(request.getContentType());
        if (mediaType.isEmpty()) {
            return FeedAnswer.refuse(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE, "not-supported", "Send Content-Type: application/hl7-v2.");
        }
        var caller = Callers.current();
        if (caller.isEmpty()) {
            return FeedAnswer.refuse(HttpStatus.UNAUTHORIZED, "login", "Send a token.");
        }
        var named = request.getParameter("source");
        var source = CallingSource.of(sources, caller.get(), named);
        if (source.isEmpty()) {
            return FeedAnswer.refuse(
                    HttpStatus.FORBIDDEN, "forbidden", CallingSource.absent(caller.get(), named, "/hl7v2"));
        }
        if (source.get().format() != Source.Format.HL7V2
                || !source.get().feeds().http()) {
            return FeedAnswer.refuse(
                    HttpStatus.FORBIDDEN,
                    "forbidden",
                    "Source %s does not send HL7 v2 over HTTP: its file says format: hl7v2 and feeds.http: true if it does."
                            .formatted(source.get().id()));
        }
        var raw = request.getInputStream().readNBytes(most + 1);
        if (raw.length > most) {
            receiver.refuse(source.get().id(), Arrays.copyOf(raw, MllpFrameDecoder.HEAD), "http", tooLarge);
            return FeedAnswer.refuse(HttpStatus.PAYLOAD_TOO_LARGE, "too-long", tooLarge);
        }
        return receive(source.get(), raw, mediaType.get());
    }

    private ResponseEntity<byte[]> receive(Source source, byte[] raw, MediaType mediaType) {
        Optional<byte[]> acknowledgement;
        try {
            acknowledgement = receiver.receive(source.id(), raw, "http");
        } catch (RuntimeException e) {
            LOG.error("Source {}: a message over HTTP could not be stored ({}).", source.id(), FeedException.kind(e));
            return FeedAnswer.later("The message could not be stored. Send it again.");
        }
        if (acknowledgement.isEmpty()) {
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.status(Er7.accepts(acknowledgement.get()) ? HttpStatus.OK : HttpStatus.BAD_REQUEST)
                .contentType(mediaType)
                .body(acknowledgement.get());
    }

    private static Optional<MediaType> mediaType(@Nullable String contentType) {
        try {
            MimeType sent = contentType == null ? MimeTypeUtils.ALL : MimeTypeUtils.parseMimeType(contentType);
            return Optional.of(sent.getType() + "/" + sent.getSubtype())
                    .filter(MEDIA_TYPES::contains)
                    .map(MediaType::parseMediaType);
        } catch (InvalidMimeTypeException e) {
            return Optional.empty();
        }
    }
}
