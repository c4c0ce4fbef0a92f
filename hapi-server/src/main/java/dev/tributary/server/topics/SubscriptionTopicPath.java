package dev.tributary.server.topics;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.subscriptions.topics.TopicJson;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Takes a <a href="http://hl7.org/fhir/R4B/subscriptiontopic.html">SubscriptionTopic</a> of R4B or R5 in JSON where such a server would, and hands it on as
 * the {@code Basic} that carries it in R4.
 */
final class SubscriptionTopicPath extends OncePerRequestFilter {

    private static final String PATH = "/SubscriptionTopic";

    private final FhirContext fhir;

    SubscriptionTopicPath(FhirContext fhir) {
        this.fhir = fhir;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = String.valueOf(request.getPathInfo());
        var isWrite = request.getMethod().equals("POST") || request.getMethod().equals("PUT");
        return !isWrite
                || !(path.equals(PATH) || path.startsWith(PATH + "/"))
                || !String.valueOf(request.getContentType()).contains("json");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var text = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var body = TopicJson.toBasic(text)
                .map(basic -> fhir.newJsonParser().encodeResourceToString(basic))
                .orElse(text);
        chain.doFilter(new AsBasic(request, body.getBytes(StandardCharsets.UTF_8)), response);
    }

    /** The same request about a Basic. */
    private static final class AsBasic extends HttpServletRequestWrapper {

        private final byte[] body;
        private final String path;

        AsBasic(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
            this.path = "/Basic" + request.getPathInfo().substring(PATH.length());
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

        @Override
        public int getContentLength() {
            return body.length;
        }

        @Override
        public long getContentLengthLong() {
            return body.length;
        }

        @Override
        public BufferedReader getReader() {
            return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8));
        }

        @Override
        public ServletInputStream getInputStream() {
            return new Bytes(new ByteArrayInputStream(body));
        }
    }

    private static final class Bytes extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Bytes(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("The body is read at once");
        }
    }
}
