package dev.tributary.server.security;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The clients that may fetch a token with their secret: those of the configuration, then those of {@code hub.client}. */
final class ClientRegistry implements RegisteredClientRepository, RegisteredScopes {

    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private final PasswordEncoder encoder;
    private final InstantSource clock;
    private final TokenSettings tokens;
    private final Map<String, RegisteredClient> configured = new HashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong changes = new AtomicLong();

    ClientRegistry(JdbcClient jdbc, PasswordEncoder encoder, InstantSource clock, Duration tokenLifetime) {
        this.jdbc = jdbc;
        this.encoder = encoder;
        this.clock = clock;
        this.tokens =
                TokenSettings.builder().accessTokenTimeToLive(tokenLifetime).build();
    }

    ClientRegistry with(Collection<SecurityProperties.Client> clients) {
        for (var client : clients) {
            configured.put(client.id(), client(client.id(), encoder.encode(client.readSecret()), client.scopes()));
        }
        return this;
    }

    /** The new client's secret, which is kept nowhere; empty if the id is taken. */
    Optional<String> register(String clientId, Set<String> scopes, String createdBy) {
        var secret = newSecret();
        if (configured.containsKey(clientId)) {
            return Optional.empty();
        }
        try {
            insert(clientId, encoder.encode(secret), scopes, createdBy);
            changed();
            return Optional.of(secret);
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    /** Tokens it has fetched are good until their time is up. False if there is no such row. */
    boolean remove(String clientId) {
        var removed = jdbc.sql("delete from hub.client where client_id = ?")
                        .param(clientId)
                        .update()
                == 1;
        changed();
        return removed;
    }

    /** Once it is committed: whoever asks before that is told what is still so. */
    private void changed() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            changes.incrementAndGet();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                changes.incrementAndGet();
            }
        });
    }

    @Override
    public long changes() {
        return changes.get();
    }

    /** Spring calls this to store a stronger hash of a secret, after the secret was seen. */
    @Override
    public void save(RegisteredClient client) {
        jdbc.sql("update hub.client set secret_hash = ? where client_id = ?")
                .param(client.getClientSecret())
                .param(client.getClientId())
                .update();
    }

    @Override
    public @Nullable RegisteredClient findById(String id) {
        return findByClientId(id);
    }

    @Override
    public @Nullable RegisteredClient findByClientId(String clientId) {
        var known = configured.get(clientId);
        return known != null
                ? known
                : jdbc.sql("select secret_hash, scopes from hub.client where client_id = ?")
                        .param(clientId)
                        .query((row, number) -> client(
                                clientId,
                                row.getString(1),
                                Set.copyOf(Arrays.asList(row.getString(2).split(" ")))))
                        .optional()
                        .orElse(null);
    }

    @Override
    public Optional<Set<String>> of(String clientId) {
        return Optional.ofNullable(findByClientId(clientId)).map(RegisteredClient::getScopes);
    }

    private void insert(String clientId, String hash, Set<String> scopes, String createdBy) {
        jdbc.sql(
                        "insert into hub.client (client_id, secret_hash, scopes, created_at, created_by) values (?, ?, ?, ?, ?)")
                .param(clientId)
                .param(hash)
                .param(String.join(" ", new TreeSet<>(scopes)))
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .param(createdBy)
                .update();
    }

    private String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private RegisteredClient client(String clientId, String hash, Set<String> scopes) {
        return RegisteredClient.withId(clientId)
                .clientId(clientId)
                .clientSecret(hash)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .scopes(all -> all.addAll(scopes))
                .tokenSettings(tokens)
                .build();
    }
}
