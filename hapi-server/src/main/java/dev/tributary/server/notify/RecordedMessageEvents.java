package dev.tributary.server.notify;

import dev.tributary.server.intake.MessageEvents;
import dev.tributary.subscriptions.outbox.NotificationLog;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads the outbox for whoever follows a message. */
final class RecordedMessageEvents implements MessageEvents {

    private final NotificationLog log;

    RecordedMessageEvents(NotificationLog log) {
        this.log = log;
    }

    @Override
    public List<Map<String, String>> of(UUID messageId) {
        return log.eventsOf(messageId).stream()
                .map(event -> Map.of("id", event.id().toString(), "kind", event.kind(), "focus", event.focus()))
                .toList();
    }
}
