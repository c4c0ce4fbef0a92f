package dev.tributary.server.submission;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a request's path behind {@code /fhir}: {@code Observation/123/_history/2}. */
record FhirPath(List<String> parts) {

    static FhirPath of(HttpServletRequest request) {
        var uri = request.getRequestURI();
        var context = request.getContextPath() + request.getServletPath();
        var rest = uri.startsWith(context) ? uri.substring(context.length()) : uri;
        return new FhirPath(Arrays.stream(rest.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                .toList());
    }

    @Nullable
    String type() {
        return parts.isEmpty() ? null : parts.get(0);
    }

    @Nullable
    String id() {
        return parts.size() > 1 && !isMarker(parts.get(1)) ? parts.get(1) : null;
    }

    /** What follows the id. */
    List<String> tail() {
        return parts.size() > 2 ? parts.subList(2, parts.size()) : List.of();
    }

    boolean isRoot() {
        return parts.isEmpty();
    }

    /** {@code metadata} is for everybody. */
    boolean isOpen() {
        return parts.size() == 1 && parts.get(0).equals("metadata");
    }

    /** <a href="https://hl7.org/fhir/R4/messageheader-operation-process-message.html">$process-message</a>. */
    boolean isMessage() {
        return parts.size() == 1 && parts.get(0).equals("$process-message");
    }

    boolean isOperationOrSearch() {
        return !isMessage() && parts.stream().anyMatch(part -> part.startsWith("$") || part.equals("_search"));
    }

    /** {@code Type/id}, {@code Type/id/_history} or {@code Type/id/_history/n}. */
    boolean isInstanceRead() {
        return id() != null && (tail().isEmpty() || tail().get(0).equals("_history")) && !isOperationOrSearch();
    }

    private static boolean isMarker(String part) {
        return part.startsWith("_") || part.startsWith("$");
    }
}
