package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

    @Test
    void onATerminal_oneLineIsDrawnOverAndLeftEmpty() {
        var progress = new Progress(out, true, 2);
        progress.step("first");
        progress.advance();
        progress.step("x".repeat(100));
        progress.advance();
        progress.finish();
        var text = written.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("\n").contains("  0/2  first").endsWith("\r\u001b[K");
        var drawn = text.split("\r\u001b\\[K");
        assertThat(drawn[2])
                .hasSize(79)
                .contains("[" + "█".repeat(15) + "·".repeat(15) + "]")
                .endsWith("…");
    }

    @Test
    void inAFile_aPlainLineComesAtEveryTenth() {
        var progress = new Progress(out, false, 40);
        for (var i = 0; i < 40; i++) {
            progress.step("step " + i);
            progress.advance();
        }
        progress.finish();
        assertThat(written.toString(StandardCharsets.UTF_8).lines())
                .hasSize(10)
                .startsWith("  10 % (4 of 40)")
                .endsWith("  100 % (40 of 40)");
    }
}
