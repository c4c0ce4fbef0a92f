package dev.tributary.server.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
        comparison.obstacles().forEach(obstacle -> obstacles.add(code(obstacle)));
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

    /** What was kept, with one more reason not to link. */
    String withObstacle(String json, Comparison.Obstacle obstacle) {
        var node = (ObjectNode) read(json);
        var obstacles = node.withArray("obstacles");
        obstacles.add(code(obstacle));
        return node.toString();
    }

    private static String code(Comparison.Obstacle obstacle) {
        return obstacle.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    JsonNode read(String json) {
        try {
            return mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
