package dev.tributary.conformance.scene;

import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The exchange's list of received messages, {@code GET /intake/messages}, as an operator sees it. */
public final class Intake {
    private final FhirClient operator;

    public Intake(Scene scene) {
        this.operator = scene.as(Role.OPERATOR);
    }

    /** One message of the list. */
    public record Row(String id, String state, String reason, int attempts, int duplicates) {}

    /** The message with this control id among the newest 200. */
    public Optional<Row> find(String controlId) {
        Answer answer = operator.atRoot("GET", "/intake/messages?_count=200")
                .accept("application/json")
                .send()
                .expect(200);
        List<Map<String, Object>> messages = JsonPath.from(answer.text()).getList("messages");
        return messages.stream()
                .filter(m -> controlId.equals(m.get("controlId")))
                .findFirst()
                .map(Intake::row);
    }

    private static Row row(Map<String, Object> message) {
        return new Row(
                String.valueOf(message.get("id")),
                String.valueOf(message.get("state")),
                String.valueOf(message.getOrDefault("reason", "")),
                number(message.get("attempts")),
                number(message.get("duplicates")));
    }

    private static int number(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Number n ? n.intValue() : 0;
    }

    public Answer detail(String id) {
        return operator.atRoot("GET", "/intake/messages/" + id)
                .accept("application/json")
                .send();
    }

    public Answer replay(String id) {
        return operator.atRoot("POST", "/intake/messages/" + id + "/$replay")
                .accept("application/json")
                .send();
    }
}
