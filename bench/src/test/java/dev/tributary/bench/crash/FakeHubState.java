package dev.tributary.bench.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything the fake hub knows follows from one append-only file, which is what makes it survive a kill. */
final class FakeHubState {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> KINDS = Map.of(
            "A01",
            "encounter-start",
            "in-progress",
            "encounter-start",
            "A02",
            "transfer",
            "A03",
            "discharge",
            "finished",
            "discharge");

    /** An event with its number in the subscription of its kind. */
    record Numbered(String kind, long number, String focus) {}

    final Map<String, String> endpoints = new LinkedHashMap<>();
    final List<Numbered> events = new ArrayList<>();
    final Map<String, Integer> versions = new LinkedHashMap<>();
    final Map<String, ObjectNode> messages = new LinkedHashMap<>();
    private final Path file;
    private final boolean lazily;
    private final List<String> unwritten = new ArrayList<>();

    /** @param lazily true for the planted fault: what is acknowledged may still be unwritten */
    FakeHubState(Path file, boolean lazily) throws IOException {
        this.file = file;
        this.lazily = lazily;
        if (Files.exists(file)) {
            for (var line : Files.readAllLines(file)) {
                apply(line.split("\t", -1));
            }
        }
    }

    /** Records a message unless its key is known: key, control id, event, patient, encounter, report. */
    synchronized void message(String... fields) throws IOException {
        if (!messages.containsKey(fields[0])) {
            write("message\t" + String.join("\t", fields));
        }
    }

    synchronized void subscribe(String kind, String endpoint) throws IOException {
        write("subscribe\t" + kind + "\t" + endpoint);
    }

    private void write(String line) throws IOException {
        unwritten.add(line);
        if (!lazily || unwritten.size() > 20 || line.startsWith("subscribe")) {
            try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                channel.write(ByteBuffer.wrap((String.join("\n", unwritten) + "\n").getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            unwritten.clear();
        }
        apply(line.split("\t", -1));
    }

    private void apply(String[] line) {
        if (line[0].equals("subscribe")) {
            endpoints.put(line[1], line[2]);
            return;
        }
        var message = JSON.createObjectNode()
                .put("id", line[1])
                .put("controlId", line[2])
                .put("state", "applied");
        var produced = message.putArray("produced");
        var first = !versions.containsKey("Patient/" + line[4]);
        if (first) {
            produce(produced, "Patient/" + line[4]);
        }
        if (line[6].isEmpty()) {
            produce(produced, "Encounter/" + line[5]);
        } else {
            produce(produced, "DiagnosticReport/" + line[6]);
        }
        var kind = KINDS.get(line[3]);
        var named = message.putArray("events");
        if (kind != null) {
            var focus = "Encounter/" + line[5];
            named.addObject().put("kind", kind).put("focus", focus);
            events.add(new Numbered(kind, count(kind) + 1, focus));
        }
        messages.put(line[1], message);
    }

    private void produce(ArrayNode produced, String reference) {
        var version = versions.merge(reference, 1, Integer::sum);
        produced.addObject()
                .put("reference", reference)
                .put("version", version.toString())
                .put("outcome", version == 1 ? "created" : "updated");
    }

    synchronized long count(String kind) {
        return events.stream().filter(event -> event.kind().equals(kind)).count();
    }

    /** The event at a position of the outbox, null beyond its end. */
    synchronized Numbered event(int position) {
        return position < events.size() ? events.get(position) : null;
    }

    synchronized int eventCount() {
        return events.size();
    }
}
