package dev.tributary.server;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The journal as an operator sees it. */
public final class JournalView {

    private final Face operator;

    JournalView(Face operator) {
        this.operator = operator;
    }

    /** What became of these messages, in their order, once none of them waits any more. */
    public List<JsonNode> settled(V2... messages) {
        var details = new ArrayList<JsonNode>();
        for (var message : messages) {
            details.add(await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(100))
                    .until(
                            () -> detailOf(message.controlId()),
                            found -> found.map(detail ->
                                            !detail.path("state").asText().equals("waiting"))
                                    .orElse(false))
                    .orElseThrow());
        }
        return details;
    }

    /** The same for one message. */
    public JsonNode settle(V2 message) {
        return settled(message).get(0);
    }

    private Optional<JsonNode> detailOf(String controlId) {
        return list("_count=500").stream()
                .filter(message -> message.path("controlId").asText().equals(controlId))
                .findFirst()
                .map(message -> detail(message.path("id").asText()));
    }

    public JsonNode detail(String id) {
        return operator.get("/intake/messages/" + id).expect(200).json();
    }

    public List<JsonNode> list(String query) {
        var messages =
                operator.get("/intake/messages?" + query).expect(200).json().path("messages");
        return StreamSupport.stream(messages.spliterator(), false).toList();
    }

    public static List<String> kinds(JsonNode detail) {
        var kinds = new ArrayList<String>();
        detail.path("events").forEach(event -> kinds.add(event.path("kind").asText()));
        return kinds;
    }

    /** {@code created|updated|unchanged|late} of the produced resource of this type. */
    public static String outcome(JsonNode detail, String type) {
        for (var produced : detail.path("produced")) {
            if (produced.path("reference").asText().startsWith(type + "/")) {
                return produced.path("outcome").asText();
            }
        }
        return "none";
    }
}
