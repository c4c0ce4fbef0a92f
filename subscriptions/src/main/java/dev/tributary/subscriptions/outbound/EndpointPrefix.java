package dev.tributary.subscriptions.outbound;

import java.net.URI;
import java.util.Locale;

/**
 * The beginning of endpoints that something is configured for: scheme, host and port must be equal, the path begins with whole segments.
 * {@code https://receiver.example/fhir} is the beginning of {@code https://receiver.example/fhir/x}, not of {@code …/fhirs}, nor of
 * {@code https://receiver.example.org/fhir}.
 */
public record EndpointPrefix(String scheme, String host, int port, String path) {

    /** Reads an absolute URL; throws {@link IllegalArgumentException} that names a text that is none. */
    public static EndpointPrefix parse(String text) {
        URI uri = URI.create(text.strip());
        if (uri.getScheme() == null
                || uri.getHost() == null
                || uri.getRawQuery() != null
                || uri.getUserInfo() != null) {
            throw new IllegalArgumentException("Cannot read '" + text
                    + "'; write the beginning of an endpoint, like https://receiver.example/fhir");
        }
        return new EndpointPrefix(
                uri.getScheme().toLowerCase(Locale.ROOT), uri.getHost().toLowerCase(Locale.ROOT), port(uri), path(uri));
    }

    /** Whether the endpoint begins so; dots in its path are resolved first. */
    public boolean matches(URI endpoint) {
        URI uri = endpoint.normalize();
        if (uri.getScheme() == null || uri.getHost() == null) {
            return false;
        }
        String there = path(uri);
        return scheme.equalsIgnoreCase(uri.getScheme())
                && host.equalsIgnoreCase(uri.getHost())
                && port == port(uri)
                && (there.equals(path) || there.startsWith(path + "/"));
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        return path.replaceAll("/+$", "");
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
