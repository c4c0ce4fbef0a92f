package dev.tributary.server.feeds;

import dev.tributary.server.security.OutcomeJson;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What a feed over HTTP answers when it takes nothing: an OperationOutcome, whatever the format of the feed. */
public final class FeedAnswer {

    private FeedAnswer() {}

    public static ResponseEntity<byte[]> refuse(HttpStatus status, String code, String diagnostics) {
        return outcome(ResponseEntity.status(status), code, diagnostics);
    }

    /** 503: nothing was wrong with what was sent, and it is to be sent again. */
    public static ResponseEntity<byte[]> later(String diagnostics) {
        return outcome(
                ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "5"),
                "transient",
                diagnostics);
    }

    private static ResponseEntity<byte[]> outcome(ResponseEntity.BodyBuilder answer, String code, String diagnostics) {
        return answer.contentType(MediaType.parseMediaType(OutcomeJson.MEDIA_TYPE))
                .body(OutcomeJson.of(code, diagnostics));
    }
}
