package dev.tributary.mapping.csv;

import dev.tributary.mapping.Fields;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One row by the feed's names of its columns. */
final class CsvRow implements Fields {

    private final CsvFeed feed;
    private final Header header;
    private final String file;
    private final long line;
    private final List<String> cells;

    CsvRow(CsvFeed feed, Header header, String file, long line, List<String> cells) {
        this.feed = feed;
        this.header = header;
        this.file = file;
        this.line = line;
        this.cells = cells;
    }

    @Override
    public @Nullable String value(String name) {
        var place = header.place(name);
        return place == null ? null : clean(place);
    }

    private @Nullable String clean(int place) {
        if (place >= cells.size()) {
            return null;
        }
        var text = cells.get(place).strip();
        if (text.isEmpty() || feed.layout().empty().contains(text.toLowerCase(Locale.ROOT))) {
            return null;
        }
        return text;
    }

    /** The value at a place, whether the feed knows its column or not. */
    @Nullable
    String at(int place) {
        return clean(place);
    }

    /** The same for each value of the row. */
    List<String> cells() {
        return cells;
    }

    @Override
    public String path(String name) {
        return header.place(name) == null
                ? place() + ", " + name
                : place() + ", column " + header.names().get(header.places().getOrDefault(name, 0));
    }

    @Override
    public String field(String name) {
        return feed.name() + "." + name;
    }

    /** File and line, for people. */
    String place() {
        return file + ", line " + line;
    }

    boolean isBlank() {
        return cells.stream().allMatch(String::isBlank);
    }
}
