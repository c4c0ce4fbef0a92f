package dev.tributary.mapping.csv;

import dev.tributary.mapping.csv.RecordSplitter.Raw;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of a feed row by row: memory does not grow with its length. A row that is no row is handed out like any other, and
 * {@link CsvMapper} says what is wrong with it.
 */
public final class CsvFile implements AutoCloseable {

    private static final int MOST_ROWS = 2000;
    private static final int MOST_TEXT = 4 << 20;

    private final Reader reader;
    private final String name;
    private final CsvFeed feed;
    private final RecordSplitter splitter;
    private final Cells cells;
    private final List<String> problems = new ArrayList<>();
    private final Header header;
    private final String headerText;
    private @Nullable Raw ahead;
    private long rows;

    private CsvFile(Reader reader, String name, CsvFeed feed) throws IOException {
        this.reader = reader;
        this.name = name;
        this.feed = feed;
        this.cells = new Cells(feed.layout(), feed.columns());
        var lines = new Lines(reader);
        for (var i = 0; i < feed.layout().skipLines(); i++) {
            lines.next();
        }
        this.splitter = new RecordSplitter(lines, feed.layout());
        var first = feed.layout().hasHeader() ? splitter.next(0) : null;
        this.headerText = first == null ? "" : first.text() + "\n";
        this.header = header(first);
        problems.addAll(header.problems());
    }

    /**
     * Opens a file and checks its header. The caller closes.
     *
     * @param name of the file, for messages
     */
    public static CsvFile open(InputStream in, String name, CsvFeed feed) throws IOException {
        return new CsvFile(CsvText.open(in, feed.layout().charset()), name.isBlank() ? feed.name() : name, feed);
    }

    /**
     * A whole file by the feed that reads most of its columns; by one without a header, which fits every file, only if no other does; by the only
     * feed, whether it fits or not; null if none fits. The caller closes.
     */
    public static @Nullable CsvFile fitting(byte[] raw, Map<String, CsvFeed> feeds) throws IOException {
        var order = Comparator.comparing((CsvFeed feed) -> !feed.layout().hasHeader())
                .thenComparing(CsvFeed::name);
        CsvFile best = null;
        for (var feed : feeds.values().stream().sorted(order).toList()) {
            if (best != null && !feed.layout().hasHeader()) {
                break;
            }
            var file = open(new ByteArrayInputStream(raw), feed.name(), feed);
            var isBetter = best == null || file.unread().size() < best.unread().size();
            if (feeds.size() == 1 || file.problems().isEmpty() && isBetter) {
                if (best != null) {
                    best.close();
                }
                best = file;
            } else {
                file.close();
            }
        }
        return best;
    }

    private Header header(@Nullable Raw first) {
        if (!feed.layout().hasHeader()) {
            return Header.declared(feed);
        }
        var names = first == null ? null : cells.of(first);
        if (names == null) {
            problems.add(
                    first == null
                            ? "The file is empty. It must begin with the names of its columns."
                            : "Line %d is no header: a quote in it is not closed.".formatted(first.line()));
            return new Header(List.of(), Map.of(), List.of(), List.of());
        }
        return Header.of(names, feed);
    }

    /** Why nothing of the file can be read, each with its column; empty if it can. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Columns of the file that the feed does not read, for people; empty if the feed ignores them. */
    public List<String> unread() {
        return feed.extra() == CsvFeed.ExtraColumns.IGNORE ? List.of() : header.extra();
    }

    /** The header as it was sent, line breaks within its quotes included; empty if the feed has none. */
    String head() {
        return headerText;
    }

    /** Rows handed out so far. */
    public long rows() {
        return rows;
    }

    /** The next row, or rows that belong together; null at the end. Not to be called if there are {@link #problems()}. */
    public @Nullable CsvEntry next() throws IOException {
        var first = take();
        if (first == null) {
            return null;
        }
        var row = row(first);
        var taken = new ArrayList<Raw>(List.of(first));
        if (row != null && !feed.groupBy().isEmpty()) {
            var group = group(row);
            var size = first.text().length();
            for (var raw = take(); raw != null; raw = take()) {
                var next = row(raw);
                size += raw.text().length();
                if (next == null || !group(next).equals(group) || taken.size() >= MOST_ROWS || size > MOST_TEXT) {
                    ahead = raw;
                    break;
                }
                taken.add(raw);
            }
        }
        rows += taken.size();
        return entry(taken, row == null ? "" : feed.laneKey(row));
    }

    private CsvEntry entry(List<Raw> taken, String laneKey) {
        var text = new StringBuilder(headerText);
        var lines = new ArrayList<Long>();
        for (var raw : taken) {
            text.append(raw.text()).append('\n');
            lines.add(raw.line());
        }
        return new CsvEntry(feed.name(), name, lines, text.toString(), laneKey);
    }

    private @Nullable Raw take() throws IOException {
        if (ahead != null) {
            var taken = ahead;
            ahead = null;
            return taken;
        }
        for (var raw = splitter.next(header.width()); raw != null; raw = splitter.next(header.width())) {
            var row = row(raw);
            if (row == null || !row.isBlank()) {
                return raw;
            }
        }
        return null;
    }

    private @Nullable CsvRow row(Raw raw) {
        var values = cells.of(raw);
        return values == null ? null : new CsvRow(feed, header, name, raw.line(), values);
    }

    private List<String> group(CsvRow row) {
        return feed.groupBy().stream()
                .map(column -> String.valueOf(row.value(column)))
                .toList();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
