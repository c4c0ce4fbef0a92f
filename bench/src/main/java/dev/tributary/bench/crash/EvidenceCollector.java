package dev.tributary.bench.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.bench.crash.CrashEvidence.Event;
import dev.tributary.bench.crash.CrashEvidence.Message;
import dev.tributary.bench.crash.CrashEvidence.Produced;
import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.http.HubFace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the evidence from a quiet hub, as operator and as reader. */
final class EvidenceCollector {

    private final HubFace operator;
    private final HttpFace reader;

    EvidenceCollector(HubFace operator, HttpFace reader) {
        this.operator = operator;
        this.reader = reader;
    }

    List<Message> messages() throws IOException {
        var messages = new ArrayList<Message>();
        for (var row : operator.messages()) {
            messages.add(message(operator.message(row.path("id").asText())));
        }
        return messages;
    }

    private static Message message(JsonNode row) {
        var produced = new ArrayList<Produced>();
        for (var node : row.path("produced")) {
            produced.add(new Produced(
                    node.path("reference").asText(),
                    node.path("version").asInt(),
                    node.path("outcome").asText()));
        }
        var events = new ArrayList<Event>();
        for (var node : row.path("events")) {
            events.add(new Event(
                    node.path("kind").asText(),
                    withoutVersion(node.path("focus").asText())));
        }
        return new Message(
                row.path("id").asText(),
                row.path("controlId").asText(""),
                row.path("state").asText(),
                List.copyOf(produced),
                List.copyOf(events));
    }

    private static String withoutVersion(String reference) {
        return reference.replaceAll("/_history/.*$", "");
    }

    /** The version at which each written resource reads now. */
    Map<String, Integer> versions(Collection<Message> messages) throws IOException {
        var versions = new TreeMap<String, Integer>();
        for (var message : messages) {
            for (var produced : message.produced()) {
                if (produced.isWritten() && !versions.containsKey(produced.reference())) {
                    versions.put(produced.reference(), version(produced.reference()));
                }
            }
        }
        return versions;
    }

    private int version(String reference) throws IOException {
        var answer = reader.get("/fhir/" + reference);
        return answer.isOk() ? answer.json().at("/meta/versionId").asInt() : 0;
    }

    /** What each search finds. */
    Map<String, List<String>> found(Collection<String> searches) throws IOException {
        var found = new TreeMap<String, List<String>>();
        for (var search : searches) {
            var references = new ArrayList<String>();
            for (var entry : reader.get("/fhir" + search + "&_count=10")
                    .orThrow("GET " + search)
                    .json()
                    .path("entry")) {
                var resource = entry.path("resource");
                references.add(resource.path("resourceType").asText() + "/"
                        + resource.path("id").asText());
            }
            found.put(search, references);
        }
        return found;
    }
}
