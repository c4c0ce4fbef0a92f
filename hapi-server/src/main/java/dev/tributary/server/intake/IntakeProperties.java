package dev.tributary.server.intake;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How messages are applied.
 *
 * @param workers threads that apply messages, each with a database connection
 * @param poll how often the journal is searched for work that nobody signalled: after a crash, or from another replica
 * @param attempts how often a message is tried when the trouble may pass (database away, conflicts) before it is parked
 * @param keep how long the bytes of applied messages are kept; null for ever. The row with its outcome always stays
 */
@ConfigurationProperties("hub.intake")
public record IntakeProperties(
        @DefaultValue("4") int workers,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("10") int attempts,
        @Nullable Duration keep) {

    public IntakeProperties {
        if (workers < 1 || workers > 64) {
            throw new IllegalArgumentException(
                    "hub.intake.workers: " + workers + " is not between 1 and 64. Two per core is a good start.");
        }
        if (attempts < 1) {
            throw new IllegalArgumentException("hub.intake.attempts: " + attempts + " is less than 1. Write 10.");
        }
        if (poll.isZero() || poll.isNegative()) {
            throw new IllegalArgumentException("hub.intake.poll: " + poll + " is no duration. Write 1s.");
        }
        if (keep != null && (keep.isNegative() || keep.isZero())) {
            throw new IllegalArgumentException(
                    "hub.intake.keep: " + keep + " is no duration. Write one like 365d, or leave it out.");
        }
    }
}
