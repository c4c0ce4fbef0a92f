package dev.tributary.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {

    private final Result result = new Result("read", Instant.parse("2026-01-02T03:04:05Z")).setting("connections", 4);

    @Test
    void table_leavesBlankWhatARowDoesNotHave() {
        result.row("first").with("requests", 10L);
        result.row("second, longer").with("requests/s", 1.23456);
        var text = new StringWriter();
        result.print(new PrintWriter(text));
        assertThat(text.toString().lines().toList())
                .containsExactly(
                        "",
                        "read  {connections=4}",
                        "what            requests  requests/s",
                        "first                 10            ",
                        "second, longer                 1.235");
    }

    @Test
    void json_hasSettingsAndRowsUnderTheScenariosName(@TempDir Path directory) throws IOException {
        result.row("first").with("requests", 10L);
        var file = result.write(null, directory);
        assertThat(file.getFileName()).hasToString("read-20260102T030405.json");
        var json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.at("/settings/connections").asInt()).isEqualTo(4);
        assertThat(json.at("/rows/0/requests").asInt()).isEqualTo(10);
    }
}
