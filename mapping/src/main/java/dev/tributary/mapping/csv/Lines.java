package dev.tributary.mapping.csv;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a text with their numbers, whatever ends them. Lines that turn out not to belong to a record can be put back. */
final class Lines {

    /** Longer lines are cut: one line must not fill the memory. */
    static final int MOST = 1 << 20;

    private final Reader reader;
    private final char[] buffer = new char[1 << 14];
    private final Deque<Line> back = new ArrayDeque<>();
    private int position;
    private int limit;
    private long number;

    Lines(Reader reader) {
        this.reader = reader;
    }

    /**
     * One line.
     *
     * @param number from 1
     * @param end the characters that ended it; empty at the end of the text
     */
    record Line(long number, String text, String end) {}

    /** Null at the end. */
    @Nullable
    Line next() throws IOException {
        var returned = back.pollFirst();
        return returned == null ? read() : returned;
    }

    /** In the order in which they came. */
    void putBack(List<Line> lines) {
        for (var i = lines.size() - 1; i >= 0; i--) {
            back.addFirst(lines.get(i));
        }
    }

    private @Nullable Line read() throws IOException {
        var text = new StringBuilder();
        for (var c = read1(); ; c = read1()) {
            if (c < 0) {
                return text.length() == 0 ? null : new Line(++number, text.toString(), "");
            }
            if (c == '\n') {
                return new Line(++number, text.toString(), "\n");
            }
            if (c == '\r') {
                return new Line(++number, text.toString(), skipLineFeed() ? "\r\n" : "\r");
            }
            if (text.length() < MOST) {
                text.append((char) c);
            }
        }
    }

    private boolean skipLineFeed() throws IOException {
        var c = read1();
        if (c >= 0 && c != '\n') {
            position--;
        }
        return c == '\n';
    }

    private int read1() throws IOException {
        if (position == limit) {
            limit = reader.read(buffer, 0, buffer.length);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return -1;
            }
        }
        return buffer[position++];
    }
}
