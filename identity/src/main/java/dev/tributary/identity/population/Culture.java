package dev.tributary.identity.population;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The words of which a culture's people are made: {@code cultures.csv}.
 *
 * @param places {@code city|postcode}
 * @param spellings other ways to write a name
 */
record Culture(
        String code,
        List<String> male,
        List<String> female,
        List<String> family,
        List<String> streets,
        List<String> places,
        Map<String, List<String>> spellings) {

    private static final List<Culture> ALL = load();

    static List<Culture> all() {
        return ALL;
    }

    private static List<Culture> load() {
        var words = new TreeMap<String, Map<String, List<String>>>();
        var spellings = new HashMap<String, Map<String, List<String>>>();
        var stream = Objects.requireNonNull(Culture.class.getResourceAsStream("cultures.csv"), "cultures.csv");
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                var cells = List.of(line.split(",", -1));
                var values = cells.subList(2, cells.size());
                if (cells.get(1).equals("spelling")) {
                    spellings
                            .computeIfAbsent(cells.get(0), code -> new HashMap<>())
                            .put(values.get(0), values.subList(1, values.size()));
                } else {
                    words.computeIfAbsent(cells.get(0), code -> new HashMap<>()).put(cells.get(1), values);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var cultures = new ArrayList<Culture>();
        words.forEach((code, lists) -> cultures.add(new Culture(
                code,
                list(lists, "male"),
                list(lists, "female"),
                list(lists, "family"),
                list(lists, "street"),
                list(lists, "place"),
                spellings.getOrDefault(code, Map.of()))));
        return List.copyOf(cultures);
    }

    private static List<String> list(Map<String, List<String>> lists, String name) {
        return Objects.requireNonNull(lists.get(name), name);
    }
}
