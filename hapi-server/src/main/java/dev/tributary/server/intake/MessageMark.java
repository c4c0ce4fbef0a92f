package dev.tributary.server.intake;

import java.util.UUID;
import org.slf4j.MDC;

/** Marks each log line of this thread with the journal id of the message it is about: MDC key {@code messageId}. */
final class MessageMark {

    static final String KEY = "messageId";

    private MessageMark() {}

    static void put(UUID id) {
        MDC.put(KEY, id.toString());
    }

    static void clear() {
        MDC.remove(KEY);
    }
}
