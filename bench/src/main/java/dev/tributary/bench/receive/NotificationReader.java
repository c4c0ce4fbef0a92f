package dev.tributary.bench.receive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what arrives: a
 * <a href="https://hl7.org/fhir/uv/subscriptions-backport/STU1.1/notifications.html#fhir-r4">Backport R4 notification</a>,
 * or the bare resource that an R4 rest-hook sends.
 */
final class NotificationReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NotificationReader() {}

    /** An event's number (0 if there is none) and focus (empty if there is none). */
    record Event(long number, String focus) {}

    /** The events of a notification; none for a handshake, a heartbeat, or a body that is not FHIR JSON. */
    static List<Event> events(String body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return List.of();
        }
        var type = root.path("resourceType").asText();
        if (type.equals("Bundle")) {
            return ofStatus(root.at("/entry/0/resource"));
        }
        return type.isEmpty()
                ? List.of()
                : List.of(new Event(0, type + "/" + root.path("id").asText()));
    }

    private static List<Event> ofStatus(JsonNode status) {
        var events = new ArrayList<Event>();
        for (var parameter : status.path("parameter")) {
            if (parameter.path("name").asText().equals("notification-event")) {
                events.add(ofEvent(parameter));
            }
        }
        return events;
    }

    private static Event ofEvent(JsonNode parameter) {
        long number = 0;
        var focus = "";
        for (var part : parameter.path("part")) {
            switch (part.path("name").asText()) {
                case "event-number" ->
                    number = Long.parseLong(part.path("valueString").asText("0"));
                case "focus" ->
                    focus = relative(part.at("/valueReference/reference").asText());
                default -> {}
            }
        }
        return new Event(number, focus);
    }

    /** {@code http://…/fhir/Encounter/1/_history/2} is {@code Encounter/1}. */
    static String relative(String reference) {
        var parts = reference.replaceAll("/_history/.*$", "").split("/");
        return parts.length < 2 ? reference : parts[parts.length - 2] + "/" + parts[parts.length - 1];
    }
}
