package dev.tributary.subscriptions.outbound;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver answered.
 *
 * @param retryAfterHeader the header as it came
 * @param body as much of it as was asked for
 */
public record OutboundAnswer(int status, @Nullable String retryAfterHeader, byte[] body) {

    /** Whether the receiver took what it was sent. */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** How long to wait, after <a href="https://www.rfc-editor.org/rfc/rfc9110#name-retry-after">RFC 9110</a>; null if it did not say so. */
    public @Nullable Duration retryAfter(Instant now) {
        String value = retryAfterHeader == null ? "" : retryAfterHeader.strip();
        if (value.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(now, date.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null; // Absent, or nothing that RFC 9110 knows.
        }
    }
}
