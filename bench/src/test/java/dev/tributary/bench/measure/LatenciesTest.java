package dev.tributary.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentiles_areTheNearestRanksOfWhatWasRecorded() {
        var latencies = new Latencies();
        for (int millis = 2000; millis >= 1; millis--) {
            latencies.record(Duration.ofMillis(millis));
        }
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(2000, 1, 1000, 1800, 1980, 1998, 2000));
    }

    @Test
    void oneValue_isEveryPercentile() {
        var latencies = new Latencies();
        latencies.record(Duration.ofNanos(2_345_678));
        assertThat(latencies.summary()).isEqualTo(new Latencies.Summary(1, 2.35, 2.35, 2.35, 2.35, 2.35, 2.35));
    }

    @Test
    void twoValues_haveTheLowerOneAsMedian() {
        var latencies = new Latencies();
        List.of(10, 20).forEach(millis -> latencies.record(Duration.ofMillis(millis)));
        assertThat(latencies.summary().p50()).isEqualTo(10);
        assertThat(latencies.summary().p99()).isEqualTo(20);
    }

    @Test
    void nothingRecorded_isZero() {
        assertThat(new Latencies().summary()).isEqualTo(new Latencies.Summary(0, 0, 0, 0, 0, 0, 0));
    }
}
