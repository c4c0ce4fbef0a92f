package dev.tributary.bench.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.bench.http.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Tokens from the hub's own {@code bin/hub token}, with the environment of a started hub; asked for again before they expire. */
public final class HubTokens implements Tokens {

    private final Path repository;
    private final Map<String, String> environment;
    private final Map<String, Held> known = new ConcurrentHashMap<>();

    private record Held(String token, Instant until) {}

    public HubTokens(Path repository, Map<String, String> environment) {
        this.repository = repository;
        this.environment = environment;
    }

    @Override
    public String token(String client, String scope) {
        return known.compute(
                        client + " " + scope,
                        (key, held) ->
                                held != null && Instant.now().isBefore(held.until()) ? held : hold(client, scope))
                .token();
    }

    private Held hold(String client, String scope) {
        var token = ask(client, scope);
        return new Held(token, expiry(token).minusSeconds(30));
    }

    /** The {@code exp} of a JWT; for any other token, five minutes from now. */
    static Instant expiry(String token) {
        var parts = token.split("\\.", -1);
        try {
            var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""));
            return claims.has("exp")
                    ? Instant.ofEpochSecond(claims.path("exp").asLong())
                    : Instant.now().plusSeconds(300);
        } catch (IOException | IllegalArgumentException notAJwt) {
            return Instant.now().plusSeconds(300);
        }
    }

    private String ask(String client, String scope) {
        var command = List.of(
                repository.resolve("bin/hub").toAbsolutePath().toString(),
                "token",
                "--client",
                client,
                "--scope",
                scope);
        var builder = new ProcessBuilder(command)
                .directory(repository.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            var token = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0 || token.isEmpty()) {
                throw new IllegalStateException(
                        "bin/hub token gave no token for client " + client + ", scope " + scope);
            }
            return token;
        } catch (IOException e) {
            throw new IllegalStateException("bin/hub does not run in " + repository.toAbsolutePath(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
