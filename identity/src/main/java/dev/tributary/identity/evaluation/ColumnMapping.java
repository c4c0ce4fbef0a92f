package dev.tributary.identity.evaluation;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A YAML that says what unusual columns hold: {@code header: column}, or the other way round. */
public final class ColumnMapping {

    private static final String NO_MAPPING = "The mapping of columns needs lines like \"geb_dat: birth-date\"";

    private ColumnMapping() {}

    /** Header to column; throws {@link IllegalArgumentException} that names what is no column. */
    public static Map<String, Column> parse(String yaml) {
        if (!(load(yaml) instanceof Map<?, ?> entries)) {
            throw new IllegalArgumentException(NO_MAPPING);
        }
        var mapping = new LinkedHashMap<String, Column>();
        entries.forEach((key, value) -> {
            var header = String.valueOf(key);
            var other = String.valueOf(value);
            named(other)
                    .ifPresentOrElse(
                            column -> mapping.put(header, column),
                            () -> mapping.put(other, named(header).orElseThrow(() -> noColumn(other))));
        });
        return mapping;
    }

    private static @Nullable Object load(String yaml) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new IllegalArgumentException(NO_MAPPING, e);
        }
    }

    static Column column(String code) {
        return named(code).orElseThrow(() -> noColumn(code));
    }

    private static Optional<Column> named(String code) {
        var folded = code.toLowerCase(Locale.ROOT).replace('_', '-');
        return Arrays.stream(Column.values())
                .filter(column -> column.code().equals(folded))
                .findFirst();
    }

    private static IllegalArgumentException noColumn(String name) {
        return new IllegalArgumentException(name + " is no column. There are "
                + Arrays.stream(Column.values()).map(Column::code).collect(Collectors.joining(", ")));
    }
}
