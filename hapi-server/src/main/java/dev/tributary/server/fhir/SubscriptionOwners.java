package dev.tributary.server.fhir;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whose a Subscription is: it may hold secrets of its owner, so nobody else but an operator sees it. */
public final class SubscriptionOwners {

    private final JdbcTemplate jdbc;

    SubscriptionOwners(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Logical ids of a client's subscriptions. */
    public List<String> idsOf(String clientId) {
        return jdbc.queryForList("select id from hub.subscription where owner = ?", String.class, clientId);
    }

    /** Whether the client may see and change the subscription. */
    public boolean owns(String clientId, String subscriptionId) {
        return !jdbc.queryForList(
                        "select id from hub.subscription where id = ? and owner = ?",
                        String.class,
                        subscriptionId,
                        clientId)
                .isEmpty();
    }
}
