package dev.tributary.subscriptions.outbound;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A signature after <a href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</a> that a receiver can check: HMAC-SHA-256 over the time, a point and
 * the body. The receiver computes the same, compares in constant time, and refuses a time that is more than five minutes off.
 *
 * @param timestamp seconds since 1970, the value of {@link #TIMESTAMP}
 * @param signature the value of {@link #SIGNATURE}
 */
public record BodySignature(String timestamp, String signature) {

    public static final String TIMESTAMP = "X-Hub-Timestamp";
    public static final String SIGNATURE = "X-Hub-Signature-256";

    /** Signs a body as sent at that moment. */
    public static BodySignature of(String secret, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return new BodySignature(timestamp, "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
