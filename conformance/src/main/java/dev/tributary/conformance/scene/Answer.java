package dev.tributary.conformance.scene;

import ca.uhn.fhir.parser.DataFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.OperationOutcome;

/**
 * An HTTP answer with expectations on it; each throws {@link Unmet} with the request, what was expected and what came.
 *
 * @param request method and URL of the request
 * @param headers by lower-case name
 */
public record Answer(String request, int status, Map<String, List<String>> headers, byte[] body) {

    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Meets when the status is one of these. */
    public Answer expect(Integer... statuses) {
        if (!Arrays.asList(statuses).contains(status)) {
            throw new Unmet(request + ": expected "
                    + Arrays.stream(statuses).map(String::valueOf).collect(Collectors.joining(" or "))
                    + ", got " + summary());
        }
        return this;
    }

    /** Meets when the status is one of these and the body is an OperationOutcome with an issue. */
    public Answer expectOutcome(Integer... statuses) {
        expect(statuses);
        OperationOutcome outcome = as(OperationOutcome.class);
        Expect.that(outcome.hasIssue(), request + ": the OperationOutcome has no issue");
        return this;
    }

    public String expectHeader(String name) {
        return header(name).orElseThrow(() -> new Unmet(request + ": header " + name + " is missing"));
    }

    /** The body as this type of resource, JSON or XML by its content type. */
    public <T extends IBaseResource> T as(Class<T> type) {
        String media = header("Content-Type").orElse("");
        try {
            return Fhir.parser(media).parseResource(type, text());
        } catch (DataFormatException | IllegalArgumentException e) {
            throw new Unmet(request + ": expected " + type.getSimpleName() + ", got " + summary());
        }
    }

    /** The logical id in {@code Location}, or else of the resource in the body. */
    public String id() {
        Optional<String> location = header("Location").or(() -> header("Content-Location"));
        if (location.isPresent()) {
            return Fhir.idIn(location.get());
        }
        Expect.that(body.length > 0, request + ": neither Location nor a resource tells the id");
        IBaseResource resource = Fhir.parser(header("Content-Type").orElse("")).parseResource(text());
        return Expect.present("id of the resource", resource.getIdElement().getIdPart());
    }

    /** Status, and what the OperationOutcome says if there is one. */
    public String summary() {
        String said = "";
        if (text().contains("OperationOutcome")) {
            try {
                said = Fhir.parser(header("Content-Type").orElse(""))
                        .parseResource(OperationOutcome.class, text())
                        .getIssue()
                        .stream()
                        .map(issue -> issue.getDiagnostics() == null
                                ? issue.getDetails().getText()
                                : issue.getDiagnostics())
                        .filter(diagnostics -> diagnostics != null)
                        .collect(Collectors.joining("; ", " (", ")"));
            } catch (DataFormatException e) {
                said = " (an OperationOutcome that cannot be parsed)";
            }
        } else if (body.length > 0) {
            said = " " + header("Content-Type").orElse("without Content-Type");
        }
        return status + shorten(said);
    }

    private static String shorten(String text) {
        return text.length() <= 300 ? text : text.substring(0, 300) + "…";
    }
}
