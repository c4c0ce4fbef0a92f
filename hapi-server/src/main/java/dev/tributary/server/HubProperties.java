package dev.tributary.server;

import java.net.URI;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the hub lives.
 *
 * @param dataDir keys, the embedded database, work files
 * @param config where {@code sources/} is
 * @param baseUrl how others reach this hub, without a trailing slash; FHIR is at {@code /fhir} below it
 */
@ConfigurationProperties("hub")
public record HubProperties(Path dataDir, Path config, URI baseUrl) {

    public HubProperties {
        if (baseUrl.getScheme() == null || baseUrl.getHost() == null) {
            throw new IllegalArgumentException(
                    "hub.base-url: \"" + baseUrl + "\" is no address. Write one like https://hub.example.org.");
        }
    }

    /** {@code <base>/fhir}. */
    public String fhirBase() {
        var base = baseUrl.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/fhir";
    }
}
