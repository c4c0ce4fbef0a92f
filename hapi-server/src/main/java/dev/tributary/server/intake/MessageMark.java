package dev.tributary.server.intake;

import java.util.UUID;
import org.slf4j.MDC;

/** Marks each log line of this thread with the journal id of the message it is about, by the MDC key {@code message}, until closed. */
final class MessageMark implements AutoCloseable {

    static final String KEY = "message";

    private MessageMark() {}

    static MessageMark of(UUID id) {
        var mark = new MessageMark();
        mark.set(id);
        return mark;
    }

    /** A mark for a message that is yet to be found. */
    static MessageMark open() {
        return new MessageMark();
    }

    void set(UUID id) {
        MDC.put(KEY, id.toString());
    }

    @Override
    public void close() {
        MDC.remove(KEY);
    }
}
