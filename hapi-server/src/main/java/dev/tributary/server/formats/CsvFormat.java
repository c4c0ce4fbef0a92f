package dev.tributary.server.formats;

import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.csv.CsvEntry;
import dev.tributary.mapping.csv.CsvMapper;
import dev.tributary.server.sources.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Rows of text files. Files become messages row by row before they are kept; a whole file can be mapped to try it. */
final class CsvFormat implements MessageFormat {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Received read(byte[] raw, Source source) {
        var feed = CsvEntry.feedOf(new String(raw, StandardCharsets.UTF_8));
        return new Received("", feed == null ? name() : feed, "", null, List.of());
    }

    @Override
    public Mapped map(byte[] raw, Source source) {
        return CsvMapper.map(raw, source.csv(), source.profile());
    }
}
