package dev.tributary.server.security;

import dev.tributary.server.audit.AuditTrail;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Registers clients, for operators: {@code POST /oauth2/clients} with <code>{"id":"clinic","scopes":["source"]}</code> answers 201
 * and the secret, which is shown this once; {@code DELETE /oauth2/clients/clinic} answers 204.
 */
@RestController
final class ClientsEndpoint {

    private final ClientRegistry registry;
    private final AuditTrail audit;
    private final TransactionTemplate transactions;

    ClientsEndpoint(ClientRegistry registry, AuditTrail audit, TransactionTemplate transactions) {
        this.registry = registry;
        this.audit = audit;
        this.transactions = transactions;
    }

    record NewClient(@Nullable String id, @Nullable Set<String> scopes) {}

    @PostMapping("/oauth2/clients")
    ResponseEntity<Object> register(@RequestBody NewClient client) {
        var id = client.id();
        var scopes = client.scopes();
        if (id == null || !id.matches("[A-Za-z0-9._~-]{1,100}")) {
            return refuse(HttpStatus.BAD_REQUEST, "value", "id: write up to 100 letters, digits, or . _ ~ -");
        }
        if (scopes == null || scopes.isEmpty() || !Role.scopes().containsAll(scopes)) {
            return refuse(
                    HttpStatus.BAD_REQUEST,
                    "value",
                    "scopes: write some of source, reader, subscriber, steward, operator.");
        }
        var operator = Callers.current().map(Caller::clientId).orElse("");
        var registered = audited(operator, "register-client", id, () -> registry.register(id, scopes, operator));
        return registered
                .<ResponseEntity<Object>>map(secret -> ResponseEntity.status(HttpStatus.CREATED)
                        .header("Cache-Control", "no-store")
                        .body(Map.of("id", id, "secret", secret, "scopes", scopes)))
                .orElseGet(() -> refuse(
                        HttpStatus.CONFLICT, "duplicate", "The id is taken. Delete the client, or take another id."));
    }

    @DeleteMapping("/oauth2/clients/{id}")
    ResponseEntity<Object> remove(@PathVariable("id") String id) {
        var operator = Callers.current().map(Caller::clientId).orElse("");
        return audited(operator, "remove-client", id, () -> registry.remove(id))
                ? ResponseEntity.noContent().build()
                : refuse(HttpStatus.NOT_FOUND, "not-found", "No client of that id was registered here.");
    }

    private <T> T audited(String operator, String action, String id, Supplier<T> change) {
        return Objects.requireNonNull(transactions.execute(status -> {
            var result = change.get();
            audit.record("client:" + operator, action, "Client/" + id, null, null);
            return result;
        }));
    }

    private static ResponseEntity<Object> refuse(HttpStatus status, String code, String diagnostics) {
        return ResponseEntity.status(status)
                .contentType(MediaType.parseMediaType(OutcomeJson.MEDIA_TYPE))
                .body(OutcomeJson.of(code, diagnostics));
    }
}
