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

/**
 * Given names that people use for each other: {@code nicknames.csv}, a group a line. A whole name goes with everything in its group; two
 * short forms only if they begin alike, since Lisa and Betty are rather sisters than one Elizabeth.
 */
public final class Nicknames {

    private static final Nicknames SHIPPED = load();

    private static final int BEGINNING = 3;

    private final Map<String, Set<Integer>> groups;
    private final Map<String, Set<Integer>> wholeNames;

    private Nicknames(Map<String, Set<Integer>> groups, Map<String, Set<Integer>> wholeNames) {
        this.groups = groups;
        this.wholeNames = wholeNames;
    }

    public static Nicknames shipped() {
        return SHIPPED;
    }

    /** Whether both may be one person's; the words folded as {@link PersonName} holds them. */
    public boolean same(String one, String other) {
        return share(wholeNames, one, groups, other)
                || share(groups, one, wholeNames, other)
                || beginAlike(one, other) && share(groups, one, groups, other);
    }

    private static boolean share(
            Map<String, Set<Integer>> groups, String one, Map<String, Set<Integer>> otherGroups, String other) {
        var ones = groups.getOrDefault(one, Set.of());
        return !ones.isEmpty()
                && otherGroups.getOrDefault(other, Set.of()).stream().anyMatch(ones::contains);
    }

    private static boolean beginAlike(String one, String other) {
        var letters = Math.min(BEGINNING, Math.min(one.length(), other.length()));
        return one.replace('c', 'k').regionMatches(0, other.replace('c', 'k'), 0, letters);
    }

    private static Nicknames load() {
        var groups = new HashMap<String, Set<Integer>>();
        var wholeNames = new HashMap<String, Set<Integer>>();
        var stream = Objects.requireNonNull(Nicknames.class.getResourceAsStream("nicknames.csv"), "nicknames.csv");
        try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var group = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                group++;
                if (!line.startsWith("#")) {
                    var shortForms = line.indexOf(',');
                    add(wholeNames, line.substring(0, shortForms < 0 ? line.length() : shortForms), group);
                    add(groups, line, group);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Nicknames(groups, wholeNames);
    }

    private static void add(Map<String, Set<Integer>> groups, String names, int group) {
        for (var name : names.split("[,/]", -1)) {
            var word = Folding.withoutUmlauts(Folding.fold(name));
            if (!word.isEmpty()) {
                groups.computeIfAbsent(word, each -> new TreeSet<>()).add(group);
            }
        }
    }
}
