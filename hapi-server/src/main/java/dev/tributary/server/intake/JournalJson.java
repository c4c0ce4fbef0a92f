package dev.tributary.server.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tributary.mapping.Issue;
import dev.tributary.server.storage.Written;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Issues and produced resources as the journal keeps them and the REST face shows them. */
final class JournalJson {

    private final ObjectMapper mapper;

    JournalJson(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    String issues(List<Issue> issues) {
        var array = mapper.createArrayNode();
        for (var issue : issues) {
            array.addObject()
                    .put("severity", issue.severity().name().toLowerCase(Locale.ROOT))
                    .put("code", issue.code())
                    .put("path", issue.path())
                    .put("text", issue.text());
        }
        return array.toString();
    }

    /** @param before what earlier rounds wrote stays in the account */
    String produced(String before, List<Written> produced) {
        var array = (ArrayNode) read(before);
        var isReplay = !array.isEmpty();
        for (var written : produced) {
            if (isReplay && written.outcome() == Written.Outcome.UNCHANGED) {
                continue;
            }
            array.addObject()
                    .put("reference", written.reference())
                    .put("version", written.version())
                    .put("outcome", written.outcome().name().toLowerCase(Locale.ROOT));
        }
        return array.toString();
    }

    /** The fields of a listed message, to add more to. */
    Map<String, Object> fields(JournalMessage message) {
        return mapper.convertValue(message, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    JsonNode read(@Nullable String json) {
        try {
            return json == null ? mapper.createArrayNode() : mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The journal holds JSON that this release cannot read", e);
        }
    }
}
