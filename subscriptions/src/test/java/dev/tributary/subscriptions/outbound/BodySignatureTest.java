package dev.tributary.subscriptions.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BodySignatureTest {

    /** Computed with {@code printf '1772359200.{}' | openssl dgst -sha256 -hmac 0123456789abcdef}. */
    @Test
    void signature_isWhatOpensslComputes() {
        BodySignature signed = BodySignature.of(
                "0123456789abcdef", Instant.parse("2026-03-01T10:00:00.999Z"), "{}".getBytes(StandardCharsets.UTF_8));
        assertThat(signed.timestamp()).isEqualTo("1772359200");
        assertThat(signed.signature())
                .isEqualTo("sha256=8b11028f0f594a6c1636e8819dc4bb1d9eff84f6fd0bdd71e183bf0d302335c5");
    }

    @Test
    void anotherTime_isAnotherSignature() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Instant at = Instant.parse("2026-03-01T10:00:00Z");
        assertThat(BodySignature.of("secret", at, body).signature())
                .isNotEqualTo(
                        BodySignature.of("secret", at.plusSeconds(1), body).signature());
    }
}
