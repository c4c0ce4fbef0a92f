package dev.tributary.subscriptions.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One e-mail.
 *
 * @param to the endpoint of the subscription
 * @param messageId without angle brackets; the same on every attempt
 * @param timeout for each step of the SMTP conversation
 */
record Email(
        String to,
        String subject,
        String text,
        String messageId,
        @Nullable Attachment attachment,
        Duration timeout) {

    record Attachment(String name, String mimeType, String content) {}
}
