package dev.tributary.server.formats;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.csv.CsvMapper;
import dev.tributary.server.sources.Source;
import java.util.List;

/** Rows of text files. Files become messages row by row before they are kept; a whole file can be mapped to try it. */
final class CsvFormat implements MessageFormat {

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public Received read(byte[] raw, Source source) {
        return new Received(
                "",
                "",
                "",
                null,
                List.of(Issue.error(
                        "not-supported", "csv", "Send text files to POST /csv/{feed}, which reads them row by row.")));
    }

    @Override
    public Mapped map(byte[] raw, Source source) {
        return CsvMapper.map(raw, source.csv(), source.profile());
    }
}
