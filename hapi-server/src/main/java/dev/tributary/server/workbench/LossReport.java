package dev.tributary.server.workbench;

import dev.tributary.server.workbench.Losses.Line;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.util.UriComponentsBuilder;

/** Losses summed up: by place over all days, and by day over all places. */
record LossReport(List<Place> losses, List<Day> days) {

    /**
     * What one place lost.
     *
     * @param days how often on each day
     * @param example where {@code GET} answers what stood there in the last message
     */
    record Place(
            String source,
            String trigger,
            String kind,
            String path,
            long count,
            String examplePath,
            String exampleMessage,
            Instant lastSeen,
            Map<LocalDate, Long> days,
            String example) {}

    /** How much was lost on one day, by kind. */
    record Day(LocalDate day, Map<String, Long> counts) {}

    static LossReport of(List<Line> lines) {
        var places = new LinkedHashMap<List<String>, Place>();
        var days = new TreeMap<LocalDate, Map<String, Long>>();
        for (var line : lines) {
            var day = line.day();
            days.computeIfAbsent(day, any -> new TreeMap<>()).merge(line.kind(), line.count(), Long::sum);
            places.merge(
                    List.of(line.source(), line.trigger(), line.kind(), line.path()),
                    new Place(
                            line.source(),
                            line.trigger(),
                            line.kind(),
                            line.path(),
                            line.count(),
                            line.examplePath(),
                            line.exampleMessage(),
                            line.lastSeen(),
                            new TreeMap<>(Map.of(day, line.count())),
                            example(line)),
                    LossReport::sum);
        }
        var sorted = new ArrayList<>(places.values());
        sorted.sort(Comparator.comparingLong(Place::count).reversed());
        return new LossReport(
                sorted,
                days.entrySet().stream()
                        .map(entry -> new Day(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Lines come newest first: the former's example stays. */
    private static Place sum(Place newer, Place older) {
        newer.days().putAll(older.days());
        return new Place(
                newer.source(),
                newer.trigger(),
                newer.kind(),
                newer.path(),
                newer.count() + older.count(),
                newer.examplePath(),
                newer.exampleMessage(),
                newer.lastSeen(),
                newer.days(),
                newer.example());
    }

    private static String example(Line line) {
        return UriComponentsBuilder.fromPath("/map/losses/example")
                .queryParam("message", "{message}")
                .queryParam("path", "{path}")
                .encode()
                .buildAndExpand(line.exampleMessage(), line.examplePath())
                .toUriString();
    }
}
