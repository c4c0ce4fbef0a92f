package dev.tributary.server.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimeLimitTest {

    private final AtomicLong now = new AtomicLong(1);
    private final TimeLimit limit = new TimeLimit(Duration.ofMillis(50), now::get);

    private void tooLong() {
        var never = new CountDownLatch(1);
        assertThatThrownBy(() -> limit.run(
                        () -> {
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            return "";
                        },
                        never::countDown))
                .isInstanceOf(TimeLimit.Exceeded.class)
                .hasMessageContaining("0.05 s");
    }

    @Test
    void threeInARow_areNotTriedUntilTheyHaveRested() {
        tooLong();
        tooLong();
        assertThat(limit.isOutOfAction()).isFalse();
        tooLong();
        assertThat(limit.isOutOfAction()).isTrue();
        var tries = new AtomicInteger();
        assertThatThrownBy(() -> limit.run(tries::incrementAndGet, () -> {})).hasMessageContaining("out of action");
        assertThat(tries).hasValue(0);

        now.addAndGet(Duration.ofMillis(50 * 31).toNanos());
        tooLong();
        assertThat(limit.isOutOfAction()).as("one more try, and it rests again").isTrue();
        now.addAndGet(Duration.ofMillis(50 * 31).toNanos());
        assertThat(limit.run(() -> "done", () -> {})).isEqualTo("done");
        tooLong();
        assertThat(limit.isOutOfAction()).as("it has ended in between").isFalse();
    }

    @Test
    void workThatFails_hasEnded() {
        for (var i = 0; i < 5; i++) {
            assertThatThrownBy(() -> limit.run(
                            () -> {
                                throw new IllegalStateException("a rule");
                            },
                            () -> {}))
                    .hasMessage("a rule");
        }
        assertThat(limit.isOutOfAction()).isFalse();
    }
}
