package dev.tributary.server.identity;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.security.Callers;
import dev.tributary.server.storage.StoringTransaction;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Models that the hub trained: to read, to try with a dry run, to let decide, and to take back. */
@RestController
@RequestMapping("/identity/models")
class ModelsEndpoint {

    /** The name under which the configured model is activated again. */
    static final String CONFIGURED = "configured";

    private final ModelTable models;
    private final CurrentModel current;
    private final AuditTrail audit;
    private final StoringTransaction transactions;

    ModelsEndpoint(ModelTable models, CurrentModel current, AuditTrail audit, StoringTransaction transactions) {
        this.models = models;
        this.current = current;
        this.audit = audit;
        this.transactions = transactions;
    }

    @GetMapping
    Map<String, Object> list() {
        return Map.of("deciding", current.get().model().version(), "models", models.list());
    }

    @GetMapping(path = "/{version}", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    String model(@PathVariable String version) {
        return models.content(version).orElseThrow(() -> unknown(version));
    }

    /** Decides what comes from now on; what was linked stays. */
    @PostMapping("/{version}/activate")
    Map<String, Object> activate(@PathVariable String version) {
        var isConfigured = version.equals(CONFIGURED);
        if (!isConfigured && models.content(version).isEmpty()) {
            throw unknown(version);
        }
        var actor =
                "client:" + Callers.current().map(caller -> caller.clientId()).orElse("unknown");
        transactions.run(() -> {
            models.activate(isConfigured ? null : version, actor);
            audit.record(actor, "activate-model", null, null, version);
            return version;
        });
        current.forget();
        return list();
    }

    private static ResponseStatusException unknown(String version) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no model " + version + ".");
    }
}
