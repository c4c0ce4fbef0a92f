package dev.tributary.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void turns_comeAtTheRate() throws InterruptedException {
        var pace = new Pace(200);
        var start = System.nanoTime();
        for (int i = 0; i < 41; i++) {
            pace.await();
        }
        // 40 steps of 5 ms; a loaded machine may take longer, never less.
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(199_000_000L);
    }
}
