package dev.tributary.identity.features;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Given names that people use for each other: {@code nicknames.csv}, a group a line. */
public final class Nicknames {

    private static final Nicknames SHIPPED = load();

    private final Map<String, Set<Integer>> groups;

    private Nicknames(Map<String, Set<Integer>> groups) {
        this.groups = groups;
    }

    public static Nicknames shipped() {
        return SHIPPED;
    }

    /** Whether one group holds both; the words folded as {@link PersonName} holds them. */
    public boolean same(String one, String other) {
        var ones = groups.getOrDefault(one, Set.of());
        return !ones.isEmpty() && groups.getOrDefault(other, Set.of()).stream().anyMatch(ones::contains);
    }

    private static Nicknames load() {
        var groups = new HashMap<String, Set<Integer>>();
        var stream = Objects.requireNonNull(Nicknames.class.getResourceAsStream("nicknames.csv"), "nicknames.csv");
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var group = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                group++;
                if (!line.startsWith("#")) {
                    for (var name : line.split(",", -1)) {
                        var word = Folding.withoutUmlauts(Folding.fold(name));
                        groups.computeIfAbsent(word, w -> new TreeSet<>()).add(group);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        groups.remove("");
        return new Nicknames(groups);
    }
}
