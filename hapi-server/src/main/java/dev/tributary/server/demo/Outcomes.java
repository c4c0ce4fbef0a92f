package dev.tributary.server.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads an <a href="https://hl7.org/fhir/R4/operationoutcome.html">OperationOutcome</a>. */
final class Outcomes {

    private Outcomes() {}

    /** What the first issue says, after a colon; empty if it says nothing. */
    static String diagnostics(JsonNode outcome) {
        var issue = outcome.path("issue").path(0);
        var text = issue.path("diagnostics")
                .asText(issue.path("details").path("text").asText(""));
        return text.isEmpty() ? "" : ": " + text;
    }
}
