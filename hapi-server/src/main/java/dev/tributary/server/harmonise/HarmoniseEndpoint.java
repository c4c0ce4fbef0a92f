package dev.tributary.server.harmonise;

import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.harmonise.ConceptMaps.Entry;
import dev.tributary.server.security.Callers;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.StoringTransaction;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Local codes and their translations, for operators.
 *
 * <p>{@code GET /harmonise/unmapped} lists codes that nothing translates; {@code POST /harmonise/map} adds a translation and begins a
 * job over what is stored, whose progress {@code GET /harmonise/jobs/{id}} tells.
 */
@RestController
@RequestMapping("/harmonise")
final class HarmoniseEndpoint {

    private static final int MOST = 1_000;
    private static final int SYSTEM_LENGTH = 512;
    private static final int CODE_LENGTH = 256;

    private final UnmappedCodes unmapped;
    private final TranslationCache translations;
    private final ConceptMaps maps;
    private final HarmoniseJobs jobs;
    private final StoringTransaction transactions;
    private final SourceCatalogue sources;
    private final AuditTrail audit;

    HarmoniseEndpoint(
            UnmappedCodes unmapped,
            TranslationCache translations,
            ConceptMaps maps,
            HarmoniseJobs jobs,
            StoringTransaction transactions,
            SourceCatalogue sources,
            AuditTrail audit) {
        this.unmapped = unmapped;
        this.translations = translations;
        this.maps = maps;
        this.jobs = jobs;
        this.transactions = transactions;
        this.sources = sources;
        this.audit = audit;
    }

    @GetMapping("/unmapped")
    Map<String, Object> unmapped(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String system,
            @RequestParam(name = "_count", defaultValue = "100") int count) {
        unmapped.flush();
        translations.refresh();
        return Map.of("unmapped", unmapped.list(source, system, Math.max(1, Math.min(count, MOST)), translations));
    }

    /** The body of {@code POST /harmonise/map}. */
    record NewTranslation(
            @Nullable String source,
            @Nullable String system,
            @Nullable String code,
            @Nullable String display,
            @Nullable NewTarget target,
            @Nullable String equivalence,
            boolean everything) {}

    /** What the code means. */
    record NewTarget(
            @Nullable String system,
            @Nullable String code,
            @Nullable String display) {}

    @PostMapping("/map")
    ResponseEntity<Map<String, Object>> map(@RequestBody NewTranslation wanted) {
        var entry = entry(wanted);
        var since = wanted.everything() ? null : writtenSince(entry);
        var actor = Callers.current().map(caller -> caller.clientId()).orElse("unknown");
        var answer = new LinkedHashMap<String, Object>();
        var job = transactions.run(() -> {
            var reference = maps.add(entry);
            answer.put("conceptMap", reference);
            audit.record("client:" + actor, "harmonise", reference, null, "a translation was added");
            return jobs.add(
                    entry.source(), entry.code().getSystem(), entry.code().getCode(), since, actor);
        });
        translations.refresh();
        answer.put("job", job);
        return ResponseEntity.accepted()
                .header("Location", "/harmonise/jobs/" + job)
                .body(answer);
    }

    /** A code that was translated before may be older than what is known of it as an unmapped one. */
    private @Nullable Instant writtenSince(Entry entry) {
        translations.refresh();
        var system = entry.code().getSystem();
        var code = entry.code().getCode();
        return translations.get().knows(system, code) ? null : unmapped.writtenSince(entry.source(), system, code);
    }

    private Entry entry(NewTranslation wanted) {
        var target = wanted.target() == null ? new NewTarget(null, null, null) : wanted.target();
        if (wanted.source() != null && sources.byId(wanted.source()).isEmpty()) {
            throw refused("source: there is no such source. Leave it out for a translation that holds for all.");
        }
        var system = uri("system", wanted.system());
        var code = required("code", wanted.code(), CODE_LENGTH);
        return new Entry(
                wanted.source(),
                new Coding(
                        system,
                        system.equals(LocalCode.TEXT) ? LocalCode.normal(code) : code,
                        blankToNull(wanted.display())),
                new Coding(
                        uri("target.system", target.system()),
                        required("target.code", target.code(), CODE_LENGTH),
                        blankToNull(target.display())),
                equivalence(wanted.equivalence()));
    }

    private static ConceptMapEquivalence equivalence(@Nullable String code) {
        try {
            return code == null ? ConceptMapEquivalence.EQUIVALENT : ConceptMapEquivalence.fromCode(code);
        } catch (FHIRException e) {
            throw refused(
                    "equivalence: write equivalent, equal, wider, narrower, or another code of concept-map-equivalence.");
        }
    }

    private static String uri(String name, @Nullable String value) {
        var text = required(name, value, SYSTEM_LENGTH);
        try {
            if (URI.create(text).isAbsolute()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // the message below says it
        }
        throw refused(name + ": is no absolute URI. Write one like http://loinc.org.");
    }

    private static String required(String name, @Nullable String value, int most) {
        if (value == null || value.isBlank()) {
            throw refused(name + ": is missing. Write {\"system\":…,\"code\":…,\"target\":{\"system\":…,\"code\":…}}.");
        }
        if (value.length() > most || value.indexOf('\0') >= 0) {
            throw refused(name + ": write up to " + most + " characters.");
        }
        return value.strip();
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static ResponseStatusException refused(String text) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, text);
    }

    @GetMapping("/jobs")
    Map<String, Object> jobs() {
        return Map.of("jobs", jobs.list(100));
    }

    @GetMapping("/jobs/{id}")
    HarmoniseJob job(@PathVariable UUID id) {
        return jobs.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no job " + id + "."));
    }
}
