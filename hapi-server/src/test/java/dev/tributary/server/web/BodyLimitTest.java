package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.server.ResponseStatusException;

/** Nobody fills the hub's memory with one request. */
class BodyLimitTest {

    private static byte[] readBehind(String path, int size) throws Exception {
        var request = new MockHttpServletRequest("POST", path);
        request.setContent(new byte[size]);
        var chain = new MockFilterChain();
        new BodyLimit(100, new LargeBodies(1 << 20)).doFilter(request, new MockHttpServletResponse(), chain);
        return read(chain);
    }

    private static byte[] read(MockFilterChain chain) throws IOException {
        return java.util.Objects.requireNonNull(chain.getRequest())
                .getInputStream()
                .readAllBytes();
    }

    @Test
    void aBodyUpToTheBound_isRead() throws Exception {
        assertThat(readBehind("/fhir/Patient/$match", 100)).hasSize(100);
    }

    @Test
    void aLargerOne_isRefusedInTheWordsOfItsServlet() {
        assertThatThrownBy(() -> readBehind("/fhir/Patient/$match", 101)).isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> readBehind("/identity/jobs/dry-run", 101))
                .isInstanceOfSatisfying(
                        ResponseStatusException.class,
                        refused -> assertThat(refused.getStatusCode().value()).isEqualTo(413));
    }

    @Test
    void feeds_haveBoundsOfTheirOwn() throws Exception {
        assertThat(readBehind("/csv/results", 1000)).hasSize(1000);
        assertThat(readBehind("/hl7v2", 1000)).hasSize(1000);
    }
}
