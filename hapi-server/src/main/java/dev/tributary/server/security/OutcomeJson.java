package dev.tributary.server.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a> with one error, for faces that are not HAPI's. */
public final class OutcomeJson {

    public static final String MEDIA_TYPE = "application/fhir+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutcomeJson() {}

    /**
     * UTF-8 bytes of the resource.
     *
     * @param code an <a href="https://hl7.org/fhir/R4/valueset-issue-type.html">issue type</a>
     * @param diagnostics what is wrong and what to do, without PHI
     */
    public static byte[] of(String code, String diagnostics) {
        var issue = new TreeMap<>(Map.of("code", code, "diagnostics", diagnostics, "severity", "error"));
        try {
            return JSON.writeValueAsString(
                            new TreeMap<>(Map.of("resourceType", "OperationOutcome", "issue", List.of(issue))))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps of text are always JSON", e);
        }
    }
}
