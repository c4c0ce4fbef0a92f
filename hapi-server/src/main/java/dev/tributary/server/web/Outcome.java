package dev.tributary.server.web;

import dev.tributary.server.security.OutcomeJson;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** An answer that says no, as an <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>. */
final class Outcome {

    private static final MediaType TYPE = MediaType.parseMediaType(OutcomeJson.MEDIA_TYPE);

    private Outcome() {}

    /** @param text what is wrong and what to do; null for what the status alone says */
    static ResponseEntity<byte[]> of(HttpStatusCode status, @Nullable String text) {
        return of(status, text, HttpHeaders.EMPTY);
    }

    static ResponseEntity<byte[]> of(HttpStatusCode status, @Nullable String text, HttpHeaders headers) {
        return ResponseEntity.status(status)
                .headers(headers)
                .contentType(TYPE)
                .body(OutcomeJson.of(code(status.value()), text == null ? text(status.value()) : text));
    }

    /** The <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">issue type</a> that comes nearest. */
    static String code(int status) {
        return switch (status) {
            case 401 -> "login";
            case 403 -> "forbidden";
            case 404, 410 -> "not-found";
            case 405, 406, 415, 501 -> "not-supported";
            case 409, 412 -> "conflict";
            case 413, 414, 431 -> "too-long";
            case 429 -> "throttled";
            case 503 -> "transient";
            default -> status >= 500 ? "exception" : "invalid";
        };
    }

    static String text(int status) {
        return switch (status) {
            case 400 -> "The request cannot be understood.";
            case 404 -> "There is nothing at this address.";
            case 405 -> "This address does not take that method; the header Allow names those it does.";
            case 406 -> "This address does not answer in that media type.";
            case 413, 414, 431 -> "The request is too large.";
            case 415 -> "This address does not take that Content-Type.";
            case 503 -> "The hub cannot do this now, and did nothing of it. Send it again later.";
            default ->
                status >= 500
                        ? "The hub failed on this request. Its log says more."
                        : "The request was refused (HTTP " + status + ").";
        };
    }
}
