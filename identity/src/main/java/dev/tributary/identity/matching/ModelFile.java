package dev.tributary.identity.matching;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** A model as YAML that people can read and change. */
final class ModelFile {

    private static final String HEAD = """
            # How Tributary tells whether two records are one person; docs/identity.md explains it.
            # Each level: how likely it is if the records are of
            #   [one person, strangers, relatives of one household, twins, relatives of one name].
            """;

    private ModelFile() {}

    static MatchModel readResource(String name) {
        try (var stream = Objects.requireNonNull(ModelFile.class.getResourceAsStream(name), name)) {
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MatchModel parse(String yaml) {
        var root = section(load(yaml), "model");
        var thresholds = section(root.get("thresholds"), "thresholds");
        var frequencies = section(root.get("term-frequencies"), "term-frequencies");
        return new MatchModel(
                String.valueOf(required(root.get("version"), "version")),
                new MatchModel.Thresholds(
                        number(thresholds, "link"), number(thresholds, "review"), number(thresholds, "contradiction")),
                priors(section(root.get("priors"), "priors")),
                levels(section(root.get("fields"), "fields")),
                new TermFrequencies(
                        shares(frequencies, "given"),
                        shares(frequencies, "family"),
                        number(frequencies, "unlisted-given"),
                        number(frequencies, "unlisted-family")));
    }

    private static @org.jspecify.annotations.Nullable Object load(String yaml) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("The model is no YAML: " + e.getMessage(), e);
        }
    }

    private static Map<Relation, Double> priors(Map<String, Object> section) {
        var priors = new EnumMap<Relation, Double>(Relation.class);
        for (var relation : Relation.values()) {
            priors.put(relation, number(section, relation.code()));
        }
        return priors;
    }

    private static Map<Field, Map<Level, double[]>> levels(Map<String, Object> section) {
        var levels = new EnumMap<Field, Map<Level, double[]>>(Field.class);
        section.forEach((name, value) -> {
            var field = constant(Field.values(), Field::code, name, "field");
            var ofField = new EnumMap<Level, double[]>(Level.class);
            section(value, name).forEach((code, probabilities) -> {
                var level = constant(field.levels().toArray(Level[]::new), Level::code, code, "level of " + name);
                ofField.put(level, probabilities(probabilities, name + "." + code));
            });
            levels.put(field, ofField);
        });
        return levels;
    }

    private static double[] probabilities(Object value, String path) {
        var relations = Relation.values().length;
        if (!(value instanceof List<?> list) || list.size() != relations) {
            throw new IllegalArgumentException(path + " needs " + relations + " probabilities");
        }
        return list.stream().mapToDouble(each -> probability(each, path)).toArray();
    }

    private static double probability(@org.jspecify.annotations.Nullable Object value, String path) {
        if (value instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(path + ": " + value + " is no probability above 0 and up to 1");
    }

    private static Map<String, Double> shares(Map<String, Object> section, String name) {
        var shares = new HashMap<String, Double>();
        section(section.getOrDefault(name, Map.of()), name)
                .forEach((term, share) -> shares.put(term, probability(share, name + "." + term)));
        return shares;
    }

    private static double number(Map<String, Object> section, String name) {
        if (section.get(name) instanceof Number number && number.doubleValue() > 0) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + " must be a number above 0, not " + section.get(name));
    }

    private static Object required(@org.jspecify.annotations.Nullable Object value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("The model has no " + name);
        }
        return value;
    }

    private static Map<String, Object> section(@org.jspecify.annotations.Nullable Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("The model has no section " + name);
        }
        var section = new TreeMap<String, Object>();
        map.forEach((key, entry) -> {
            if (entry != null) {
                section.put(String.valueOf(key), entry);
            }
        });
        return section;
    }

    private static <T> T constant(T[] constants, Function<T, String> code, String name, String kind) {
        for (var constant : constants) {
            if (code.apply(constant).equals(name)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("There is no " + kind + " called " + name);
    }

    static String write(MatchModel model) {
        var yaml = new StringBuilder(HEAD);
        yaml.append("version: \"").append(model.version().replace("\"", "'")).append("\"\n");
        yaml.append("thresholds:\n");
        line(yaml, "link", model.thresholds().link());
        line(yaml, "review", model.thresholds().review());
        line(yaml, "contradiction", model.thresholds().contradiction());
        yaml.append("# How common each explanation is, relative to the others.\npriors:\n");
        for (var relation : Relation.values()) {
            line(yaml, relation.code(), model.priors().getOrDefault(relation, 1.0));
        }
        yaml.append("fields:\n");
        model.levels().forEach((field, levels) -> {
            yaml.append("  ").append(field.code()).append(":\n");
            field.levels().stream()
                    .filter(levels::containsKey)
                    .forEach(level -> level(yaml, level, Objects.requireNonNull(levels.get(level))));
        });
        yaml.append("# Share of people with a name; agreement on a rare one says more.\nterm-frequencies:\n");
        line(yaml, "unlisted-given", model.frequencies().unlistedGiven());
        line(yaml, "unlisted-family", model.frequencies().unlistedFamily());
        shares(yaml, "given", model.frequencies().given());
        shares(yaml, "family", model.frequencies().family());
        return yaml.toString();
    }

    private static void line(StringBuilder yaml, String name, double value) {
        yaml.append("  ").append(name).append(": ").append(text(value)).append('\n');
    }

    private static void level(StringBuilder yaml, Level level, double[] probabilities) {
        yaml.append("    ").append(level.code()).append(": [");
        for (var i = 0; i < probabilities.length; i++) {
            yaml.append(i == 0 ? "" : ", ").append(text(probabilities[i]));
        }
        yaml.append("]\n");
    }

    private static void shares(StringBuilder yaml, String name, Map<String, Double> shares) {
        yaml.append("  ").append(name).append(shares.isEmpty() ? ": {}\n" : ":\n");
        new TreeMap<>(shares)
                .forEach((term, share) -> yaml.append("    \"")
                        .append(term)
                        .append("\": ")
                        .append(text(share))
                        .append('\n'));
    }

    /** Four significant digits, never in exponents that YAML reads as text. */
    private static String text(double value) {
        var rounded = new java.math.BigDecimal(value)
                .round(new java.math.MathContext(4))
                .stripTrailingZeros();
        return String.format(Locale.ROOT, "%s", rounded.toPlainString());
    }
}
