package dev.tributary.subscriptions.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What filters can ask of an event, taken from its resources when it happened.
 *
 * @param values by search-parameter name; tokens as {@code system|code}, references as {@code Type/id}, dates in ISO 8601, strings in
 *     lower case. Names that begin with {@code patient.} are of the event's Patient.
 */
public record Facts(Map<String, List<String>> values) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, List<String>>> SHAPE = new TypeReference<>() {};
    private static final Facts NONE = new Facts(Map.of());
    private static final String DELETED = "_deleted";

    public Facts {
        values = Map.copyOf(values);
    }

    /** Of an event of which nothing but its patient is known. */
    public static Facts none() {
        return NONE;
    }

    /** The same of an event that the deletion of its focus made. */
    public Facts ofDeletion() {
        Map<String, List<String>> more = new HashMap<>(values);
        more.put(DELETED, List.of("true"));
        return new Facts(more);
    }

    /** Whether the write that made the event deleted its focus. */
    public boolean isDeletion() {
        return values.containsKey(DELETED);
    }

    /** The values of one parameter; empty if the event has none. */
    public List<String> of(String parameter) {
        return values.getOrDefault(parameter, List.of());
    }

    /** As kept in {@code hub.event}; null when there is nothing to keep. */
    public @Nullable String toJson() {
        try {
            return values.isEmpty() ? null : JSON.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings can always be written as JSON", e);
        }
    }

    /** Reads what {@link #toJson} wrote. */
    public static Facts ofJson(@Nullable String json) {
        try {
            return json == null ? NONE : new Facts(JSON.readValue(json, SHAPE));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("hub.event.facts does not hold what was written there", e);
        }
    }
}
