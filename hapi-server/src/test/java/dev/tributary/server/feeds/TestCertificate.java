package dev.tributary.server.feeds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A self-signed certificate with its key, made by the JDK's keytool: as PEM files and as a key store. */
public record TestCertificate(Path certificate, Path key, KeyStore keyStore) {

    public static final char[] PASSWORD = "changeit".toCharArray();

    public static TestCertificate make(Path folder, String name) throws Exception {
        return make(folder, name, "ip:127.0.0.1");
    }

    /** @param subject what it is valid for, like {@code ip:127.0.0.1} or {@code dns:other.example} */
    public static TestCertificate make(Path folder, String name, String subject) throws Exception {
        var store = folder.resolve(name + ".p12");
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
        var keyStore = KeyStore.getInstance(store.toFile(), PASSWORD);
        var certificate = pem(
                folder.resolve(name + ".crt"),
                "CERTIFICATE",
                keyStore.getCertificate(name).getEncoded());
        var key = pem(
                folder.resolve(name + ".key"),
                "PRIVATE KEY",
                keyStore.getKey(name, PASSWORD).getEncoded());
        return new TestCertificate(certificate, key, keyStore);
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException, GeneralSecurityException {
        var body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
