package dev.tributary.mapping.v2;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.v2.message.MessageMaps;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kind of message has at least three golden cases: its own, and those of the kind that {@code golden/kin.csv} says it is like. */
class KinMappingTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final int ENOUGH = 3;
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    @Test
    void everyKind_hasThreeCases() throws IOException {
        var kin = kin();
        var lacking = new ArrayList<String>();
        for (var kind : MessageMaps.kinds()) {
            var own = cases(kind.replace('^', '_')).size();
            var others = kin.containsKey(kind) ? cases(kin.get(kind)).size() : 0;
            if (own + others < ENOUGH) {
                lacking.add(kind + " has " + (own + others));
            }
        }
        assertThat(lacking).isEmpty();
        assertThat(MessageMaps.kinds()).containsAll(kin.keySet());
    }

    @Test
    void kindsThatAreAlike_giveTheSameResources() throws IOException {
        for (var like : kin().entrySet()) {
            for (var file : cases(like.getValue())) {
                var text = Files.readString(file, StandardCharsets.UTF_8);
                var kind = like.getKey().contains("^") ? like.getKey() : like.getKey() + "^";
                var other = text.replaceFirst("(MSH(\\|[^|]*){7}\\|)[^|]*", "$1" + kind);
                assertThat(json(other)).as(like.getKey() + " like " + file).isEqualTo(json(text));
            }
        }
    }

    private static String json(String message) {
        var mapped = Fixtures.map(V2Reader.read(message.getBytes(StandardCharsets.UTF_8), Fixtures.PROFILE));
        return FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(mapped.toBundle());
    }

    private static List<Path> cases(String directory) throws IOException {
        var folder = GOLDEN.resolve(directory);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }

    private static Map<String, String> kin() throws IOException {
        var kin = new HashMap<String, String>();
        for (var line : Files.readAllLines(GOLDEN.resolve("kin.csv"))) {
            var parts = line.split(",");
            if (parts.length == 2 && parts[0].length() > 2 && Character.isUpperCase(parts[0].charAt(0))) {
                kin.put(parts[0], parts[1]);
            }
        }
        return kin;
    }
}
