package dev.tributary.subscriptions.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate with its key, made by the JDK's keytool. */
public record TestCertificate(String name, KeyStore keyStore) {

    private static final char[] PASSWORD = "changeit".toCharArray();

    /** @param subject what it is valid for, like {@code ip:127.0.0.1} or {@code dns:other.example} */
    public static TestCertificate make(Path folder, String name, String subject) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
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
                        "san=" + subject,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .start();
        if (keytool.waitFor() != 0) {
            throw new IOException(new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keyStore.load(file, PASSWORD);
        }
        return new TestCertificate(name, keyStore);
    }

    /** Shows this certificate and trusts that one. */
    public SSLContext trusting(TestCertificate other) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust(other).getTrustManagers(), null);
        return context;
    }

    /** Shows none and trusts that one. */
    public static SSLContext onlyTrusting(TestCertificate other) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(other).getTrustManagers(), null);
        return context;
    }

    private static TrustManagerFactory trust(TestCertificate other) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("trusted", other.keyStore().getCertificate(other.name()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }
}
