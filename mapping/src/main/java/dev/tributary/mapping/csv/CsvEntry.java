package dev.tributary.mapping.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rows that are applied together, with the header that explains them: a message of its own, complete without its file.
 *
 * @param feed name of the feed
 * @param file name of the file; the feed's if nobody told one
 * @param lines on which the rows begin, from 1
 * @param text header and rows as they stood in the file
 * @param laneKey rows of the same key apply in the order of the file
 */
public record CsvEntry(String feed, String file, List<Long> lines, String text, String laneKey) {

    private static final String MARK = "#csv ";

    public CsvEntry {
        file = file.replaceAll("\\p{Cntrl}", " ").strip();
        lines = List.copyOf(lines);
    }

    /** Where the rows stand: {@code results.csv:17}. */
    public String place() {
        return file + ":" + lines.get(0);
    }

    /** What the journal keeps; {@link #read} takes it back. */
    public String content() {
        return MARK + feed + " " + lines.stream().map(String::valueOf).collect(Collectors.joining(",")) + " " + file
                + "\n" + text;
    }

    /** Null if the content is none of {@link #content()}. */
    static @Nullable CsvEntry read(String content) {
        var end = content.indexOf('\n');
        if (!content.startsWith(MARK) || end < 0) {
            return null;
        }
        var parts = content.substring(MARK.length(), end).split(" ", 3);
        if (parts.length < 3 || !parts[1].matches("\\d{1,18}(,\\d{1,18})*")) {
            return null;
        }
        var lines = new ArrayList<Long>();
        for (var line : parts[1].split(",", -1)) {
            lines.add(Long.valueOf(line));
        }
        return new CsvEntry(parts[0], parts[2], lines, content.substring(end + 1), "");
    }

    /** The feed that a kept content is of; null if it is no content of this kind. */
    public static @Nullable String feedOf(String content) {
        var entry = read(content);
        return entry == null ? null : entry.feed();
    }
}
