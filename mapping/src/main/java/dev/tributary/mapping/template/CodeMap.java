package dev.tributary.mapping.template;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hl7.fhir.r4.model.Coding;
import org.jspecify.annotations.Nullable;

/**
 * A table from a source's own codes to others. Local codes are compared without regard to capital and small letters.
 *
 * @param name as the source's file calls it
 * @param entries by local code; {@code *} stands for every code that has no entry of its own
 */
public record CodeMap(String name, Map<String, Entry> entries) {

    private static final String ANY = "*";

    public CodeMap {
        var lower = new LinkedHashMap<String, Entry>();
        entries.forEach((code, entry) -> lower.put(code.strip().toLowerCase(Locale.ROOT), entry));
        entries = Map.copyOf(lower);
    }

    /** What a local code means. */
    public record Entry(
            @Nullable String system, String code, @Nullable String display) {

        /**
         * Reads {@code system|code|display}, {@code system|code} or a code alone.
         *
         * @throws IllegalArgumentException if there is no code in it
         */
        public static Entry parse(String text) {
            var parts = text.split("\\|", 3);
            if (parts.length == 1) {
                return new Entry(null, parts[0].strip(), null);
            }
            if (parts[1].isBlank()) {
                throw new IllegalArgumentException(
                        "\"%s\" has no code. Write system|code|display, or a code alone.".formatted(text));
            }
            return new Entry(
                    parts[0].isBlank() ? null : parts[0].strip(),
                    parts[1].strip(),
                    parts.length < 3 || parts[2].isBlank() ? null : parts[2].strip());
        }

        public Coding coding() {
            return new Coding(system, code, display);
        }
    }

    /** Null if the table says nothing about the code. */
    public @Nullable Entry find(String local) {
        var entry = entries.get(local.strip().toLowerCase(Locale.ROOT));
        return entry == null ? entries.get(ANY) : entry;
    }

    /** Whether a code is one that the table leads to: then it is translated already. */
    public boolean leadsTo(String code) {
        return entries.values().stream().anyMatch(entry -> entry.code().equals(code));
    }

    /** The codes that have an entry, for a message to people. */
    String known() {
        return String.join(
                ", ",
                entries.keySet().stream()
                        .filter(code -> !code.equals(ANY))
                        .sorted()
                        .limit(20)
                        .toList());
    }
}
