package dev.tributary.server.workbench;

import dev.tributary.mapping.csv.CsvEntry;
import dev.tributary.mapping.csv.CsvFile;
import dev.tributary.mapping.v2.V2Batch;
import dev.tributary.server.sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The messages that an input holds, as intake would keep them: those of a batch of HL7 v2, the rows of a text file.
 *
 * @param messages at least one: what is no batch and no file of the source is one message
 * @param more whether there are more of them than are tried
 */
record Parts(List<byte[]> messages, boolean more) {

    private static final int MOST = 1_000;

    Parts {
        messages = List.copyOf(messages);
    }

    /** Never throws for what the input holds. */
    static Parts of(Source source, String format, byte[] raw) {
        return switch (format) {
            case "hl7v2" -> first(V2Batch.of(raw).messages(), raw);
            case "csv" -> rows(source, raw);
            default -> new Parts(List.of(raw), false);
        };
    }

    private static Parts first(List<byte[]> messages, byte[] raw) {
        if (messages.isEmpty()) {
            return new Parts(List.of(raw), false);
        }
        return new Parts(messages.subList(0, Math.min(MOST, messages.size())), messages.size() > MOST);
    }

    /** A row that the journal keeps is one message; of a file whose columns fit no feed the map says why. */
    private static Parts rows(Source source, byte[] raw) {
        if (CsvEntry.feedOf(new String(raw, StandardCharsets.UTF_8)) != null) {
            return new Parts(List.of(raw), false);
        }
        try (var file = CsvFile.fitting(raw, source.csv())) {
            if (file == null || !file.problems().isEmpty()) {
                return new Parts(List.of(raw), false);
            }
            var rows = new ArrayList<byte[]>();
            var entry = file.next();
            for (; entry != null && rows.size() < MOST; entry = file.next()) {
                rows.add(entry.content().getBytes(StandardCharsets.UTF_8));
            }
            return rows.isEmpty() ? new Parts(List.of(raw), false) : new Parts(rows, entry != null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
