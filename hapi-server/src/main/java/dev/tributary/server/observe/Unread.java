package dev.tributary.server.observe;

import org.springframework.boot.actuate.health.Health;

/** What an indicator says that got no figures: the indicator of the database says why, and is the one to say DOWN. */
final class Unread {

    private Unread() {}

    static Health health() {
        return Health.unknown()
                .withDetail("reason", "The database did not answer.")
                .build();
    }
}
