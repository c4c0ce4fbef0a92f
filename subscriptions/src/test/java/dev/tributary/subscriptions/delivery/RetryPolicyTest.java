package dev.tributary.subscriptions.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.NotificationSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final RetryPolicy policy = new RetryPolicy(NotificationSettings.defaults(), new Random(1));

    @Test
    void delay_doublesWithJitterUpToTheLongest() {
        Lane first = Lane.healthy("s").failed(START);
        assertThat(Duration.between(START, policy.next(first, START, null)).toMillis())
                .isBetween(800L, 1_200L);
        Lane fourth = first.failed(START).failed(START).failed(START);
        assertThat(Duration.between(START, policy.next(fourth, START, null)).toMillis())
                .isBetween(6_400L, 9_600L);
        Lane hundredth = new Lane("s", 100, START);
        Instant late = START.plus(Duration.ofHours(5));
        assertThat(Duration.between(late, policy.next(hundredth, late, null)))
                .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(12));
    }

    @Test
    void attempt_isDrawnForwardToTheVerdict() {
        Instant now = START.plusSeconds(255);
        assertThat(policy.next(new Lane("s", 9, START), now, null)).isEqualTo(START.plusSeconds(300));
    }

    @Test
    void retryAfter_isWaitedForButNotForever() {
        Lane first = Lane.healthy("s").failed(START);
        assertThat(policy.next(first, START, Duration.ofSeconds(30))).isEqualTo(START.plusSeconds(30));
        assertThat(policy.next(first, START, Duration.ofHours(8))).isEqualTo(START.plus(Duration.ofHours(8)));
        Duration believed = new Reply("Closed.", true, Duration.ofDays(30)).retryAfter();
        assertThat(policy.next(first, START, believed)).isEqualTo(START.plus(Duration.ofDays(1)));
        assertThat(policy.next(first, START, Duration.ofSeconds(-5))).isAfter(START);
    }

    @Test
    void error_needsAttemptsAndTime() {
        assertThat(policy.isHopeless(new Lane("s", 5, START), START.plusSeconds(299)))
                .isFalse();
        assertThat(policy.isHopeless(new Lane("s", 4, START), START.plusSeconds(301)))
                .isFalse();
        assertThat(policy.isHopeless(new Lane("s", 5, START), START.plusSeconds(300)))
                .isTrue();
    }
}
