package dev.tributary.mapping.v2.datatype;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * A <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/coding_system_maps.html">code system map</a> from a CSV resource with the columns
 * {@code code,target,display,system}, and {@code alias} in a fifth one. Lines that start with {@code #} are comments; values hold no commas.
 */
public final class CodeTable {

    private static final Map<String, CodeTable> TABLES = new ConcurrentHashMap<>();

    private final Map<String, Entry> entries;

    private CodeTable(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /**
     * What a code means in FHIR.
     *
     * @param isAlias whether the table of HL7 does not have the code: a word that some senders write instead
     */
    public record Entry(
            String target,
            @Nullable String display,
            @Nullable String system,
            boolean isAlias) {

        public Coding toCoding() {
            return new Coding(system, target, display);
        }
    }

    /** The table of that name, {@code HL70001}; names without a resource are a bug. */
    public static CodeTable of(String name) {
        return TABLES.computeIfAbsent(name, CodeTable::load);
    }

    /** Codes are compared without regard to case. */
    public @Nullable Entry get(String code) {
        return entries.get(code.toUpperCase(Locale.ROOT));
    }

    private static CodeTable load(String name) {
        var resource = "/dev/tributary/mapping/v2/tables/" + name + ".csv";
        var entries = new HashMap<String, Entry>();
        try (var stream = CodeTable.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("No code table " + resource);
            }
            var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("code,")) {
                    add(entries, line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CodeTable(Map.copyOf(entries));
    }

    private static void add(Map<String, Entry> entries, String line) {
        var columns = line.split(",", -1);
        entries.put(
                columns[0].toUpperCase(Locale.ROOT),
                new Entry(columns[1], column(columns, 2), column(columns, 3), "alias".equals(column(columns, 4))));
    }

    private static @Nullable String column(String[] columns, int index) {
        return index < columns.length && !columns[index].isBlank() ? columns[index] : null;
    }
}
