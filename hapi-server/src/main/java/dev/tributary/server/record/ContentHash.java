package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeSet;

/** Recognises a statement that says the same as the last one of the same resource. */
final class ContentHash {

    private ContentHash() {}

    static String of(FhirContext fhir, Change.Write write) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var json = fhir.newJsonParser().encodeResourceToString(write.resource());
            digest.update(json.getBytes(StandardCharsets.UTF_8));
            digest.update(new TreeSet<>(write.cleared()).toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
