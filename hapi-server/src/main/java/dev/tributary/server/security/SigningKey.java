package dev.tributary.server.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;

/**
 * The <a href="https://www.rfc-editor.org/rfc/rfc7517">JWK</a> that tokens are signed with, {@code keys/signing.jwk} in the data
 * directory. Whoever can read the file can be anyone, so only its owner may.
 */
final class SigningKey {

    private static final int BITS = 2048;

    private SigningKey() {}

    /** Reads the key; makes it first if there is none. Of several that start at once, one makes it and all use it. */
    static RSAKey in(Path dataDirectory) {
        var folder = dataDirectory.resolve("keys");
        var file = folder.resolve("signing.jwk");
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(dataDirectory);
                create(folder, file);
            }
            var key = RSAKey.parse(Files.readString(file));
            if (!key.isPrivate()) {
                throw new IllegalStateException(file + " holds no private key. " + remedy());
            }
            return key;
        } catch (ParseException e) {
            // The parser's message could quote the key.
            throw new IllegalStateException(file + " is no JSON Web Key. " + remedy());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The signing key %s cannot be read or made. The hub's user must own the folder.".formatted(file),
                    e);
        }
    }

    private static String remedy() {
        return "Restore it, or delete it for a new one; all tokens given out become invalid then.";
    }

    private static void create(Path folder, Path file) throws IOException {
        createFolder(folder);
        var draft = Files.createTempFile(folder, "signing", ".tmp", ownerOnly(folder, "rw-------"));
        try {
            Files.writeString(draft, generate().toJSONString());
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void createFolder(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, ownerOnly(folder, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            // another replica was faster
        }
    }

    /** A hard link appears whole and never replaces a file, so the first one wins. */
    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException e) {
            // another replica was faster; its key is the one
        } catch (UnsupportedOperationException | FileSystemException e) {
            moveUnlessThere(draft, file);
        }
    }

    private static void moveUnlessThere(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            // another replica was faster; its key is the one
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(BITS)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("Every Java platform can make RSA keys", e);
        }
    }
}
