package dev.tributary.subscriptions.topics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.hl7.fhir.r4.model.Basic;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.StringType;

/**
 * A <a href="http://hl7.org/fhir/R4B/subscriptiontopic.html">SubscriptionTopic</a> as R4B and R5 write it in JSON, made into the {@code Basic} that
 * carries it in R4. Elements that no topic has are left out; {@link TopicReader} says what is wrong with the others.
 */
public final class TopicJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TopicJson() {}

    /** Empty if the text is no JSON of a SubscriptionTopic. */
    public static Optional<Basic> toBasic(String text) {
        JsonNode topic;
        try {
            topic = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (topic == null
                || !"SubscriptionTopic".equals(topic.path("resourceType").asText())) {
            return Optional.empty();
        }
        Basic basic = new Basic();
        basic.getCode().addCoding(TopicForm.coding());
        if (topic.path("id").isTextual()) {
            basic.setId(topic.path("id").asText());
        }
        topic.fields().forEachRemaining(field -> {
            if (!field.getKey().equals("resourceType") && !field.getKey().equals("id")) {
                for (JsonNode value : field.getValue().isArray() ? field.getValue() : one(field.getValue())) {
                    Extension extension = extension(TopicForm.R5 + field.getKey(), value);
                    if (field.getKey().equals("status")) {
                        basic.addModifierExtension(extension);
                    } else {
                        basic.addExtension(extension);
                    }
                }
            }
        });
        return Optional.of(basic);
    }

    private static Iterable<JsonNode> one(JsonNode value) {
        return java.util.List.of(value);
    }

    private static Extension extension(String url, JsonNode value) {
        Extension extension = new Extension(url);
        if (value.isObject()) {
            value.fields().forEachRemaining(field -> {
                for (JsonNode child : field.getValue().isArray() ? field.getValue() : one(field.getValue())) {
                    extension.addExtension(extension(field.getKey(), child));
                }
            });
        } else if (value.isBoolean()) {
            extension.setValue(new BooleanType(value.asBoolean()));
        } else {
            extension.setValue(new StringType(value.asText()));
        }
        return extension;
    }
}
