package dev.tributary.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.demo.Account.Notifications;
import dev.tributary.server.demo.Account.Records;
import dev.tributary.server.demo.Account.SourceCounts;
import dev.tributary.server.demo.Account.Trouble;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator and reader sees of the hub. */
final class HubView {

    /** So many looks in a row must find nothing waiting: between two stages a message is in neither count. */
    private static final int QUIET_LOOKS = 4;

    private final HttpFace hub;

    HubView(HttpFace hub) {
        this.hub = hub;
    }

    /** The last day that a hospital message tells of; empty on a fresh hub. */
    Optional<LocalDate> lastDay() throws IOException {
        return messages("source=" + Step.HOSPITAL + "&_count=100")
                .map(message -> instant(message.path("occurredAt").asText()))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .map(last -> last.atZone(ZoneOffset.UTC).toLocalDate());
    }

    /** Returns when nothing is under way, or after the limit; then says what still is. */
    Optional<String> awaitQuiet(Duration limit) throws IOException {
        var end = System.nanoTime() + limit.toNanos();
        var quiet = 0;
        var last = "";
        while (true) {
            var waiting = waiting();
            var pending = pending();
            var now = intakeSummary().toString() + notificationSummary().path("states");
            quiet = waiting == 0 && pending == 0 && now.equals(last) ? quiet + 1 : 0;
            last = now;
            if (quiet >= QUIET_LOOKS) {
                return Optional.empty();
            }
            if (System.nanoTime() > end) {
                return Optional.of("after " + limit.toSeconds() + " s, " + waiting + " messages are still waiting and "
                        + pending + " notifications still pending");
            }
            Pause.of(Duration.ofMillis(250));
        }
    }

    List<SourceCounts> sources() throws IOException {
        var sources = new ArrayList<SourceCounts>();
        for (var source : intakeSummary().path("sources")) {
            var states = new TreeMap<String, Integer>();
            source.path("states")
                    .properties()
                    .forEach(
                            state -> states.put(state.getKey(), state.getValue().asInt()));
            sources.add(new SourceCounts(
                    source.path("source").asText(),
                    states,
                    source.path("duplicates").asInt()));
        }
        return sources;
    }

    Records records() throws IOException {
        var summary = intakeSummary();
        return new Records(
                summary.path("sourceRecords").asInt(),
                summary.path("unifiedPatients").asInt());
    }

    Notifications notifications(int subscriptions, int received) throws IOException {
        var summary = notificationSummary();
        var states = summary.path("states");
        return new Notifications(
                subscriptions,
                states.path("delivered").asInt(),
                states.path("pending").asInt(),
                states.path("dead").asInt(),
                received,
                milliseconds(summary, "p50"),
                milliseconds(summary, "p99"));
    }

    /** The newest messages that were not applied, parked ones first. */
    List<Trouble> troubles() throws IOException {
        var troubles = new ArrayList<Trouble>();
        for (var state : List.of("failed", "rejected", "unsupported")) {
            messages("state=" + state + "&_count=5").map(HubView::trouble).forEach(troubles::add);
        }
        return troubles;
    }

    /** The unified Patient who has the national number. */
    Optional<String> patient(String ssn) throws IOException {
        var identifier = URLEncoder.encode("http://hl7.org/fhir/sid/us-ssn|" + ssn, StandardCharsets.UTF_8);
        var id = hub.read("/fhir/Patient?identifier=" + identifier)
                .path("entry")
                .path(0)
                .path("resource")
                .path("id")
                .asText("");
        return id.isEmpty() ? Optional.empty() : Optional.of(id);
    }

    private int waiting() throws IOException {
        return sources().stream().mapToInt(source -> source.count("waiting")).sum();
    }

    private int pending() throws IOException {
        return notificationSummary().path("states").path("pending").asInt();
    }

    private JsonNode intakeSummary() throws IOException {
        return hub.read("/intake/summary");
    }

    private JsonNode notificationSummary() throws IOException {
        return hub.read("/notifications/summary");
    }

    private Stream<JsonNode> messages(String query) throws IOException {
        var messages = new ArrayList<JsonNode>();
        hub.read("/intake/messages?" + query).path("messages").forEach(messages::add);
        return messages.stream();
    }

    private static Trouble trouble(JsonNode message) {
        return new Trouble(
                message.path("id").asText(),
                message.path("source").asText(),
                text(message, "trigger"),
                text(message, "controlId"),
                message.path("state").asText(),
                message.path("reason").isTextual() ? message.path("reason").asText() : "no reason given");
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).isNull() ? "" : node.path(name).asText();
    }

    private static @Nullable Integer milliseconds(JsonNode summary, String percentile) {
        var value = summary.path("latencyMs").path(percentile);
        return value.isNumber() ? (Integer) (int) Math.round(value.asDouble()) : null;
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(java.time.OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
