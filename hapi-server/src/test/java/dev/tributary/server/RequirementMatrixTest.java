package dev.tributary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tributary.conformance.checks.Catalogue;
import dev.tributary.conformance.scene.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** docs/conformance/subscriptions.md against the tests that there are, and against the requirement set if it lies beside the repository. */
class RequirementMatrixTest {

    private static final Path MATRIX = Path.of("../docs/conformance/subscriptions.md");
    private static final List<Path> REQUIREMENTS = List.of(
            Path.of("../../../shared/requirements/subscriptions_test_kit_requirements.csv"),
            Path.of("../../shared/requirements/subscriptions_test_kit_requirements.csv"));
    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| ([A-Z ]+) \\| (.*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");
    private static final Pattern TEST =
            Pattern.compile("([A-Z][A-Za-z0-9]*(?:Test|IT|Contract))(?:\\.([a-z][A-Za-z0-9_]*))?");
    private static final Pattern CHECK = Pattern.compile("[a-z]+\\.[a-z-]+(\\.\\*)?|[a-z]+\\.\\*");

    private static String matrix() throws IOException {
        return Files.readString(MATRIX);
    }

    private static Map<Integer, String> rows() throws IOException {
        var rows = new TreeMap<Integer, String>();
        ROW.matcher(matrix())
                .results()
                .forEach(row -> rows.put(Integer.valueOf(row.group(1)), row.group(2) + "|" + row.group(3)));
        return rows;
    }

    @Test
    void everyTestThatIsNamed_exists() throws IOException {
        var checks = Catalogue.all().stream().map(Check::id).collect(Collectors.toSet());
        var sources = testSources();
        var missing = new ArrayList<String>();
        for (var line : matrix().lines().toList()) {
            var before = "";
            for (var name :
                    NAME.matcher(line).results().map(found -> found.group(1)).toList()) {
                var test = TEST.matcher(name.startsWith(".") ? before + name : name);
                var full = name.startsWith("-") ? before.replaceFirst("-(unsupported|no)-?.*$", "") + name : name;
                if (test.matches()) {
                    before = test.group(1);
                    if (!isThere(sources, test.group(1), test.group(2))) {
                        missing.add(name);
                    }
                } else if (CHECK.matcher(full).matches() && isOfTheKit(full, checks)) {
                    before = name.startsWith("-") ? before : name;
                    if (!isThere(checks, full)) {
                        missing.add(full);
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(rows()).hasSizeGreaterThan(100);
    }

    private static boolean isThere(Map<String, List<String>> sources, String type, String method) {
        return sources.getOrDefault(type, List.of()).stream()
                .anyMatch(source -> method == null || source.contains("void " + method + "("));
    }

    private static boolean isOfTheKit(String name, java.util.Set<String> checks) {
        var group = name.substring(0, name.indexOf('.') + 1);
        return checks.stream().anyMatch(check -> check.startsWith(group));
    }

    private static boolean isThere(java.util.Set<String> checks, String name) {
        return name.endsWith("*")
                ? checks.stream().anyMatch(check -> check.startsWith(name.substring(0, name.length() - 1)))
                : checks.contains(name);
    }

    private static Map<String, List<String>> testSources() throws IOException {
        var sources = new LinkedHashMap<String, List<String>>();
        for (var root : List.of(Path.of("src/test/java"), Path.of("../subscriptions/src/test/java"))) {
            try (var files = Files.walk(root)) {
                for (var file :
                        files.filter(each -> each.toString().endsWith(".java")).toList()) {
                    var name = file.getFileName().toString().replace(".java", "");
                    if (TEST.matcher(name).matches()) {
                        sources.computeIfAbsent(name, unused -> new ArrayList<>())
                                .add(Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }

    @Test
    @DisplayName("Every SHALL of a server has a row that names a test, or the row that does")
    void everyShall_isTested() throws IOException {
        var file = REQUIREMENTS.stream().filter(Files::exists).findFirst();
        assumeTrue(file.isPresent(), "Not compared: the requirement set is not beside the repository");
        var rows = rows();
        var untested = new ArrayList<String>();
        try (var records = CSVFormat.DEFAULT.parse(Files.newBufferedReader(file.get()))) {
            for (var record : records) {
                var isShall = record.get(4).startsWith("SHALL") && record.get(5).contains("Server");
                if (isShall && !isTested(rows, Integer.parseInt(record.get(1)))) {
                    untested.add(record.get(1) + " " + record.get(3));
                }
            }
        }
        assertThat(untested).isEmpty();
    }

    private static boolean isTested(Map<Integer, String> rows, int row) {
        var text = rows.getOrDefault(row, "").replaceFirst("^[^|]*\\|", "");
        if (text.contains("`")) {
            return true;
        }
        var other = Pattern.compile("^(?:row|as) (\\d+)").matcher(text);
        return text.equals("the same")
                || text.startsWith("the same ")
                || (other.find() && isTested(rows, Integer.parseInt(other.group(1))));
    }
}
