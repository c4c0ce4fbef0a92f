package dev.tributary.mapping.csv;

import dev.tributary.mapping.csv.Lines.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parts a text into records after <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>: a line break inside of quotes ends none.
 * A quote that is never closed spoils its own line only; the lines after it are read anew.
 */
final class RecordSplitter {

    private static final int MOST_LINES = 1000;

    private final Lines lines;
    private final CsvLayout layout;

    RecordSplitter(Lines lines, CsvLayout layout) {
        this.lines = lines;
        this.layout = layout;
    }

    /**
     * One record as it stands in the file.
     *
     * @param line on which it begins, from 1
     * @param isOpen whether a quote in it is never closed
     */
    record Raw(long line, String text, boolean isOpen) {}

    /**
     * The next record that is neither blank nor a comment; null at the end.
     *
     * @param width number of values that a record should have; 0 if that is not known. A record over several lines that has another
     *     number comes of a stray quote: only its first line is taken.
     */
    @Nullable
    Raw next(int width) throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (!isSkipped(line)) {
                return layout.quote() == null || layout.isFixedWidth()
                        ? new Raw(line.number(), line.text(), false)
                        : record(line, layout.quote(), width);
            }
        }
        return null;
    }

    private boolean isSkipped(Line line) {
        if (line.text().isBlank()) {
            return true;
        }
        return layout.comment() != null && line.text().charAt(0) == layout.comment();
    }

    private Raw record(Line first, char quote, int width) throws IOException {
        var state = new Quotes(layout.separator(), quote);
        state.read(first.text());
        if (!state.isOpen) {
            return new Raw(first.number(), first.text(), false);
        }
        var text = new StringBuilder(first.text());
        var taken = new ArrayList<Line>();
        var end = first.end();
        while (state.isOpen && taken.size() < MOST_LINES && text.length() < Lines.MOST) {
            var line = lines.next();
            if (line == null) {
                break;
            }
            taken.add(line);
            text.append(end).append(line.text());
            end = line.end();
            state.read(line.text());
        }
        if (state.isOpen || state.isMessy || width > 0 && state.values != width) {
            return alone(first, taken);
        }
        return new Raw(first.number(), text.toString(), false);
    }

    private Raw alone(Line first, List<Line> taken) {
        lines.putBack(taken);
        return new Raw(first.number(), first.text(), true);
    }

    /** Whether we are inside of quotes, how many values were begun, and whether anything stands behind a closing quote. */
    private static final class Quotes {

        private final char separator;
        private final char quote;
        private boolean isOpen;
        private boolean isStart = true;
        private boolean isClosed;
        private boolean isMessy;
        private int values = 1;

        Quotes(char separator, char quote) {
            this.separator = separator;
            this.quote = quote;
        }

        void read(String line) {
            for (var i = 0; i < line.length(); i++) {
                var c = line.charAt(i);
                if (isOpen) {
                    if (c == quote && i + 1 < line.length() && line.charAt(i + 1) == quote) {
                        i++;
                    } else if (c == quote) {
                        isOpen = false;
                        isClosed = true;
                    }
                } else if (c == separator) {
                    isStart = true;
                    isClosed = false;
                    values++;
                } else {
                    isMessy |= isClosed && !Character.isWhitespace(c);
                    isOpen = isStart && c == quote;
                    isStart = false;
                }
            }
        }
    }
}
