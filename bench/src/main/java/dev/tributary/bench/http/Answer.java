package dev.tributary.bench.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** An HTTP answer, read whole; the location is empty if there is none. */
public record Answer(int status, String body, String location) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public boolean isOk() {
        return status / 100 == 2;
    }

    /** The body as a tree; a missing node if it is not JSON. */
    public JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** The answer itself if it is 2xx. @throws IllegalStateException with status and diagnostics otherwise */
    public Answer orThrow(String what) {
        if (isOk()) {
            return this;
        }
        var diagnostics = json().at("/issue/0/diagnostics").asText("");
        throw new IllegalStateException(what + " was answered " + status + " " + diagnostics);
    }
}
