package dev.tributary.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.bench.measure.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapRunTest {

    @Test
    void figuresOfJmh_becomeRowsInTheOrderOfTheInputs() throws IOException {
        var measured = new ObjectMapper().readTree("""
                        [{"benchmark":"dev.tributary.bench.mapping.MapMessages.results",
                          "primaryMetric":{"score":1200.4,"scoreError":30.2},"secondaryMetrics":{"gc.alloc.rate.norm":{"score":2048}}},
                         {"benchmark":"dev.tributary.bench.mapping.MapMessages.admission",
                          "primaryMetric":{"score":4000,"scoreError":"NaN"},"secondaryMetrics":{}}]""");
        var result = new Result("map", Instant.EPOCH);

        MapRun.add(measured, result);

        assertThat(result.rows()).hasSize(2);
        assertThat(result.rows().get(0))
                .contains(entry("what", "ADT A01, 1.5 KB"), entry("per second", 4000L), entry("target", 3000L));
        assertThat(result.rows().get(1))
                .contains(entry("per second", 1200L), entry("±", 30L), entry("KB allocated each", 2L));
    }

    @Test
    void withoutTheBuild_itSaysWhatToRun(@TempDir Path repository) {
        assertThatIllegalStateException()
                .isThrownBy(() -> new MapRun(repository, 1, 1).run(new Result("map", Instant.EPOCH)))
                .withMessageContaining("./mvnw -pl bench/mapping");
    }
}
