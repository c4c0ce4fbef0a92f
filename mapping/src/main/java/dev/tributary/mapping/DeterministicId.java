package dev.tributary.mapping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * <a href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5">UUID version 5</a> of (source, resource type, business
 * identifier): a resend or replay writes the same resource, and two sources can never collide.
 */
public final class DeterministicId {

    private static final UUID NAMESPACE = UUID.fromString("6f0a4a1c-6a0b-5c3e-9d2f-7b1f6d1c2a55");

    private DeterministicId() {}

    /** Same arguments, same id, on every machine and in every release. */
    public static String of(String sourceId, String resourceType, String key) {
        return nameUuid(sourceId + '\u001f' + resourceType + '\u001f' + key).toString();
    }

    private static UUID nameUuid(String name) {
        try {
            var sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(NAMESPACE.getMostSignificantBits())
                    .putLong(NAMESPACE.getLeastSignificantBits())
                    .array());
            var hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            var most = (hash.getLong() & ~0xF000L) | 0x5000L;
            var least = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
            return new UUID(most, least);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
