package dev.tributary.server.sources;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The keys of one level of a YAML file. Every wrong value becomes a problem and the default is carried on with. */
final class Section {

    private final String prefix;
    private final Map<?, ?> values;
    private final Placeholders placeholders;
    private final BiConsumer<String, String> problems;
    private final Set<String> known = new HashSet<>();

    Section(String prefix, Map<?, ?> values, Placeholders placeholders, BiConsumer<String, String> problems) {
        this.prefix = prefix;
        this.values = values;
        this.placeholders = placeholders;
        this.problems = problems;
    }

    Optional<String> text(String key) {
        known.add(key);
        var value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof String string)) {
            problem(key, "is a list or has keys of its own. Write one value.");
            return Optional.empty();
        }
        return filled(key, string);
    }

    /** The same with its blanks, which may be what is meant, and without complaint if it is empty. */
    Optional<String> raw(String key) {
        known.add(key);
        return values.get(key) instanceof String text ? Optional.of(placeholders.fill(text)) : text(key);
    }

    int number(String key, int fallback, int least, int most) {
        var text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            var number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the message below says it
        }
        problem(key, "\"%s\" is no number from %d to %d.".formatted(text.get(), least, most));
        return fallback;
    }

    boolean flag(String key, boolean fallback) {
        var text = text(key).orElse(Boolean.toString(fallback));
        if (!text.equals("true") && !text.equals("false")) {
            problem(key, "\"%s\" is neither true nor false.".formatted(text));
        }
        return text.equals("true");
    }

    Set<String> texts(String key) {
        known.add(key);
        var value = values.get(key);
        var texts = new LinkedHashSet<String>();
        if (value instanceof String one) {
            filled(key, one).ifPresent(texts::add);
        } else if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            list.forEach(each -> filled(key, (String) each).ifPresent(texts::add));
        } else if (value != null) {
            problem(key, "is no list of texts. Write one like [LAB, LIS].");
        }
        return texts;
    }

    Map<String, String> table(String key) {
        var table = new LinkedHashMap<String, String>();
        section(key)
                .ifPresent(section -> section.values
                        .keySet()
                        .forEach(name ->
                                section.text(name.toString()).ifPresent(value -> table.put(name.toString(), value))));
        return table;
    }

    /** The keys of this level, in the order of the file. */
    List<String> names() {
        return values.keySet().stream().map(Object::toString).toList();
    }

    /** Whether the key has keys of its own below it. */
    boolean isSection(String key) {
        return values.get(key) instanceof Map<?, ?>;
    }

    boolean isThere(String key) {
        return values.containsKey(key);
    }

    /** What stands at a key: one value, one section, or a list of them. */
    List<Either> items(String key) {
        known.add(key);
        var value = values.get(key);
        var items = new ArrayList<Either>();
        for (var each : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            if (each instanceof Map<?, ?> map) {
                items.add(new Either(null, new Section(path(key) + ".", map, placeholders, problems)));
            } else if (each instanceof String text) {
                filled(key, text).ifPresent(filled -> items.add(new Either(filled, null)));
            } else {
                problem(key, "has a list inside of a list. Write one list.");
            }
        }
        return items;
    }

    /** One of the two is null. */
    record Either(@Nullable String text, @Nullable Section section) {}

    Optional<Section> section(String key) {
        known.add(key);
        var value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new Section(path(key) + ".", map, placeholders, problems));
        }
        problem(key, "\"%s\" is one value. Write keys below it, indented.".formatted(value));
        return Optional.empty();
    }

    void problem(String key, String text) {
        problems.accept(path(key), text);
    }

    /** A key that nobody asked for is a spelling mistake, or something the hub does not do: either way, say so. */
    void refuseUnknown() {
        values.keySet().stream()
                .map(Object::toString)
                .filter(key -> !known.contains(key))
                .forEach(key -> problem(
                        key,
                        "no such key. Known here: "
                                + String.join(", ", known.stream().sorted().toList()) + "."));
    }

    private Optional<String> filled(String key, String value) {
        var filled = placeholders.fill(value).strip();
        if (filled.isEmpty()) {
            problem(key, "is empty. Write a value or leave the key out.");
            return Optional.empty();
        }
        if (Placeholders.isOpen(filled)) {
            problem(key, "\"%s\" is not set. Set it, or write a default: ${NAME:default}.".formatted(filled));
            return Optional.empty();
        }
        return Optional.of(filled);
    }

    private String path(String key) {
        return key.isEmpty() ? prefix.replaceFirst("\\.$", "") : prefix + key;
    }
}
