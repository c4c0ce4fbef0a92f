package dev.tributary.mapping.lineage;

import dev.tributary.mapping.Mapped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One page for each kind of message: which field goes where, as the golden cases show it. */
final class MappingPages {

    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");
    private static final Pattern PLACE = Pattern.compile("([A-Z][A-Z0-9]{2})-(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");
    private static final int MOST_ELEMENTS = 12;
    private static final Comparator<String> IN_ORDER = Comparator.comparing(MappingPages::sortKey);

    private final Map<String, Page> pages = new TreeMap<>();

    /** What one kind of message does. */
    private static final class Page {
        final Map<String, Row> rows = new TreeMap<>(IN_ORDER);
        final TreeSet<String> events = new TreeSet<>();
    }

    /** What one place does. */
    private static final class Row {
        final TreeSet<String> events = new TreeSet<>();
        final Map<String, TreeSet<String>> elements = new TreeMap<>();
        final TreeSet<String> evidence = new TreeSet<>();
    }

    /**
     * Adds what a case shows.
     *
     * @param kind directory of the case, {@code ADT_A01}
     */
    void add(String kind, String name, Lineage lineage) {
        var underscore = kind.indexOf('_');
        var page = pages.computeIfAbsent(underscore < 0 ? kind : kind.substring(0, underscore), any -> new Page());
        var event = underscore < 0 ? kind : kind.substring(underscore + 1);
        page.events.add(event);
        for (var use : lineage.places()) {
            var row =
                    page.rows.computeIfAbsent(INDEX.matcher(use.place().path()).replaceAll(""), any -> new Row());
            row.events.add(event);
            if (use.isCarried()) {
                row.evidence.add(kind + "/" + name);
            }
            if (use.decides()) {
                row.elements
                        .computeIfAbsent("*whether there is such a message*", any -> new TreeSet<>())
                        .add(event);
            }
            use.to()
                    .forEach(path -> row.elements
                            .computeIfAbsent(element(path), any -> new TreeSet<>())
                            .add(event));
        }
    }

    private static String element(String path) {
        var plain = INDEX.matcher(path).replaceAll("");
        return plain.endsWith(".id") && plain.indexOf('.') == plain.length() - 3
                ? "*identity of " + plain.substring(0, plain.length() - 3) + "*"
                : plain;
    }

    /** Text of each page by file name. */
    Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        pages.forEach((kind, page) -> texts.put(kind + ".md", text(kind, page)));
        return texts;
    }

    private static String text(String kind, Page page) {
        var lines = new ArrayList<String>();
        lines.add("# " + kind + ": which field goes where");
        lines.add("");
        lines.add("Generated from the golden cases by changing one place at a time; do not edit. [How](README.md)");
        lines.add("Events with cases: " + String.join(", ", page.events)
                + ". An element with events behind it comes from the place in these events only.");
        var lost = new ArrayList<String>();
        var segment = "";
        for (var row : page.rows.entrySet()) {
            if (row.getValue().elements.isEmpty()) {
                lost.add(row.getKey());
                continue;
            }
            var name = row.getKey().replaceFirst("-.*", "");
            if (!name.equals(segment)) {
                segment = name;
                lines.addAll(List.of("", "## " + name, "", "| Place | FHIR | Case |", "|---|---|---|"));
            }
            lines.add("| " + row.getKey() + " | " + elements(row.getValue()) + " | "
                    + row.getValue().evidence.first() + " |");
        }
        if (!lost.isEmpty()) {
            lines.addAll(List.of("", "## Valued in a case and carried by no element", "", String.join(", ", lost)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String elements(Row row) {
        var texts = new ArrayList<String>();
        row.elements.forEach((element, events) ->
                texts.add(element + (events.equals(row.events) ? "" : " (" + String.join(", ", events) + ")")));
        if (texts.size() <= MOST_ELEMENTS) {
            return String.join("<br>", texts);
        }
        return String.join("<br>", texts.subList(0, MOST_ELEMENTS)) + "<br>and " + (texts.size() - MOST_ELEMENTS)
                + " more";
    }

    /** PID-3 before PID-11, and MSH, EVN, PID before what a message is about. */
    private static String sortKey(String place) {
        var match = PLACE.matcher(place);
        if (!match.matches()) {
            return "~" + place;
        }
        var key = new StringBuilder(rank(match.group(1)) + match.group(1));
        for (var group = 2; group <= 4; group++) {
            key.append("%04d".formatted(match.group(group) == null ? 0 : Integer.parseInt(match.group(group))));
        }
        return key.toString();
    }

    private static int rank(String segment) {
        var first = List.of("MSH", "EVN", "PID", "PD1");
        return first.contains(segment) ? first.indexOf(segment) : first.size();
    }

    /** A case that nobody can map shows nothing. */
    static boolean showsSomething(Mapped mapped) {
        return !mapped.changes().isEmpty();
    }
}
