package dev.tributary.server.fhir;

import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whose a SubscriptionTopic is. */
final class TopicOwners {

    private final JdbcTemplate jdbc;

    TopicOwners(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The client that defined the topic of this logical id; empty if no client did. */
    Optional<String> ownerOf(String id) {
        return jdbc.queryForList("select owner from hub.topic where id = ?", String.class, id).stream()
                .findFirst();
    }

    /** Whether a Basic has this logical id, or had it. */
    boolean isTaken(String id) {
        return !jdbc.queryForList(
                        "select res_id from hfj_resource where res_type = 'Basic' and fhir_id = ?", Long.class, id)
                .isEmpty();
    }
}
