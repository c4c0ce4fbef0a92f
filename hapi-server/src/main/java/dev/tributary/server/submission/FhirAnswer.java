package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.rest.api.EncodingEnum;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/R4/http.html#mime-type">Content negotiation</a> for what the pipeline answers itself. */
final class FhirAnswer {

    private final FhirContext fhir;

    FhirAnswer(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** How the caller wants its answer: {@code _format} before {@code Accept}; empty if it wants what FHIR does not have. */
    Optional<EncodingEnum> wanted(HttpServletRequest request) {
        var format = request.getParameter("_format");
        if (format != null) {
            return encoding(format);
        }
        var accept = request.getHeader("Accept");
        if (accept == null || accept.isBlank()) {
            return Optional.of(EncodingEnum.JSON);
        }
        return Arrays.stream(accept.split(","))
                .map(range -> range.split(";")[0].trim())
                .flatMap(range -> range.equals("*/*") || range.equals("application/*")
                        ? Optional.of(EncodingEnum.JSON).stream()
                        : encoding(range).stream())
                .findFirst();
    }

    /** How a body is written; empty if its Content-Type is none of FHIR's. */
    Optional<IParser> parserOfBody(HttpServletRequest request) {
        var type = request.getContentType();
        return type == null
                ? Optional.empty()
                : encoding(type.split(";")[0].trim()).map(this::parser);
    }

    private static Optional<EncodingEnum> encoding(String name) {
        var found = switch (name) {
            case "json", "application/json", "text/json", "application/fhir+json", "application/json+fhir" ->
                EncodingEnum.JSON;
            case "xml", "application/xml", "text/xml", "application/fhir+xml", "application/xml+fhir" ->
                EncodingEnum.XML;
            default -> null;
        };
        return Optional.ofNullable(found);
    }

    private IParser parser(EncodingEnum encoding) {
        return encoding == EncodingEnum.XML ? fhir.newXmlParser() : fhir.newJsonParser();
    }

    void outcome(HttpServletRequest request, HttpServletResponse response, int status, OperationOutcome outcome)
            throws IOException {
        send(request, response, status, outcome);
    }

    void send(HttpServletRequest request, HttpServletResponse response, int status, @Nullable Resource body)
            throws IOException {
        response.setStatus(status);
        if (body == null) {
            return;
        }
        var encoding = wanted(request).orElse(EncodingEnum.JSON);
        response.setContentType(encoding.getResourceContentTypeNonLegacy());
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.getWriter().write(parser(encoding).encodeResourceToString(body));
    }
}
