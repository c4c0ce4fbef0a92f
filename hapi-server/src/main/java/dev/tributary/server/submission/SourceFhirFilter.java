package dev.tributary.server.submission;

import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Callers;
import dev.tributary.server.security.Role;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives a source client its own view of {@code /fhir}: writes go through the pipeline, reads by its own ids find its own resources.
 * All other callers pass on to the FHIR server unchanged.
 */
final class SourceFhirFilter extends OncePerRequestFilter {

    private final SourceCatalogue sources;
    private final SourceWrites writes;
    private final SourceReads reads;
    private final FhirAnswer answer;

    SourceFhirFilter(SourceCatalogue sources, SourceWrites writes, SourceReads reads, FhirAnswer answer) {
        this.sources = sources;
        this.writes = writes;
        this.reads = reads;
        this.answer = answer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var caller = Callers.current().filter(client -> client.is(Role.SOURCE));
        var path = FhirPath.of(request);
        if (caller.isEmpty() && path.isMessage() && Callers.current().isPresent()) {
            answer.outcome(
                    request,
                    response,
                    403,
                    SubmissionErrors.outcome(
                            IssueType.FORBIDDEN, "Messages are taken from clients with the scope source."));
            return;
        }
        if (caller.isEmpty() || path.isOpen() || isForSubscriber(caller.get(), path)) {
            chain.doFilter(request, response);
            return;
        }
        var source = sources.byClient(caller.get().clientId());
        if (source.isEmpty()) {
            answer.outcome(
                    request,
                    response,
                    403,
                    SubmissionErrors.outcome(
                            IssueType.FORBIDDEN,
                            "No source signs in as this client. Name it as client in config/sources/<id>.yaml, or ask its operator."));
        } else if (!speaksFhir(source.get())) {
            answer.outcome(
                    request,
                    response,
                    403,
                    SubmissionErrors.outcome(
                            IssueType.FORBIDDEN,
                            "Source " + source.get().id()
                                    + " does not send FHIR over HTTP. Its file may say format: fhir and feeds.http: true."));
        } else if (isRead(request, path)) {
            reads.read(source.get().id(), caller.get(), path, request, response, chain);
        } else {
            writes.write(source.get(), path, request, response);
        }
    }

    private static boolean speaksFhir(Source source) {
        return source.format() == Source.Format.FHIR && source.feeds().http();
    }

    private static boolean isForSubscriber(Caller caller, FhirPath path) {
        return "Subscription".equals(path.type()) && caller.is(Role.SUBSCRIBER);
    }

    private static boolean isRead(HttpServletRequest request, FhirPath path) {
        return switch (request.getMethod()) {
            case "GET", "HEAD" -> true;
            // Operations and searches are reads by other means: a source alone may not use them.
            case "POST" -> path.isOperationOrSearch();
            default -> false;
        };
    }
}
