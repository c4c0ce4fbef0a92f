package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A summary of 200 KB, at least 40 a second of one core: {@code -Dccda.speed=true}. */
class CcdaSpeedTest {

    private static final int SIZE = 200_000;

    @Test
    @EnabledIfSystemProperty(named = "ccda.speed", matches = "true")
    void aLargeSummary_isMappedInTime() throws IOException {
        var raw = large();
        var count = 0;
        for (var end = cpu() + 6_000_000_000L; cpu() < end; ) {
            count += Documents.map(raw).changes().size();
        }
        var rounds = 0;
        var begin = cpu();
        while (cpu() - begin < 6_000_000_000L) {
            count += Documents.map(raw).changes().size();
            rounds++;
        }
        var rate = rounds * 1e9 / (cpu() - begin);
        System.out.printf(Locale.ROOT, "%d bytes: %.0f documents/s (%d)%n", raw.length, rate, count);
        assertThat(rate).isGreaterThan(40);
    }

    /** Of this thread alone: what else the machine does must not count. */
    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** All cases in one document, again and again with other ids. */
    private static byte[] large() throws IOException {
        var sections = new StringBuilder();
        for (var round = 0; sections.length() < SIZE; round++) {
            for (var file : Documents.all()) {
                if (sections.length() < SIZE
                        && file.getParent().getFileName().toString().matches("[^h].*")) {
                    sections.append(body(file).replace("extension=\"", "extension=\"" + round + file.hashCode()));
                }
            }
        }
        var frame =
                Files.readString(Path.of("src/test/resources/ccda/problems/active_with_translations_and_author.xml"));
        var start = frame.indexOf("<component><structuredBody>") + "<component><structuredBody>".length();
        return (frame.substring(0, start) + sections + "</structuredBody></component></ClinicalDocument>")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String body(Path file) throws IOException {
        var text = Files.readString(file);
        var start = text.indexOf("<structuredBody>") + "<structuredBody>".length();
        var body = text.substring(start, text.indexOf("</structuredBody>"));
        // Of a real summary about half is narrative.
        var row =
                "<tr><td>Hemoglobin</td><td><content styleCode=\"Bold\">10.2</content> g/dL</td><td>2012-08-06</td></tr>";
        var table = "<table><tbody>" + row.repeat(body.length() / row.length()) + "</tbody></table></text>";
        return body.replace("</text><entry>", table + "<entry>");
    }
}
