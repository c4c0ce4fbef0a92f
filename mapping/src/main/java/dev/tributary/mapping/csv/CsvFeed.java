package dev.tributary.mapping.csv;

import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.ResourceTemplate;
import dev.tributary.mapping.template.RowFilter;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of file that a source sends, as its YAML file declares it.
 *
 * @param name in {@code POST /csv/name}
 * @param files names of files in a watched folder that are of this feed; null if any is
 * @param zone of times without an offset
 * @param columns that the feed knows, in order
 * @param extra what to do with columns that nothing reads
 * @param groupBy columns that are the same in rows that belong together; empty if each row stands for itself
 * @param filters rows that do not count
 * @param resources what each row makes
 * @param occurred when the thing happened; null if rows do not say
 */
public record CsvFeed(
        String name,
        @Nullable Pattern files,
        CsvLayout layout,
        ZoneId zone,
        List<Column> columns,
        ExtraColumns extra,
        List<String> groupBy,
        List<RowFilter> filters,
        List<ResourceTemplate> resources,
        @Nullable ElementRule occurred) {

    public CsvFeed {
        columns = List.copyOf(columns);
        groupBy = List.copyOf(groupBy);
        filters = List.copyOf(filters);
        resources = List.copyOf(resources);
    }

    /** Columns of a file that nothing reads. */
    public enum ExtraColumns {
        /** The answer names them. */
        REPORT,
        /** The file is refused. */
        REFUSE,
        /** Nobody is told. */
        IGNORE
    }

    /** The same feed for a file of which somebody knows the character set. */
    public CsvFeed in(Charset charset) {
        var other = new CsvLayout(
                charset,
                layout.separator(),
                layout.quote(),
                layout.hasHeader(),
                layout.skipLines(),
                layout.comment(),
                layout.empty());
        return new CsvFeed(name, files, other, zone, columns, extra, groupBy, filters, resources, occurred);
    }

    /** A column by the name or an alias that a header gives it. */
    Optional<Column> column(String header) {
        var wanted = header.strip().toLowerCase(Locale.ROOT);
        return columns.stream()
                .filter(column -> column.name().toLowerCase(Locale.ROOT).equals(wanted)
                        || column.aliases().stream()
                                .anyMatch(
                                        alias -> alias.toLowerCase(Locale.ROOT).equals(wanted)))
                .findFirst();
    }

    /**
     * What decides about order: rows of one patient apply one after the other. The value of the Patient's key, else of the first key;
     * empty if the row has none.
     */
    String laneKey(CsvRow row) {
        var candidates = new ArrayList<ResourceTemplate>(resources);
        candidates.sort(
                (a, b) -> Boolean.compare(b.type().equals("Patient"), a.type().equals("Patient")));
        return candidates.stream()
                .map(template -> template.key(row))
                .filter(key -> key != null && !key.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Names of columns that declare nothing but their place are made of what the rules read. */
    public static List<Column> withRead(List<Column> declared, Set<String> read) {
        Map<String, Column> columns = new LinkedHashMap<>();
        declared.forEach(column -> columns.put(column.name(), column));
        read.forEach(name -> columns.putIfAbsent(name, Column.named(name)));
        return List.copyOf(columns.values());
    }
}
