package dev.tributary.bench.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The hub's operator faces: {@code /intake} and {@code /notifications}. */
public final class HubFace {

    private static final Set<String> OPEN = Set.of("waiting", "pending");
    private static final int PAGE = 500;

    private final HttpFace http;

    public HubFace(HttpFace operator) {
        this.http = operator;
    }

    /** Messages by state, over all sources. */
    public Map<String, Long> messagesByState() throws IOException {
        var states = new LinkedHashMap<String, Long>();
        for (var source : http.get("/intake/summary")
                .orThrow("GET /intake/summary")
                .json()
                .path("sources")) {
            source.path("states")
                    .properties()
                    .forEach(e -> states.merge(e.getKey(), e.getValue().asLong(), Long::sum));
        }
        return states;
    }

    /** True if a message waits to be applied; cheaper to ask than {@link #messagesByState()}, which counts the whole journal. */
    public boolean isWaiting() throws IOException {
        return !http.get("/intake/messages?state=waiting&_count=1")
                .orThrow("GET /intake/messages")
                .json()
                .path("messages")
                .isEmpty();
    }

    /** Notifications by state, over all subscriptions. */
    public Map<String, Long> notificationsByState() throws IOException {
        var states = new LinkedHashMap<String, Long>();
        var summary = http.get("/notifications/summary")
                .orThrow("GET /notifications/summary")
                .json();
        summary.path("states")
                .properties()
                .forEach(e -> states.put(e.getKey(), e.getValue().asLong()));
        return states;
    }

    /** True if no message waits to be applied and no notification to be sent. */
    public boolean isQuiet() throws IOException {
        return open(messagesByState()) + open(notificationsByState()) == 0;
    }

    /** Every message's row, without the raw text, over all pages. */
    public List<JsonNode> messages() throws IOException {
        return pages("/intake/messages?_count=" + PAGE, "messages");
    }

    public JsonNode message(String id) throws IOException {
        return http.get("/intake/messages/" + id)
                .orThrow("GET /intake/messages/<id>")
                .json();
    }

    public List<JsonNode> notifications() throws IOException {
        return pages("/notifications?_count=" + 20 * PAGE, "notifications");
    }

    public static long open(Map<String, Long> states) {
        return states.entrySet().stream()
                .filter(e -> OPEN.contains(e.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private List<JsonNode> pages(String first, String list) throws IOException {
        var all = new ArrayList<JsonNode>();
        var url = first;
        while (!url.isEmpty()) {
            var page = http.get(url).orThrow("GET " + list).json();
            page.path(list).forEach(all::add);
            url = page.path("next").asText("");
        }
        return all;
    }
}
