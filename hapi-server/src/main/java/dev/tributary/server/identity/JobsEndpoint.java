package dev.tributary.server.identity;

import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.MatchModel.Thresholds;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.server.security.Callers;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
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

/** Jobs over the whole population: answered at once with an id, under which progress and result are read. */
@RestController
@RequestMapping("/identity/jobs")
class JobsEndpoint {

    private final Jobs jobs;
    private final MatchModel current;
    private final Function<Matcher, DryRun> dryRuns;
    private final Supplier<Indexing> indexings;

    JobsEndpoint(Jobs jobs, MatchModel current, Function<Matcher, DryRun> dryRuns, Supplier<Indexing> indexings) {
        this.jobs = jobs;
        this.current = current;
        this.dryRuns = dryRuns;
        this.indexings = indexings;
    }

    /** The body is a model as YAML; without one the hub's own, so that thresholds alone can be tried. */
    @PostMapping("/dry-run")
    ResponseEntity<Job> dryRun(
            @RequestParam(required = false) @Nullable Double link,
            @RequestParam(required = false) @Nullable Double review,
            @RequestBody(required = false) byte @Nullable [] model) {
        var wanted = model(model);
        var usual = wanted.thresholds();
        var changed = wanted.withThresholds(new Thresholds(
                Objects.requireNonNullElse(link, usual.link()),
                Objects.requireNonNullElse(review, usual.review()),
                usual.contradiction()));
        return started(jobs.start(dryRuns.apply(new Matcher(changed)), actor()));
    }

    private MatchModel model(byte @Nullable [] yaml) {
        try {
            return yaml == null || yaml.length == 0
                    ? current
                    : MatchModel.parse(new String(yaml, java.nio.charset.StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    @PostMapping("/index")
    ResponseEntity<Job> index() {
        return started(jobs.start(indexings.get(), actor()));
    }

    private static ResponseEntity<Job> started(Job job) {
        return ResponseEntity.accepted()
                .header("Location", "/identity/jobs/" + job.id())
                .body(job);
    }

    @GetMapping("/{id}")
    Job job(@PathVariable UUID id) {
        return jobs.find(id)
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no job " + id + "."));
    }

    private static String actor() {
        return "client:" + Callers.current().map(caller -> caller.clientId()).orElse("unknown");
    }
}
