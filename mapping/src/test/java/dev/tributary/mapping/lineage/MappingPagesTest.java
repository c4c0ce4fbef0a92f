package dev.tributary.mapping.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.v2.Fixtures;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/mapping} says what the maps do. {@code mvn -pl mapping test -Dtest=MappingPagesTest -Ddocs.write=true} writes it anew.
 */
class MappingPagesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final Path MAPS = Path.of("src/main/java/dev/tributary/mapping/v2");
    private static final Path TABLES = Path.of("src/main/resources/dev/tributary/mapping/v2/tables");
    private static final Path PAGES = Path.of("../docs/mapping");
    private static final Pattern LINK = Pattern.compile("<a href=\"([^\"]+)\">([^<]+)</a>", Pattern.DOTALL);
    private static final Pattern URL = Pattern.compile("https?://\\S+");

    @Test
    void thePages_sayWhatTheMapsDo() throws IOException {
        var pages = new TreeMap<>(pages());
        pages.put("README.md", index(pages.keySet().stream().toList()));
        if (Boolean.getBoolean("docs.write")) {
            write(pages);
        }
        assertThat(committed())
                .as("run: mvn -pl mapping test -Dtest=MappingPagesTest -Ddocs.write=true")
                .containsExactlyEntriesOf(pages);
    }

    private static Map<String, String> pages() throws IOException {
        var pages = new MappingPages();
        for (var file : files(GOLDEN, ".hl7")) {
            var input = Files.readAllBytes(file);
            if (MappingPages.showsSomething(map(input))) {
                var lineage = new LineageTracer(new V2Places(), MappingPagesTest::map, 200_000_000L).trace(input);
                pages.add(
                        file.getParent().getFileName().toString(),
                        file.getFileName().toString().replace(".hl7", ""),
                        lineage);
            }
        }
        return pages.texts();
    }

    private static Mapped map(byte[] input) {
        return V2Reader.read(input, Fixtures.PROFILE) instanceof Reading.Readable readable
                ? V2Mapper.map(readable.message(), readable.header(), Fixtures.PROFILE)
                : new Mapped("", null, List.of(), List.of());
    }

    private static String index(List<String> pages) throws IOException {
        var lines = new ArrayList<String>(List.of(
                "# What the maps do, generated",
                "",
                "A page for each kind of message tells which field goes to which element. It is found out by experiment: each golden case",
                "(`mapping/src/test/resources/golden`) is mapped again with one place changed, and what differs derives from it. A test fails when",
                "the pages are out of date; this writes them anew:",
                "",
                "    ./mvnw -pl mapping test -Dtest=MappingPagesTest -Ddocs.write=true",
                "",
                "Prose is in [mapping.md](../mapping.md).",
                "",
                "## Messages",
                ""));
        pages.forEach(page -> lines.add("- [" + page.replace(".md", "") + "](" + page + ")"));
        lines.addAll(List.of("", "## Maps and what they rest on", "", "| Map | Source |", "|---|---|"));
        for (var file : files(MAPS, ".java")) {
            var name = file.getFileName().toString().replace(".java", "");
            var link = LINK.matcher(Files.readString(file));
            if (name.contains("To") && !name.equals("package-info")) {
                lines.add("| " + name + " | "
                        + (link.find()
                                ? "[" + link.group(2).replaceAll("[\\s*]+", " ") + "](" + link.group(1) + ")"
                                : "ours")
                        + " |");
            }
        }
        lines.addAll(List.of("", "## Tables and what they rest on", "", "| Table | Source |", "|---|---|"));
        for (var file : files(TABLES, ".csv")) {
            var url = URL.matcher(Files.readString(file));
            lines.add("| " + file.getFileName().toString().replace(".csv", "") + " | "
                    + (url.find() ? url.group() : "ours") + " |");
        }
        return String.join("\n", lines) + "\n";
    }

    private static List<Path> files(Path directory, String extension) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .toList();
        }
    }

    private static TreeMap<String, String> committed() throws IOException {
        var pages = new TreeMap<String, String>();
        if (Files.isDirectory(PAGES)) {
            for (var file : files(PAGES, ".md")) {
                pages.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }
        return pages;
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(PAGES);
        for (var file : files(PAGES, ".md")) {
            Files.delete(file);
        }
        for (var page : pages.entrySet()) {
            Files.writeString(PAGES.resolve(page.getKey()), page.getValue());
        }
    }
}
