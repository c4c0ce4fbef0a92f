package dev.tributary.server.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.matching.Comparison;
import java.io.UncheckedIOException;
import java.util.Locale;

/** Why the model decided as it did, as JSON for tables and faces: levels and weights of every field, no personal data. */
final class Explanation {

    private final ObjectMapper mapper;

    Explanation(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    JsonNode of(Comparison comparison) {
        var node = mapper.createObjectNode();
        node.put("probability", comparison.probability());
        node.put("weight", comparison.weight());
        node.put("rival", comparison.rival().code());
        var obstacles = node.putArray("obstacles");
        comparison
                .obstacles()
                .forEach(obstacle ->
                        obstacles.add(obstacle.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        var fields = node.putArray("fields");
        for (var field : comparison.fields()) {
            fields.addObject()
                    .put("field", field.field().code())
                    .put("level", field.level().code())
                    .put("againstStrangers", field.againstStrangers())
                    .put("againstRelatives", field.againstRelatives());
        }
        return node;
    }

    JsonNode read(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
