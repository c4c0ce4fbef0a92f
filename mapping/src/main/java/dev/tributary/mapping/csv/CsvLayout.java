package dev.tributary.mapping.csv;

import java.nio.charset.Charset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a file is written.
 *
 * @param charset how bytes are read unless a byte order mark says otherwise
 * @param separator between values; {@link #FIXED_WIDTH} if values stand at fixed places instead
 * @param quote around values that hold separators, quotes or line breaks; null if there are no quotes
 * @param hasHeader whether the first row names the columns; without, they come in the order of the file's {@code columns}
 * @param skipLines lines before the header that do not count
 * @param comment lines that begin with it do not count; null if there are none
 * @param empty words that stand for no value, in small letters: {@code null}, {@code n/a}
 */
public record CsvLayout(
        Charset charset,
        char separator,
        @Nullable Character quote,
        boolean hasHeader,
        int skipLines,
        @Nullable Character comment,
        Set<String> empty) {

    public static final char FIXED_WIDTH = '\0';

    public CsvLayout {
        empty = Set.copyOf(empty);
    }

    boolean isFixedWidth() {
        return separator == FIXED_WIDTH;
    }
}
