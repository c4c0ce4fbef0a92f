package dev.tributary.server.topics;

import dev.tributary.subscriptions.topics.StoredTopics;
import dev.tributary.subscriptions.topics.TopicTroubles;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Topics for those who run the hub. */
@RestController
class TopicsEndpoint {

    private final StoredTopics topics;
    private final TopicTroubles troubles;
    private final JdbcTemplate jdbc;

    TopicsEndpoint(StoredTopics topics, TopicTroubles troubles, JdbcTemplate jdbc) {
        this.topics = topics;
        this.troubles = troubles;
        this.jdbc = jdbc;
    }

    /**
     * What can be subscribed to, which topics could not be asked about a change (on any replica, since they were stored), and how often two
     * feeds told the same.
     */
    @GetMapping("/notifications/topics")
    Map<String, Object> topics() {
        var answer = new LinkedHashMap<String, Object>();
        answer.put(
                "topics",
                topics.all().stream()
                        .map(topic -> Map.of(
                                "canonical", topic.canonical(),
                                "kind", topic.kind(),
                                "title", topic.title(),
                                "resourceTypes", topic.resourceTypes()))
                        .toList());
        answer.put("troubles", troubles.list());
        var retold = new LinkedHashMap<String, Long>();
        jdbc.query(
                "select kind, count(*) as amount from hub.event where duplicate_of is not null group by kind order by kind",
                row -> {
                    retold.put(row.getString("kind"), row.getLong("amount"));
                });
        answer.put("toldBefore", retold);
        return answer;
    }
}
