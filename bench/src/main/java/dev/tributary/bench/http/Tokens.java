package dev.tributary.bench.http;

/** Where access tokens come from: {@code bin/hub token}, an option, or a test. */
@FunctionalInterface
public interface Tokens {

    /** Returns a bearer token for the client with the scope, or an empty text if the server wants none. */
    String token(String client, String scope);

    /** The same for every call. */
    static Tokens fixed(String token) {
        return (client, scope) -> token;
    }
}
