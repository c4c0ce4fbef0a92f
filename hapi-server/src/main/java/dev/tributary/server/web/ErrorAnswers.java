package dev.tributary.server.web;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns what a face throws into an OperationOutcome. What failed inside the hub is logged by its kind and told without it. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ErrorAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<byte[]> answer(Exception thrown) throws Exception {
        if (thrown instanceof AccessDeniedException || thrown instanceof AuthenticationException) {
            // Spring Security's filter answers these.
            throw thrown;
        }
        if (DisconnectedClientHelper.isClientDisconnectedException(thrown)) {
            return null;
        }
        if (thrown instanceof MethodArgumentTypeMismatchException mismatch) {
            return Outcome.of(HttpStatus.BAD_REQUEST, mismatch.getName() + ": write " + wanted(mismatch) + ".");
        }
        if (thrown instanceof HttpMessageNotReadableException) {
            return Outcome.of(HttpStatus.BAD_REQUEST, "The body is not the JSON that this address takes.");
        }
        return thrown instanceof ErrorResponse refused
                ? refused(refused)
                : failed(thrown, isAway(thrown) ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static ResponseEntity<byte[]> refused(ErrorResponse refused) {
        var text = refused instanceof ResponseStatusException ours ? ours.getReason() : null;
        if (refused instanceof MissingServletRequestParameterException missing) {
            text = missing.getParameterName() + ": this parameter is missing.";
        }
        return Outcome.of(refused.getStatusCode(), text, refused.getHeaders());
    }

    private static ResponseEntity<byte[]> failed(Exception thrown, HttpStatus status) {
        LOG.error("A request failed: {}", Kind.of(thrown), thrown);
        return Outcome.of(status, null);
    }

    private static boolean isAway(Throwable thrown) {
        return thrown instanceof DataAccessResourceFailureException
                || thrown instanceof TransientDataAccessException
                || thrown instanceof CannotCreateTransactionException;
    }

    /** The value itself is not repeated: it is the caller's, and may be anything. */
    private static String wanted(MethodArgumentTypeMismatchException mismatch) {
        var type = mismatch.getRequiredType();
        if (type == UUID.class) {
            return "an id as the hub gave it, like 0b0c0f8e-8f3d-4f0a-9a52-3f6d1f6a7d11";
        }
        if (type == Instant.class) {
            return "a moment with its zone, like 2026-01-31T08:00:00Z";
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number, like 50";
        }
        return type == null ? "another value" : "a value of the kind " + type.getSimpleName();
    }
}
