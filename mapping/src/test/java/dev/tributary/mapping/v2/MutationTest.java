package dev.tributary.mapping.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNoException;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Issue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** V2-03: whatever arrives is mapped or refused with a place; nothing throws, nothing hangs. */
class MutationTest {

    private static final FhirContext FHIR = FhirContext.forR4();
    /** Public samples, which are not part of this repository. */
    private static final Path SAMPLES = Path.of("../../shared/samples/hl7v2");

    private static final String[] PIECES = {
        "|",
        "^",
        "~",
        "\\",
        "&",
        "\"\"",
        "\r",
        "\n",
        "\\X",
        "\\X4\\",
        "\u0000",
        "\u00e9",
        "99999999999999",
        "-1",
        "MSH",
        "\rPID|",
        "\rOBX|1|NM|",
        "\rMRG|",
        "\rPV1|",
        "00000000",
        "20261399",
        "20260230",
        "+9999",
        "\ud800",
        "   "
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 20260101, 77})
    void mutatedMessages_neverThrow(long seed) throws IOException {
        var random = new Random(seed);
        var originals = GoldenMappingTest.messages();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (var round = 0; round < 1500; round++) {
                var original = Files.readAllBytes(originals.get(random.nextInt(originals.size())));
                var mutated = mutate(original, random);
                var name = "seed " + seed + " round " + round;
                var isEncoded = round % 10 == 0;
                assertThatCode(() -> readAndMap(mutated, isEncoded)).as(name).doesNotThrowAnyException();
            }
        });
    }

    @Test
    void foreignSamples_areReadOrRefusedWithAPlace() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(SAMPLES), "no folder of foreign samples: " + SAMPLES);
        for (var file : samples()) {
            var raw = Files.readAllBytes(file);
            assertThatNoException().as(file.toString()).isThrownBy(() -> readAndMap(raw, true));
            if (V2Reader.read(raw, Fixtures.PROFILE) instanceof Reading.Unreadable unreadable) {
                assertThat(unreadable.issues())
                        .as(file.toString())
                        .extracting(Issue::path)
                        .doesNotContain("");
            }
        }
    }

    private static void readAndMap(byte[] raw, boolean isEncoded) {
        if (V2Reader.read(raw, Fixtures.PROFILE) instanceof Reading.Readable readable) {
            var mapped = V2Mapper.map(readable.message(), readable.header(), Fixtures.PROFILE);
            if (isEncoded) {
                FHIR.newJsonParser().encodeResourceToString(mapped.toBundle());
            }
        }
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".hl7")).toList();
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        var bytes = original;
        for (var times = 1 + random.nextInt(6); times > 0; times--) {
            var at = random.nextInt(bytes.length + 1);
            bytes = switch (random.nextInt(4)) {
                case 0 -> join(Arrays.copyOf(bytes, at), piece(random), Arrays.copyOfRange(bytes, at, bytes.length));
                case 1 -> {
                    var end = Math.min(bytes.length, at + random.nextInt(40));
                    yield join(Arrays.copyOf(bytes, at), new byte[0], Arrays.copyOfRange(bytes, end, bytes.length));
                }
                case 2 -> {
                    var copy = bytes.clone();
                    if (at < copy.length) {
                        copy[at] = (byte) random.nextInt(256);
                    }
                    yield copy;
                }
                default -> shuffled(bytes, random);
            };
        }
        return bytes;
    }

    private static byte[] piece(Random random) {
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] shuffled(byte[] bytes, Random random) {
        var lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r");
        var one = random.nextInt(lines.length);
        var other = random.nextInt(lines.length);
        var line = lines[one];
        lines[one] = lines[other];
        lines[other] = line;
        return String.join("\r", lines).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[] head, byte[] middle, byte[] tail) {
        var joined = Arrays.copyOf(head, head.length + middle.length + tail.length);
        System.arraycopy(middle, 0, joined, head.length, middle.length);
        System.arraycopy(tail, 0, joined, head.length + middle.length, tail.length);
        return joined;
    }
}
