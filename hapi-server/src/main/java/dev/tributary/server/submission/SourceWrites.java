package dev.tributary.server.submission;

import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import ca.uhn.fhir.rest.server.exceptions.MethodNotAllowedException;
import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import dev.tributary.mapping.Issue;
import dev.tributary.server.intake.DirectIntake;
import dev.tributary.server.intake.DirectIntake.Submission;
import dev.tributary.server.sources.Source;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/R4/http.html">FHIR REST</a> writes of a source: single interactions are transactions of one. */
final class SourceWrites {

    private static final int LARGEST_BODY = 64 << 20;

    private final Submissions submissions;
    private final DirectIntake intake;
    private final OwnView ownView;
    private final FhirAnswer answer;
    private final BodyWeight weight;
    private final String fhirBase;

    SourceWrites(
            Submissions submissions,
            DirectIntake intake,
            OwnView ownView,
            FhirAnswer answer,
            BodyWeight weight,
            String fhirBase) {
        this.submissions = submissions;
        this.intake = intake;
        this.ownView = ownView;
        this.answer = answer;
        this.weight = weight;
        this.fhirBase = fhirBase;
    }

    void write(Source source, FhirPath path, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (answer.wanted(request).isEmpty()) {
            refuse(request, response, 406, "Accept: the hub answers application/fhir+json or application/fhir+xml.");
            return;
        }
        var raw = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        var submission = new Submission(
                source, "fhir", null, trigger(request, path), raw.length > LARGEST_BODY ? new byte[0] : raw);
        Bundle bundle;
        try {
            bundle = read(path, request, raw);
        } catch (RuntimeException e) {
            var reason = String.valueOf(
                    SubmissionErrors.outcome(e).getIssueFirstRep().getDiagnostics());
            intake.refuse(submission, reason, List.of(Issue.error("structure", "body", reason)));
            fail(request, response, e);
            return;
        }
        try {
            store(source, submission, new SentBundle(bundle, () -> read(path, request, raw)), request, response);
        } catch (RuntimeException e) {
            fail(request, response, e);
        }
    }

    private void store(
            Source source,
            Submission submission,
            SentBundle bundle,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (bundle.content().hasUserData("single")) {
            single(source, submissions.store(submission, bundle).get(0), request, response);
        } else {
            answer.send(request, response, 200, submissions.bundle(submission, bundle));
        }
    }

    private static String trigger(HttpServletRequest request, FhirPath path) {
        return path.isRoot() ? "Bundle" : request.getMethod() + " " + path.type();
    }

    /** What was sent, as a transaction. */
    private Bundle read(FhirPath path, HttpServletRequest request, byte[] raw) {
        if (raw.length > LARGEST_BODY) {
            throw new PayloadTooLargeException("The body is larger than 64 MB. Send it in several bundles.");
        }
        var method = request.getMethod();
        if (method.equals("DELETE")) {
            return alone(request, HTTPVerb.DELETE, path, null);
        }
        if (!method.equals("POST") && !method.equals("PUT")) {
            throw new MethodNotAllowedException(method
                    + " is not open to a source. Send POST, PUT or DELETE; a changed resource is PUT as a whole.");
        }
        if (method.equals("POST") && path.parts().size() > 1) {
            throw new MethodNotAllowedException(
                    "POST makes a new resource: send it to its type alone, or PUT it to [type]/[id].");
        }
        var parser = answer.parserOfBody(request).orElseThrow(() -> new UnsupportedMediaType());
        weight.require(raw, parser.getEncoding() == EncodingEnum.XML);
        var body = (Resource)
                parser.parseResource(new InputStreamReader(new ByteArrayInputStream(raw), StandardCharsets.UTF_8));
        if (path.isRoot() || path.isMessage()) {
            if (body instanceof Bundle bundle && method.equals("POST")) {
                return bundle;
            }
            throw new InvalidRequestException(
                    "The body is a " + body.fhirType() + ". POST a Bundle here, or a resource to its type.");
        }
        if (!body.fhirType().equals(path.type())) {
            throw new InvalidRequestException(
                    "The body is a " + body.fhirType() + ", the address says " + path.type() + ". Make both the same.");
        }
        return alone(request, method.equals("PUT") ? HTTPVerb.PUT : HTTPVerb.POST, path, body);
    }

    private static Bundle alone(HttpServletRequest request, HTTPVerb method, FhirPath path, @Nullable Resource body) {
        var bundle = new Bundle().setType(BundleType.TRANSACTION);
        bundle.setUserData("single", true);
        var entry = bundle.addEntry().setResource(body);
        var url = String.join("/", path.parts());
        var query = request.getQueryString();
        if ((method == HTTPVerb.PUT || method == HTTPVerb.DELETE) && path.id() == null && query != null) {
            url += "?" + query;
        }
        entry.getRequest()
                .setMethod(method)
                .setUrl(url)
                .setIfMatch(request.getHeader("If-Match"))
                .setIfNoneExist(request.getHeader("If-None-Exist"));
        return bundle;
    }

    private void single(
            Source source, SubmissionAnswer stored, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (stored.version() != null) {
            response.setHeader("ETag", "W/\"" + stored.version() + "\"");
            response.setHeader("Location", fhirBase + "/" + stored.location());
            response.setHeader("Content-Location", fhirBase + "/" + stored.location());
        }
        if (stored.lastUpdated() != null) {
            response.setHeader(
                    "Last-Modified",
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(Objects.requireNonNull(stored.lastUpdated())
                            .toInstant()
                            .atOffset(ZoneOffset.UTC)));
        }
        answer.send(request, response, stored.status(), body(source, stored, request));
    }

    private @Nullable Resource body(Source source, SubmissionAnswer stored, HttpServletRequest request) {
        var prefer = Objects.requireNonNullElse(request.getHeader("Prefer"), "");
        if (stored.status() == 204 || prefer.contains("return=minimal")) {
            return null;
        }
        if (prefer.contains("return=OperationOutcome")) {
            var outcome = new OperationOutcome();
            outcome.addIssue()
                    .setSeverity(IssueSeverity.INFORMATION)
                    .setCode(IssueType.INFORMATIONAL)
                    .setDiagnostics("Stored as " + stored.location() + ".");
            return outcome;
        }
        return ownView.read(source.id(), stored.hubReference());
    }

    private void fail(HttpServletRequest request, HttpServletResponse response, RuntimeException thrown)
            throws IOException {
        if (thrown instanceof BaseServerResponseException refused && refused.getStatusCode() == 405) {
            response.setHeader("Allow", "GET, POST, PUT, DELETE");
        }
        answer.outcome(request, response, SubmissionErrors.status(thrown), SubmissionErrors.outcome(thrown));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, int status, String text)
            throws IOException {
        answer.outcome(request, response, status, SubmissionErrors.outcome(IssueType.NOTSUPPORTED, text));
    }

    /** <a href="https://www.rfc-editor.org/rfc/rfc9110#status.415">415</a>. */
    private static final class UnsupportedMediaType extends BaseServerResponseException {
        private static final long serialVersionUID = 1L;

        UnsupportedMediaType() {
            super(415, "Content-Type: send application/fhir+json or application/fhir+xml.");
        }
    }
}
