package dev.tributary.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class HubTokensTest {

    @Test
    void aJwt_isKeptUntilItsOwnExpiry() {
        var claims = Base64.getUrlEncoder().encodeToString("{\"exp\":1893456000}".getBytes(StandardCharsets.UTF_8));
        assertThat(HubTokens.expiry("x." + claims + ".y")).isEqualTo(Instant.ofEpochSecond(1893456000));
    }

    @Test
    void anyOtherToken_isKeptForMinutesOnly() {
        assertThat(HubTokens.expiry("opaque"))
                .isBetween(Instant.now(), Instant.now().plusSeconds(301));
        assertThat(HubTokens.expiry("a.%%.c"))
                .isBetween(Instant.now(), Instant.now().plusSeconds(301));
    }
}
