package dev.tributary.server.submission;

import dev.tributary.mapping.DeterministicId;
import dev.tributary.server.fhir.RequestRule;
import dev.tributary.server.record.Statement;
import dev.tributary.server.security.Caller;
import dev.tributary.server.security.Role;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reads of a source by its own ids: the request goes on to the FHIR server under the hub's id, and comes back under its own. */
final class SourceReads {

    /** Request attribute: the source. */
    public static final String SOURCE = "hub.source";

    private static final String EXISTS = "select v.source_uri from hfj_resource r"
            + " left join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
            + " where r.res_type = ? and r.fhir_id = ?";

    private final JdbcTemplate jdbc;
    private final FhirAnswer answer;

    SourceReads(JdbcTemplate jdbc, FhirAnswer answer) {
        this.jdbc = jdbc;
        this.answer = answer;
    }

    void read(
            String sourceId,
            Caller caller,
            FhirPath path,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        var own = path.isInstanceRead() ? own(sourceId, path) : Optional.<String>empty();
        if (own.isPresent()) {
            request.setAttribute(RequestRule.OWN_REFERENCE, path.type() + "/" + own.get());
            request.setAttribute(SOURCE, sourceId);
            chain.doFilter(new Renamed(request, path, own.get()), response);
        } else if (caller.is(Role.READER) || caller.is(Role.STEWARD) || caller.is(Role.OPERATOR)) {
            chain.doFilter(request, response);
        } else if (path.isInstanceRead()) {
            answer.outcome(
                    request,
                    response,
                    404,
                    SubmissionErrors.outcome(IssueType.NOTFOUND, "You have sent no " + path.type() + " with this id."));
        } else {
            answer.outcome(
                    request,
                    response,
                    403,
                    SubmissionErrors.outcome(
                            IssueType.FORBIDDEN,
                            "A source reads its own resources by their ids. To search, ask the operator for the scope reader."));
        }
    }

    /** The hub's id of what the source means: by its own id, else by the hub's if the source sent it. */
    private Optional<String> own(String sourceId, FhirPath path) {
        var type = String.valueOf(path.type());
        var id = String.valueOf(path.id());
        var named = DeterministicId.of(sourceId, type, id);
        if (!jdbc.queryForList(EXISTS, String.class, type, named).isEmpty()) {
            return Optional.of(named);
        }
        var mine = Statement.metaSource(sourceId);
        return jdbc.queryForList(EXISTS, String.class, type, id).stream()
                .filter(mine::equals)
                .findFirst()
                .map(source -> id);
    }

    private static final class Renamed extends HttpServletRequestWrapper {

        private final String path;

        Renamed(HttpServletRequest request, FhirPath path, String hubId) {
            super(request);
            var tail = path.tail().isEmpty() ? "" : "/" + String.join("/", path.tail());
            this.path = "/" + path.type() + "/" + hubId + tail;
        }

        @Override
        public String getPathInfo() {
            return path;
        }

        @Override
        public String getRequestURI() {
            return getContextPath() + getServletPath() + path;
        }

        @Override
        public StringBuffer getRequestURL() {
            return new StringBuffer(getScheme())
                    .append("://")
                    .append(getServerName())
                    .append(':')
                    .append(getServerPort())
                    .append(getRequestURI());
        }
    }
}
