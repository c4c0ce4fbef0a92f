package dev.tributary.server.web;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/**
 * No body fills the memory, announced or not: whoever reads more than a bound is refused with 413, and large ones wait until those before
 * them leave room. The feeds have bounds of their own.
 */
final class BodyLimit extends OncePerRequestFilter {

    private static final List<String> FEEDS = List.of("/hl7v2", "/ccda", "/csv/");

    private final long most;
    private final LargeBodies large;

    /** @param most bytes */
    BodyLimit(long most, LargeBodies large) {
        this.most = most;
        this.large = large;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return FEEDS.stream().anyMatch(request.getRequestURI()::startsWith);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try (var room = large.room(request.getContentLengthLong())) {
            chain.doFilter(new Bounded(request, most, room), response);
        }
    }

    private static final class Bounded extends HttpServletRequestWrapper {

        private final long most;
        private final LargeBodies.Room room;

        Bounded(HttpServletRequest request, long most, LargeBodies.Room room) {
            super(request);
            this.most = most;
            this.room = room;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new BoundedStream(
                    super.getInputStream(), most, room, getRequestURI().startsWith("/fhir"));
        }
    }

    private static final class BoundedStream extends ServletInputStream {

        private final ServletInputStream in;
        private final LargeBodies.Room room;
        private final boolean isFhir;
        private final long most;
        private long left;

        BoundedStream(ServletInputStream in, long most, LargeBodies.Room room, boolean isFhir) {
            this.in = in;
            this.most = most;
            this.left = most;
            this.room = room;
            this.isFhir = isFhir;
        }

        @Override
        public int read() throws IOException {
            var read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = in.read(buffer, offset, length);
            count(Math.max(0, read));
            return read;
        }

        /** Each servlet answers its own kind of refusal with the status. */
        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw isFhir
                        ? new PayloadTooLargeException(Outcome.text(HttpStatus.PAYLOAD_TOO_LARGE.value()))
                        : new ResponseStatusException(HttpStatus.PAYLOAD_TOO_LARGE);
            }
            room.awaitFor(most - left);
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
