package dev.tributary.server.identity;

import dev.tributary.identity.matching.MatchModel;
import dev.tributary.identity.matching.MatchModel.Thresholds;
import dev.tributary.server.security.Callers;
import java.util.Objects;
import java.util.UUID;
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
    private final CurrentModel current;
    private final ModelTable models;

    JobsEndpoint(Jobs jobs, CurrentModel current, ModelTable models) {
        this.jobs = jobs;
        this.current = current;
        this.models = models;
    }

    /** The body is a model as YAML; without one a trained one by its version, or the one that decides, to try thresholds alone. */
    @PostMapping("/dry-run")
    ResponseEntity<Job> dryRun(
            @RequestParam(required = false) @Nullable Double link,
            @RequestParam(required = false) @Nullable Double review,
            @RequestParam(required = false) @Nullable String model,
            @RequestBody(required = false) byte @Nullable [] yaml) {
        var wanted = model(model, yaml);
        var usual = wanted.thresholds();
        var thresholds = new Thresholds(
                Objects.requireNonNullElse(link, usual.link()),
                Objects.requireNonNullElse(review, usual.review()),
                usual.contradiction());
        if (!(0 <= thresholds.review() && thresholds.review() <= thresholds.link() && thresholds.link() <= 1)) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "link, review: write probabilities from 0 to 1, review not above link.");
        }
        var changed = wanted.withThresholds(thresholds);
        return started(jobs.start("dry-run", changed.toYaml(), actor()));
    }

    private MatchModel model(@Nullable String version, byte @Nullable [] yaml) {
        try {
            if (yaml != null && yaml.length > 0) {
                return MatchModel.parse(new String(yaml, java.nio.charset.StandardCharsets.UTF_8));
            }
            return version == null
                    ? current.get().model()
                    : MatchModel.parse(models.content(version)
                            .orElseThrow(() -> new ResponseStatusException(
                                    HttpStatus.NOT_FOUND, "There is no model " + version + ".")));
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, e.getMessage(), e);
        }
    }

    @PostMapping("/index")
    ResponseEntity<Job> index() {
        return started(jobs.start("index", "", actor()));
    }

    /** Learns from the hub's own pairs; the result is a model that waits to be tried and activated. */
    @PostMapping("/train")
    ResponseEntity<Job> train() {
        return started(jobs.start("train", "", actor()));
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

    /** Tries a job again that failed, from where it got to. */
    @PostMapping("/{id}/$resume")
    ResponseEntity<Job> resume(@PathVariable UUID id) {
        if (!jobs.resume(id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no job " + id + " that failed.");
        }
        return started(job(id));
    }

    private static String actor() {
        return "client:" + Callers.current().map(caller -> caller.clientId()).orElse("unknown");
    }
}
