package dev.tributary.mapping.v2.datatype;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which codes the <a href="https://hl7.org/fhir/R4/terminologies-v2.html">tables of HL7 v2</a> have, as FHIR R4 knows them: a code that
 * is not among them must not be told to be one of HL7.
 */
public final class Hl7Tables {

    private static final String PREFIX = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String RESOURCE = "/dev/tributary/mapping/v2/tables/HL7Tables.csv";
    private static final Map<String, Set<String>> TABLES = load();

    private Hl7Tables() {}

    /**
     * The code as the system of a table spells it, whatever capitals were sent; null if HL7 does not have it there. Codes of other systems
     * are as they are.
     */
    static @Nullable String spelled(String system, String code) {
        var codes = TABLES.get(table(system));
        if (codes == null || codes.contains(code)) {
            return code;
        }
        return codes.stream()
                .filter(code::equalsIgnoreCase)
                .reduce((one, other) -> "")
                .filter(found -> !found.isEmpty())
                .orElse(null);
    }

    /** Whether a table has the code, as it is spelled. */
    public static boolean hasCode(String table, String code) {
        return TABLES.getOrDefault(table, Set.of()).contains(code);
    }

    /** Whether FHIR's copy has the table whose system this is. */
    static boolean isKnown(String system) {
        return TABLES.containsKey(table(system));
    }

    /** The number of the table whose system this is; empty if it is none. */
    static String table(String system) {
        return system.startsWith(PREFIX) ? system.substring(PREFIX.length()) : "";
    }

    private static Map<String, Set<String>> load() {
        var tables = new HashMap<String, Set<String>>();
        try (var stream = Objects.requireNonNull(Hl7Tables.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    var parts = List.of(line.split("\\|", -1));
                    tables.put(parts.get(0), Set.copyOf(parts.subList(1, parts.size())));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(tables);
    }
}
