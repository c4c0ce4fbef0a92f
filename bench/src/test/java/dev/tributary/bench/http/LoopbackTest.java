package dev.tributary.bench.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080", "http://localhost:8080/fhir", "http://[::1]:8080"})
    void thisMachine_isAccepted(String url) {
        assertThatCode(() -> Loopback.require(URI.create(url))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.1:8080", "http://10.0.0.1", "http://0.0.0.0:8080", "file:/etc", "nowhere"})
    void everywhereElse_isRefused(String url) {
        assertThatThrownBy(() -> Loopback.require(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("loopback addresses only");
    }

    @Test
    void aClient_cannotBeMadeForAnotherMachine() {
        assertThatThrownBy(() -> new HttpFace(URI.create("http://192.0.2.1"), "", java.time.Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
