package dev.tributary.server.notify;

import dev.tributary.subscriptions.acknowledgement.Acknowledgements;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** How fast subscribers acknowledge, for those who run the hub. */
@RestController
class AcknowledgementsEndpoint {

    private static final Duration USUAL = Duration.ofDays(30);

    private final Acknowledgements acknowledgements;
    private final Clock clock;

    AcknowledgementsEndpoint(Acknowledgements acknowledgements, Clock clock) {
        this.acknowledgements = acknowledgements;
        this.clock = clock;
    }

    /** By subscription, from the Tasks opened since then; the last 30 days if it does not say. */
    @GetMapping("/notifications/acknowledgements")
    Map<String, Object> figures(@RequestParam(required = false) @Nullable String since) {
        return Map.of(
                "acknowledgements",
                acknowledgements.figures(instant(since)).stream()
                        .map(AcknowledgementsEndpoint::json)
                        .toList());
    }

    private Instant instant(@Nullable String since) {
        try {
            return since == null ? clock.instant().minus(USUAL) : Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "since: is no moment. Write one like 2026-03-01T00:00:00Z.");
        }
    }

    private static Map<String, Object> json(Acknowledgements.Figures figures) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("subscription", figures.subscription());
        fields.put("owner", figures.owner());
        fields.put("acknowledged", figures.acknowledged());
        fields.put("open", figures.open());
        fields.put("overdue", figures.overdue());
        fields.put("escalated", figures.escalated());
        var seconds = new LinkedHashMap<String, Long>();
        put(seconds, "p50", figures.p50());
        put(seconds, "p90", figures.p90());
        fields.put("secondsToAcknowledge", seconds);
        return fields;
    }

    private static void put(Map<String, Long> seconds, String name, @Nullable Duration duration) {
        if (duration != null) {
            seconds.put(name, duration.toSeconds());
        }
    }
}
