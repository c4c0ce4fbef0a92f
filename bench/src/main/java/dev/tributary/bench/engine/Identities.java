package dev.tributary.bench.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Two self-signed certificates for 127.0.0.1, of which the engine trusts one. */
final class Identities {

    /** For endpoints without TLS. */
    static final Identities NONE = new Identities(null, null);

    private static final String PASSWORD = "bench-only";

    private final @Nullable KeyStore trusted;
    private final @Nullable KeyStore stranger;

    private Identities(@Nullable KeyStore trusted, @Nullable KeyStore stranger) {
        this.trusted = trusted;
        this.stranger = stranger;
    }

    /** Makes them with the JDK's keytool. */
    static Identities make() throws IOException, InterruptedException, GeneralSecurityException {
        var folder = Files.createTempDirectory("bench-identities");
        return new Identities(store(folder, "trusted"), store(folder, "stranger"));
    }

    private static KeyStore store(Path folder, String name)
            throws IOException, InterruptedException, GeneralSecurityException {
        var file = folder.resolve(name + ".p12");
        var keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD))
                .redirectErrorStream(true)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    /** What the engine trusts. */
    SSLContext client() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    /** What an endpoint shows. */
    SSLSocketFactory factory(boolean right) throws IOException {
        try {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(right ? trusted : stranger, PASSWORD.toCharArray());
            var context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
