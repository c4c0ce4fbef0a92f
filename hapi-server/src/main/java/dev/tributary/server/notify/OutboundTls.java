package dev.tributary.server.notify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;

/** TLS towards receivers: the JDK's authorities and those of {@code hub.notify.tls.trust}, and the hub's own certificate if it has one. */
final class OutboundTls {

    private OutboundTls() {}

    /** Reads the files; throws {@link IllegalArgumentException} that names the key of one that cannot be read. */
    static SSLContext of(TlsProperties tls) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keys(tls), trust(tls.trust()).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("hub.notify.tls: the certificates cannot be used together.", e);
        }
    }

    private static TrustManagerFactory trust(@Nullable Path file) throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        if (file == null) {
            return factory;
        }
        var store = empty();
        for (var manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager usual) {
                add(store, "jdk", List.of(usual.getAcceptedIssuers()));
            }
        }
        add(store, "own", load("trust", file).getCertificates());
        factory.init(store);
        return factory;
    }

    private static void add(KeyStore store, String name, List<X509Certificate> certificates)
            throws GeneralSecurityException {
        for (int i = 0; i < certificates.size(); i++) {
            store.setCertificateEntry(name + i, certificates.get(i));
        }
    }

    private static KeyManager @Nullable [] keys(TlsProperties tls) throws GeneralSecurityException {
        var certificate = tls.certificate();
        var key = tls.key();
        if (certificate == null || key == null) {
            return null;
        }
        var password = UUID.randomUUID().toString().toCharArray();
        var store = empty();
        store.setKeyEntry(
                "hub",
                Objects.requireNonNull(load("key", key).getPrivateKey(tls.keyPassword()), "hub.notify.tls.key"),
                password,
                load("certificate", certificate).getCertificates().toArray(X509Certificate[]::new));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password);
        return factory.getKeyManagers();
    }

    private static PemContent load(String key, Path file) {
        try {
            return PemContent.load(file);
        } catch (IOException | UncheckedIOException e) {
            throw new IllegalArgumentException(
                    "hub.notify.tls." + key + ": \"" + file + "\" cannot be read. Name a PEM file.", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return store;
    }
}
