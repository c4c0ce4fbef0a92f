package dev.tributary.server.identity;

import ca.uhn.fhir.rest.server.exceptions.BaseServerResponseException;
import dev.tributary.server.identity.ReviewTable.Filter;
import dev.tributary.server.identity.ReviewTable.Sort;
import dev.tributary.server.identity.Reviewing.Judgement;
import dev.tributary.server.identity.Stewardship.Decider;
import dev.tributary.server.security.Callers;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The steward's worklist: pairs of records that the model could not decide. */
@RestController
@RequestMapping("/identity/reviews")
class ReviewsEndpoint {

    private static final int MOST = 200;
    private static final int LONGEST = 2000;
    private static final Set<String> STATES = Set.of("open", "deferred", "linked", "never-linked", "settled", "any");

    private final ReviewTable reviews;
    private final Reviewing reviewing;
    private final Sides sides;

    ReviewsEndpoint(ReviewTable reviews, Reviewing reviewing, Sides sides) {
        this.reviews = reviews;
        this.reviewing = reviewing;
        this.sides = sides;
    }

    /** What to list, as query parameters; all may be absent. */
    record Query(
            @Nullable String state,
            @Nullable String source,
            @Nullable String assignee,
            @Nullable String patient,
            @Nullable Double minScore,
            @Nullable Double maxScore,
            @Nullable String since,
            @Nullable String until) {

        Filter filter() {
            if (state != null && !STATES.contains(state)) {
                throw new ResponseStatusException(
                        HttpStatus.BAD_REQUEST,
                        "state: write open, deferred, linked, never-linked, settled or any; without it, open.");
            }
            return new Filter(
                    state == null ? "open" : "any".equals(state) ? null : state,
                    source,
                    assignee,
                    patient,
                    minScore,
                    maxScore,
                    instant("since", since),
                    instant("until", until));
        }

        /** A day alone is its beginning, in UTC. */
        private static @Nullable Instant instant(String name, @Nullable String text) {
            try {
                return text == null || text.isBlank()
                        ? null
                        : text.length() == "2026-01-31".length()
                                ? LocalDate.parse(text)
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant()
                                : OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
            } catch (DateTimeParseException e) {
                throw new ResponseStatusException(
                        HttpStatus.BAD_REQUEST, name + ": write a time like 2026-01-31T08:00:00Z, or a day.", e);
            }
        }
    }

    /** Highest score first unless sorted otherwise; {@code next} is the offset of the next page. */
    @GetMapping
    Map<String, Object> list(
            Query query,
            @RequestParam(defaultValue = "-score") String sort,
            @RequestParam(name = "_offset", defaultValue = "0") int offset,
            @RequestParam(name = "_count", defaultValue = "50") int count) {
        var wanted = Math.max(1, Math.min(count, MOST));
        var from = Math.max(0, offset);
        var found = reviews.list(query.filter(), sort(sort), from, wanted);
        var total = reviews.count(query.filter());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("total", total);
        answer.put("reviews", found);
        if (from + found.size() < total) {
            answer.put("next", from + found.size());
        }
        return answer;
    }

    private static Sort sort(String sort) {
        return switch (sort) {
            case "-score" -> Sort.SCORE;
            case "score" -> Sort.LOWEST_SCORE;
            case "age", "createdAt" -> Sort.OLDEST;
            case "-age", "-createdAt" -> Sort.NEWEST;
            default ->
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "sort: write score, -score, age or -age.");
        };
    }

    @GetMapping("/{id}")
    Map<String, Object> review(@PathVariable UUID id) {
        var found = reviews.find(id).orElseThrow(() -> unknown(id));
        var answer = new LinkedHashMap<String, Object>();
        answer.put("review", found);
        answer.put("sides", sides.of(found));
        answer.put("explanation", reviews.detail(id));
        answer.put("comments", reviews.comments(id));
        return answer;
    }

    /** @param decision {@code link}, {@code never-link} or {@code defer} */
    record Decide(@Nullable String decision, @Nullable String note) {}

    @PostMapping("/{id}/decide")
    Review decide(@PathVariable UUID id, @RequestBody Decide body) {
        var judgement = judgement(body.decision());
        return answered(id, () -> reviewing.decide(id, judgement, new Decider(actor(), cut(body.note(), 1000))));
    }

    private static Judgement judgement(@Nullable String decision) {
        return switch (String.valueOf(decision)) {
            case "link" -> Judgement.LINK;
            case "never-link" -> Judgement.NEVER_LINK;
            case "defer" -> Judgement.DEFER;
            default ->
                throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "decision: write link, never-link or defer.");
        };
    }

    /** @param assignee null for nobody */
    record Assign(@Nullable String assignee) {}

    @PostMapping("/{id}/assign")
    Review assign(@PathVariable UUID id, @RequestBody Assign body) {
        return answered(id, () -> reviewing.assign(id, cut(body.assignee(), 128)));
    }

    /** @param text at most 2,000 characters are kept */
    record Comment(@Nullable String text) {}

    @PostMapping("/{id}/comment")
    Map<String, Object> comment(@PathVariable UUID id, @RequestBody Comment body) {
        var text = cut(body.text(), LONGEST);
        if (text == null || text.isBlank()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "text: is missing.");
        }
        answered(id, () -> reviewing.comment(id, actor(), text));
        return Map.of("comments", reviews.comments(id));
    }

    private static @Nullable String cut(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }

    private static Review answered(UUID id, Supplier<Optional<Review>> act) {
        try {
            return act.get().orElseThrow(() -> unknown(id));
        } catch (BaseServerResponseException refused) {
            throw new ResponseStatusException(
                    HttpStatusCode.valueOf(refused.getStatusCode()), refused.getMessage(), refused);
        }
    }

    private static ResponseStatusException unknown(UUID id) {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no review " + id + ".");
    }

    private static String actor() {
        return "client:" + Callers.current().map(caller -> caller.clientId()).orElse("unknown");
    }
}
