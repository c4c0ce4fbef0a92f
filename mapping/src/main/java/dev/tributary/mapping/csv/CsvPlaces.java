package dev.tributary.mapping.csv;

import dev.tributary.mapping.lineage.Place;
import dev.tributary.mapping.lineage.PlaceReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cells of the rows that one message holds ({@link CsvEntry#content()}), named as in issues: {@code results.dob}, and
 * {@code results[2].dob} for the second row of a group. The header is no place.
 */
public final class CsvPlaces implements PlaceReader {

    private final Map<String, CsvFeed> feeds;

    /** @param feeds of the source, by name */
    public CsvPlaces(Map<String, CsvFeed> feeds) {
        this.feeds = Map.copyOf(feeds);
    }

    @Override
    public List<Place> places(byte[] input) {
        var text = new String(input, StandardCharsets.UTF_8);
        var entry = CsvEntry.read(text);
        var feed = entry == null ? null : feeds.get(entry.feed());
        return feed == null ? List.of() : new Scan(text, feed).rows(text.indexOf('\n') + 1);
    }

    /** No map copies a row as a whole. */
    @Override
    public byte[] reworded(byte[] input) {
        return input;
    }

    /** A row by itself. */
    @Override
    public String group(Place place) {
        return place.path().substring(0, place.path().indexOf('.'));
    }

    /** Of fixed width a value must keep its length, or the columns behind it move. */
    @Override
    public String fitted(Place place, String raw, String value) {
        var name = group(place);
        var feed = feeds.get(name.contains("[") ? name.substring(0, name.indexOf('[')) : name);
        if (feed == null || !feed.layout().isFixedWidth()) {
            return value;
        }
        var padded = value + " ".repeat(Math.max(0, raw.length() - value.length()));
        var same = padded.substring(0, raw.length());
        if (!same.equals(raw)) {
            return same;
        }
        var last = same.length() - 1;
        return same.substring(0, last) + (same.charAt(last) == 'X' ? 'Y' : 'X');
    }

    /** One pass over one entry. */
    private static final class Scan {

        private final String text;
        private final CsvFeed feed;
        private final int[] offsets;
        private final List<Place> places = new ArrayList<>();

        Scan(String text, CsvFeed feed) {
            this.text = text;
            this.feed = feed;
            this.offsets = offsets(text);
        }

        private record Span(int start, int end) {}

        List<Place> rows(int begin) {
            var cells = new ArrayList<Span>();
            var at = begin;
            var header = Header.declared(feed);
            if (feed.layout().hasHeader()) {
                at = cells(at, cells);
                header = Header.of(cells.stream().map(this::value).toList(), feed);
            }
            var names = names(header);
            for (var row = 1; at < text.length(); row++) {
                cells.clear();
                at = cells(at, cells);
                add(feed.name() + (row == 1 ? "" : "[" + row + "]") + ".", cells, names);
            }
            return places;
        }

        private static List<String> names(Header header) {
            var known = new HashMap<Integer, String>();
            header.places().forEach((name, place) -> known.put(place, name));
            var names = new ArrayList<String>();
            for (var i = 0; i < header.width(); i++) {
                names.add(known.getOrDefault(i, header.names().get(i)));
            }
            return names;
        }

        private void add(String row, List<Span> cells, List<String> names) {
            for (var i = 0; i < Math.min(cells.size(), names.size()); i++) {
                var span = cells.get(i);
                var value = value(span).strip();
                if (!value.isEmpty() && !feed.layout().empty().contains(value.toLowerCase(Locale.ROOT))) {
                    places.add(new Place(row + names.get(i), value, offsets[span.start()], offsets[span.end()]));
                }
            }
        }

        private String value(Span span) {
            var value = text.substring(span.start(), span.end());
            var quote = feed.layout().quote();
            return quote == null ? value : value.replace("" + quote + quote, "" + quote);
        }

        /** Adds the cells of the record that begins there; the answer is where the next one begins. */
        private int cells(int begin, List<Span> into) {
            return feed.layout().isFixedWidth() ? slices(begin, into) : delimited(begin, into);
        }

        private int slices(int begin, List<Span> into) {
            var end = plainEnd(begin, '\0');
            for (var column : feed.columns()) {
                var from = Math.min(begin + column.from() - 1, end);
                into.add(new Span(from, Math.max(from, Math.min(begin + column.to(), end))));
            }
            return afterLineEnd(end);
        }

        private int delimited(int begin, List<Span> into) {
            var separator = feed.layout().separator();
            var quote = feed.layout().quote();
            for (var at = begin; ; at++) {
                int end;
                if (quote != null && at < text.length() && text.charAt(at) == quote) {
                    var close = closing(at + 1, quote);
                    into.add(new Span(at + 1, close));
                    end = plainEnd(Math.min(close + 1, text.length()), separator);
                } else {
                    end = plainEnd(at, separator);
                    into.add(new Span(at, end));
                }
                if (end >= text.length() || text.charAt(end) != separator) {
                    return afterLineEnd(end);
                }
                at = end;
            }
        }

        private int closing(int begin, char quote) {
            for (var i = begin; i < text.length(); i++) {
                if (text.charAt(i) == quote) {
                    if (i + 1 == text.length() || text.charAt(i + 1) != quote) {
                        return i;
                    }
                    i++;
                }
            }
            return text.length();
        }

        private int plainEnd(int begin, char separator) {
            var i = begin;
            while (i < text.length()
                    && text.charAt(i) != separator
                    && text.charAt(i) != '\n'
                    && text.charAt(i) != '\r') {
                i++;
            }
            return i;
        }

        private int afterLineEnd(int end) {
            return text.startsWith("\r\n", end) ? end + 2 : end + 1;
        }

        /** The byte at which each character begins in UTF-8. */
        private static int[] offsets(String text) {
            var offsets = new int[text.length() + 1];
            for (var i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                var length = c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
                offsets[i + 1] = offsets[i] + length;
            }
            return offsets;
        }
    }
}
