package dev.tributary.mapping.csv;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which value of a row belongs to which column.
 *
 * @param names as the file writes them; as the feed declares them if the file has no header
 * @param places of the feed's columns
 * @param problems why the file cannot be read with this feed, each naming its column
 * @param extra columns of the file that the feed does not know
 */
record Header(List<String> names, Map<String, Integer> places, List<String> problems, List<String> extra) {

    /** Of a file without header row. */
    static Header declared(CsvFeed feed) {
        var names = feed.columns().stream().map(Column::name).toList();
        var places = new HashMap<String, Integer>();
        names.forEach(name -> places.put(name, places.size()));
        return new Header(names, places, List.of(), List.of());
    }

    static Header of(List<String> cells, CsvFeed feed) {
        var names = cells.stream().map(String::strip).toList();
        var places = new HashMap<String, Integer>();
        var problems = new ArrayList<String>();
        var extra = new ArrayList<String>();
        for (var i = 0; i < names.size(); i++) {
            var name = names.get(i);
            var column = feed.column(name);
            if (column.isEmpty()) {
                if (!name.isEmpty()) {
                    extra.add(name);
                }
            } else if (places.putIfAbsent(column.get().name(), i) != null) {
                problems.add("The column %s is there twice. Rename one of them.".formatted(name));
            }
        }
        for (var column : feed.columns()) {
            if (!column.isOptional() && !places.containsKey(column.name())) {
                problems.add(missing(column.name(), names, extra));
            }
        }
        if (feed.extra() == CsvFeed.ExtraColumns.REFUSE && !extra.isEmpty()) {
            problems.add("The feed knows no column %s. Take it out of the file, or declare it."
                    .formatted(String.join(", ", extra)));
        }
        return new Header(names, places, problems, extra);
    }

    private static String missing(String column, List<String> names, List<String> extra) {
        var similar = extra.stream().filter(name -> isSimilar(name, column)).findFirst();
        return similar.map(
                        name -> ("The column %s is missing; there is %s, which looks like it. Rename it in the file, or"
                                        + " declare it under aliases.")
                                .formatted(column, name))
                .orElseGet(() -> "The column %s is missing. The file has: %s."
                        .formatted(column, shortened(String.join(", ", names))));
    }

    private static String shortened(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }

    private static boolean isSimilar(String left, String right) {
        var a = bare(left);
        var b = bare(right);
        return !a.isEmpty() && (a.equals(b) || b.length() > 3 && (a.contains(b) || b.contains(a) && a.length() > 3));
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    /** The place of a column; null if the file lacks it. */
    @Nullable
    Integer place(String column) {
        return places.get(column);
    }

    int width() {
        return names.size();
    }
}
