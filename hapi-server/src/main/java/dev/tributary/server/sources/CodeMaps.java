package dev.tributary.server.sources;

import dev.tributary.mapping.template.CodeMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The section {@code code-maps} of a source's file: tables of local codes that its rules name. */
final class CodeMaps {

    private final Map<String, CodeMap> byName = new LinkedHashMap<>();

    CodeMaps(Section top) {
        top.section("code-maps").ifPresent(section -> {
            for (var name : section.names()) {
                read(section, name).ifPresent(map -> byName.put(name, map));
            }
        });
    }

    /** The table below a key; empty, with a problem, if it is none. */
    private static Optional<CodeMap> read(Section section, String key) {
        var entries = new LinkedHashMap<String, CodeMap.Entry>();
        section.table(key).forEach((code, meaning) -> {
            try {
                entries.put(code, CodeMap.Entry.parse(meaning));
            } catch (IllegalArgumentException e) {
                section.problem(key + "." + code, String.valueOf(e.getMessage()));
            }
        });
        return entries.isEmpty() ? Optional.empty() : Optional.of(new CodeMap(key, entries));
    }

    /** The table that a rule names or holds; null if it has none. */
    @Nullable
    CodeMap of(Section rule, String key) {
        if (rule.isSection(key)) {
            return read(rule, key).orElse(null);
        }
        var name = rule.text(key).orElse(null);
        if (name != null && !byName.containsKey(name)) {
            rule.problem(
                    key,
                    "\"%s\" is no code map. Declare it under code-maps, or write the codes below this key. There are: %s."
                            .formatted(name, byName.isEmpty() ? "none" : String.join(", ", byName.keySet())));
        }
        return name == null ? null : byName.get(name);
    }
}
