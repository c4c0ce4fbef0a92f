package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThatCode;

import ca.uhn.fhir.context.FhirContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever arrives is mapped or refused with a place; nothing throws, nothing hangs. {@code -Dccda.fuzz=100000} tries more. */
class CcdaMutationTest {

    private static final FhirContext FHIR = FhirContext.forR4();
    private static final Pattern VALUE = Pattern.compile("\"[^\"<>]*\"");
    private static final Pattern ELEMENT = Pattern.compile("<(/?)([A-Za-z:]+)");
    private static final int ROUNDS = Integer.getInteger("ccda.fuzz", 1200);
    private static final String[] VALUES = {
        "",
        " ",
        "true",
        "false",
        "EVN",
        "INT",
        "GOL",
        "UNK",
        "99999999999999999999",
        "-1",
        "1e99",
        "20261399",
        "2012",
        "0000",
        "201208061",
        "2012-08-06T10:00:00Z",
        "\u2028",
        "2.16.840.1.113883.6.96",
        "urn:x",
        "a b",
        "#c1",
        "#nowhere",
        "PQ",
        "CD",
        "ST",
        "ED",
        "TS",
        "IVL_PQ",
        "IVL_TS",
        "PIVL_TS",
        "EIVL_TS",
        "INT",
        "BL",
        "RTO",
        "completed",
        "nullified",
        "\ud83d\ude00"
    };
    private static final String[] NAMES = {
        "observation", "act", "organizer", "value", "code", "effectiveTime", "low", "high", "entryRelationship",
                "component",
        "section", "text", "id", "participant", "performer", "author", "consumable", "translation", "period", "name"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 20240101, 77})
    void mutatedDocuments_neverThrow(long seed) throws IOException {
        var random = new Random(seed);
        var originals = Documents.all();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60L + ROUNDS / 100), () -> {
            for (var round = 0; round < ROUNDS; round++) {
                var text = Files.readString(originals.get(random.nextInt(originals.size())));
                for (var times = 1 + random.nextInt(8); times > 0; times--) {
                    text = mutate(text, random);
                }
                var raw = text.getBytes(StandardCharsets.UTF_8);
                var isEncoded = round % 10 == 0;
                assertThatCode(() -> readAndMap(raw, isEncoded))
                        .as("seed " + seed + " round " + round)
                        .doesNotThrowAnyException();
            }
        });
    }

    private static void readAndMap(byte[] raw, boolean isEncoded) {
        if (CcdaReader.read(raw, Documents.PROFILE) instanceof CcdaReading.Readable readable) {
            var mapped = CcdaMapper.map(readable, raw, Documents.PROFILE);
            if (isEncoded) {
                FHIR.newJsonParser().encodeResourceToString(mapped.toBundle());
            }
        }
    }

    private static String mutate(String text, Random random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> replace(text, VALUE, '"' + VALUES[random.nextInt(VALUES.length)] + '"', random);
            case 2 -> renamed(text, random);
            case 3 -> replace(text, VALUE, "\"x\" nullFlavor=\"UNK\"", random);
            case 4 -> {
                var at = random.nextInt(text.length());
                yield text.substring(0, at) + text.substring(Math.min(text.length(), at + random.nextInt(60)));
            }
            default -> replace(text, Pattern.compile("/>"), "><low value=\"2\"/><translation code=\"9\"/></x>", random);
        };
    }

    /** One kind of element becomes another everywhere, so that the document stays well-formed. */
    private static String renamed(String text, Random random) {
        var from = NAMES[random.nextInt(NAMES.length)];
        var to = NAMES[random.nextInt(NAMES.length)];
        return ELEMENT.matcher(text)
                .replaceAll(match -> "<" + match.group(1) + (match.group(2).equals(from) ? to : match.group(2)));
    }

    private static String replace(String text, Pattern pattern, String by, Random random) {
        var matcher = pattern.matcher(text);
        if (!matcher.find(random.nextInt(text.length()))) {
            return text;
        }
        return text.substring(0, matcher.start()) + by + text.substring(matcher.end());
    }
}
