package dev.tributary.bench.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A process with the hub's faces as far as the crash scenario uses them, so that the scenario itself can be tested: takes
 * ports and data directory from the environment as the hub does.
 */
final class FakeHub {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private final FakeHubState state;
    private volatile int delivered;

    private FakeHub(FakeHubState state) {
        this.state = state;
    }

    public static void main(String[] args) throws IOException {
        var environment = System.getenv();
        var data = Files.createDirectories(Path.of(environment.get("HUB_DATA_DIR")));
        var hub = new FakeHub(new FakeHubState(data.resolve("log"), environment.containsKey("FAKE_FORGETS")));
        hub.listen(Integer.parseInt(environment.get("HUB_MLLP_PORT")));
        new Thread(hub::deliver).start();
        var loopback = InetAddress.getLoopbackAddress();
        var server =
                HttpServer.create(new InetSocketAddress(loopback, Integer.parseInt(environment.get("HUB_PORT"))), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", hub::answer);
        server.start();
    }

    private void listen(int port) throws IOException {
        var listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        var executor = Executors.newCachedThreadPool();
        executor.execute(() -> {
            while (true) {
                try {
                    var socket = listener.accept();
                    executor.execute(() -> converse(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private void converse(Socket socket) {
        try (socket) {
            var message = new StringBuilder();
            for (int b = socket.getInputStream().read();
                    b >= 0;
                    b = socket.getInputStream().read()) {
                message.append((char) b);
                if (b == 0x1C) {
                    var control = keep(message.toString().strip());
                    socket.getOutputStream()
                            .write(("\u000bMSH|^~\\&\rMSA|AA|" + control + "\r\u001c\r")
                                    .getBytes(StandardCharsets.UTF_8));
                    message.setLength(0);
                }
            }
        } catch (IOException senderGone) {
            // It will come again.
        }
    }

    private String keep(String er7) throws IOException {
        var control = field(er7, "MSH", 9);
        var event = field(er7, "MSH", 8).split("\\^")[1];
        var filler = event.equals("R01") ? component(field(er7, "OBR", 3)) : "";
        state.message(
                control, control, event, component(field(er7, "PID", 3)), component(field(er7, "PV1", 19)), filler);
        return control;
    }

    private static String field(String er7, String segment, int index) {
        for (var line : er7.split("[\r\u000b]")) {
            if (line.startsWith(segment + "|")) {
                return line.split("\\|", -1)[index];
            }
        }
        return "";
    }

    private static String component(String field) {
        return field.split("\\^")[0];
    }

    /** From the start of the outbox after each start: everything is delivered at least once. */
    private void deliver() {
        while (true) {
            try {
                var event = state.event(delivered);
                var endpoint = event == null ? null : state.endpoints.get(event.kind());
                if (endpoint == null) {
                    Thread.sleep(20);
                } else if (post(endpoint, notification(event)) == 200) {
                    delivered++;
                }
            } catch (IOException receiverGone) {
                // The next turn tries again.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static int post(String endpoint, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(endpoint))
                .POST(BodyPublishers.ofString(body))
                .build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static String notification(FakeHubState.Numbered event) {
        var bundle = FakeHubState.JSON
                .createObjectNode()
                .put("resourceType", "Bundle")
                .put("type", "history");
        var status = bundle.putArray("entry").addObject().putObject("resource").put("resourceType", "Parameters");
        var part = status.putArray("parameter")
                .addObject()
                .put("name", "notification-event")
                .putArray("part");
        part.addObject().put("name", "event-number").put("valueString", Long.toString(event.number()));
        part.addObject().put("name", "focus").putObject("valueReference").put("reference", event.focus());
        return bundle.toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = FakeHubState.JSON.readTree(exchange.getRequestBody());
            JsonNode answer;
            synchronized (state) {
                answer = answer(exchange.getRequestMethod(), exchange.getRequestURI(), body);
            }
            var bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ObjectNode answer(String method, URI uri, JsonNode body) throws IOException {
        var answer = FakeHubState.JSON.createObjectNode();
        var path = uri.getPath();
        var last = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/fhir/Subscription")) {
            var criteria = body.path("criteria").asText();
            var kind = criteria.substring(criteria.lastIndexOf('/') + 1);
            state.subscribe(kind, body.at("/channel/endpoint").asText());
            return answer.put("id", kind);
        }
        if (path.equals("/fhir") && method.equals("POST")) {
            var encounter = body.at("/entry/1/resource");
            var visit = encounter.path("id").asText();
            var status = encounter.path("status").asText();
            state.message(
                    visit + status, "", status, body.at("/entry/0/resource/id").asText(), visit, "");
        } else if (last.equals("$status")) {
            var kind = path.split("/")[3];
            answer.putArray("entry")
                    .addObject()
                    .putObject("resource")
                    .putArray("parameter")
                    .addObject()
                    .put("name", "events-since-subscription-start")
                    .put("valueString", Long.toString(state.count(kind)));
        } else if (path.startsWith("/fhir/Subscription/")) {
            answer.put("status", "active");
        } else if (path.equals("/intake/summary")) {
            answer.putArray("sources").addObject().putObject("states").put("applied", state.messages.size());
        } else if (path.equals("/notifications/summary")) {
            answer.putObject("states").put("pending", state.eventCount() - delivered);
        } else if (path.equals("/intake/messages")) {
            var list = answer.putArray("messages");
            state.messages.values().forEach(list::add);
        } else if (path.startsWith("/intake/messages/")) {
            return state.messages.get(last);
        } else if (uri.getQuery() != null && uri.getQuery().startsWith("identifier=")) {
            find(answer, last + "/" + uri.getQuery().replaceAll("identifier=|&.*", ""));
        } else if (path.startsWith("/fhir/")) {
            var version = state.versions.get(path.substring("/fhir/".length()));
            answer.putObject("meta").put("versionId", version.toString());
        }
        return answer;
    }

    private void find(ObjectNode answer, String reference) {
        var entries = answer.putArray("entry");
        Map.copyOf(state.versions).keySet().stream()
                .filter(reference::equals)
                .forEach(found -> entries.addObject()
                        .putObject("resource")
                        .put("resourceType", found.split("/")[0])
                        .put("id", found.split("/")[1]));
    }
}
