package dev.tributary.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * An identifier that by itself says who somebody is.
 *
 * @param system of the identifier
 * @param value normalised: what people write differently is the same here
 */
public record IdentityKey(String system, String value) {

    /** For the index: the identifier itself is not kept twice. 64 hexadecimal characters. */
    public String hash() {
        return HexFormat.of().formatHex(digest());
    }

    /** For the lock that makes parallel arrivals of one person wait for each other. */
    public long lock() {
        return ByteBuffer.wrap(digest()).getLong();
    }

    private byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((system + '\u001f' + value).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
