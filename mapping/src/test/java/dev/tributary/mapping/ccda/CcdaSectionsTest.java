package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.ccda.datatype.CodeMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** CD-01: each kind of section of {@code SectionKinds.csv} stands in at least three golden documents. */
class CcdaSectionsTest {

    private static final int ENOUGH = 3;
    private static final Pattern SECTION = Pattern.compile("<section\\b.*?<title>", Pattern.DOTALL);
    private static final Pattern NAMED = Pattern.compile("<(?:code code|templateId root)=\"([^\"]+)\"");

    @Test
    void everyKindOfSection_hasThreeCases() throws IOException {
        var counts = counts();
        assertThat(CodeMap.of("SectionKinds").targets())
                .hasSizeGreaterThan(15)
                .allSatisfy(kind -> assertThat(counts.getOrDefault(kind, 0))
                        .as("documents with a section of %s", kind)
                        .isGreaterThanOrEqualTo(ENOUGH));
    }

    private static Map<String, Integer> counts() throws IOException {
        var counts = new HashMap<String, Integer>();
        for (var file : Documents.all()) {
            var kinds = new HashSet<String>();
            var sections = SECTION.matcher(Files.readString(file, StandardCharsets.UTF_8));
            while (sections.find()) {
                var names = NAMED.matcher(sections.group());
                while (names.find()) {
                    var kind = CodeMap.of("SectionKinds").target(names.group(1));
                    if (kind != null) {
                        kinds.add(kind);
                    }
                }
            }
            kinds.forEach(kind -> counts.merge(kind, 1, Integer::sum));
        }
        return counts;
    }
}
