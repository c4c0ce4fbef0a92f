package dev.tributary.server.notify;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * TLS towards receivers.
 *
 * @param trust PEM file of authorities that are trusted besides the JDK's
 * @param certificate PEM file of the certificate that is shown to receivers that ask for one, with intermediates
 * @param key PEM file of its key, PKCS#8
 */
@ConfigurationProperties("hub.notify.tls")
public record TlsProperties(
        @Nullable Path trust,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String keyPassword) {

    public TlsProperties {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "hub.notify.tls: \"certificate\" and \"key\" belong together. Name both files or none.");
        }
    }
}
