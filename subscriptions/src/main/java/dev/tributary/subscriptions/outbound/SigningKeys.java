package dev.tributary.subscriptions.outbound;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Keys that notifications to some endpoints are signed with, as configured; see {@link BodySignature}. */
public final class SigningKeys {

    private final List<Key> keys;

    /** A key of an endpoint. */
    public record Key(EndpointPrefix endpoint, String secret) {}

    public SigningKeys(List<Key> keys) {
        this.keys = List.copyOf(keys);
    }

    /** The key for this endpoint, if one is configured. */
    public Optional<String> of(URI endpoint) {
        return keys.stream()
                .filter(key -> key.endpoint().matches(endpoint))
                .map(Key::secret)
                .findFirst();
    }
}
