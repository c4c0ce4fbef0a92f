package dev.tributary.server.sources;

import dev.tributary.mapping.template.Conversion;
import dev.tributary.mapping.template.Conversion.Units;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads how the text of a rule becomes a value. */
final class Conversions {

    private final CodeMaps maps;
    private final Map<String, String> systems;

    /** @param systems of the source's {@code identifier-systems}, by authority: rules may name them so */
    Conversions(CodeMaps maps, Map<String, String> systems) {
        this.maps = maps;
        this.systems = systems;
    }

    CodeMaps maps() {
        return maps;
    }

    Conversion read(Section rule, Naming naming) {
        return new Conversion(
                maps.of(rule, "map"),
                List.copyOf(rule.texts("date")),
                pivot(rule),
                ElementRules.locale(rule, "locale"),
                decimal(rule),
                system(rule, "system"),
                named(rule, "display", naming),
                new Units(
                        rule.text("unit").orElse(null),
                        named(rule, "unit-" + naming.word(), naming),
                        maps.of(rule, "unit-map")),
                small(rule.texts("yes")),
                small(rule.texts("no")));
    }

    /** What a column's check may say of dates and numbers. */
    Conversion readDate(Section column) {
        return new Conversion(
                null,
                List.copyOf(column.texts("date")),
                pivot(column),
                ElementRules.locale(column, "locale"),
                decimal(column),
                null,
                null,
                Conversion.NONE.quantity(),
                Set.of(),
                Set.of());
    }

    private static @Nullable Integer pivot(Section rule) {
        if (rule.text("pivot").isEmpty()) {
            return null;
        }
        return rule.number("pivot", 1930, 1800, 2100);
    }

    private static char decimal(Section rule) {
        var text = rule.text("decimal").orElse("point");
        if (!text.equals("point") && !text.equals("comma")) {
            rule.problem("decimal", "\"%s\" is neither point nor comma.".formatted(text));
        }
        return text.equals("comma") ? ',' : '.';
    }

    /** An absolute URI, or the authority of one of the source's identifier systems. */
    @Nullable
    String system(Section rule, String key) {
        var text = rule.text(key).orElse(null);
        if (text == null || systems.containsKey(text)) {
            return text == null ? null : systems.get(text);
        }
        try {
            if (URI.create(text).isAbsolute()) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            // the message below says it
        }
        rule.problem(
                key,
                "\"%s\" is neither an absolute URI nor a key of identifier-systems. Write one like https://hospital.example/mrn."
                        .formatted(text));
        return null;
    }

    private static @Nullable String named(Section rule, String key, Naming naming) {
        return rule.text(key).flatMap(name -> naming.checked(rule, key, name)).orElse(null);
    }

    private static Set<String> small(Set<String> texts) {
        return texts.stream().map(text -> text.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    }
}
