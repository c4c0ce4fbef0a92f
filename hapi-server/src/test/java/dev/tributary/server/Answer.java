package dev.tributary.server;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpHeaders;
import org.hl7.fhir.instance.model.api.IBaseResource;

/** What came back. */
public record Answer(String request, int status, HttpHeaders headers, String body) {

    public Answer expect(int wanted) {
        if (status != wanted) {
            throw new AssertionError(request + " answered " + status + " and not " + wanted + ": " + body);
        }
        return this;
    }

    public <T extends IBaseResource> T as(Class<T> type) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(type, body);
    }

    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError(request + " answered no JSON: " + body, e);
        }
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
