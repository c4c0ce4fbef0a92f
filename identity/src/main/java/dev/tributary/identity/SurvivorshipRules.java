package dev.tributary.identity;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Whose value a field of the unified Patient takes. Fields without a rule go by trust, then recency.
 *
 * @param rules by field
 */
public record SurvivorshipRules(Map<PersonField, Rule> rules) {

    /** No rules: trust, then recency. */
    public static final SurvivorshipRules NONE = new SurvivorshipRules(Map.of());

    private static final Rule USUAL = new Rule(List.of(), Preference.TRUST);

    /** What decides among records whose sources are not named, or are the same. */
    public enum Preference {
        /** The most trusted source, then the most recent. */
        TRUST,
        /** The most recent, then the most trusted source. */
        RECENT,
        /** The one that says most, then the most trusted source. */
        COMPLETE
    }

    /**
     * One field's rule.
     *
     * @param sources ids, best first; they come before all others
     */
    public record Rule(List<String> sources, Preference prefer) {

        public Rule {
            sources = List.copyOf(sources);
        }

        private int rank(SourceRecord record) {
            var rank = sources.indexOf(record.source());
            return rank < 0 ? Integer.MAX_VALUE : rank;
        }
    }

    public SurvivorshipRules {
        rules = Map.copyOf(rules);
    }

    /** Reads the rules; throws {@link IllegalArgumentException} that says what is wrong where. */
    public static SurvivorshipRules parse(String yaml) {
        var rules = new EnumMap<PersonField, Rule>(PersonField.class);
        var file = section(load(yaml), "the file");
        for (var key : file.keySet()) {
            if (!key.equals("fields")) {
                throw new IllegalArgumentException(key + ": there is no such key; write the rules under fields.");
            }
        }
        section(file.get("fields"), "fields").forEach((name, value) -> {
            var field = PersonField.ofCode(name)
                    .orElseThrow(() -> new IllegalArgumentException("fields." + name
                            + ": there is no such field. There are name, gender, birthDate, deceased, address, maritalStatus,"
                            + " multipleBirth, contact, communication, generalPractitioner and extension."));
            rules.put(field, rule("fields." + name, section(value, "fields." + name)));
        });
        return new SurvivorshipRules(rules);
    }

    private static @Nullable Object load(String yaml) {
        try {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("This is no YAML: " + e.getMessage(), e);
        }
    }

    private static Rule rule(String path, Map<?, ?> section) {
        for (var key : section.keySet()) {
            if (!List.of("sources", "prefer").contains(String.valueOf(key))) {
                throw new IllegalArgumentException(path + "." + key + ": there are sources and prefer.");
            }
        }
        var sources = section.get("sources");
        if (sources != null && !(sources instanceof List<?>)) {
            throw new IllegalArgumentException(path + ".sources: write a list of source ids, best first.");
        }
        return new Rule(
                sources instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(),
                preference(path, section.get("prefer")));
    }

    private static Preference preference(String path, @Nullable Object value) {
        if (value == null) {
            return Preference.TRUST;
        }
        for (var preference : Preference.values()) {
            if (preference.name().toLowerCase(Locale.ROOT).equals(value)) {
                return preference;
            }
        }
        throw new IllegalArgumentException(path + ".prefer: " + value + "; write trust, recent or complete.");
    }

    private static Map<String, Object> section(@Nullable Object value, String path) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(path + ": there must be keys and values here.");
        }
        var section = new LinkedHashMap<String, Object>();
        map.forEach((key, entry) -> {
            if (entry != null) {
                section.put(String.valueOf(key), entry);
            }
        });
        return section;
    }

    /** The ids of sources that some rule names. */
    public Set<String> sources() {
        return rules.values().stream()
                .flatMap(rule -> rule.sources().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Best first. */
    Comparator<SourceRecord> order(PersonField field) {
        var rule = rules.getOrDefault(field, USUAL);
        var trusted = Comparator.comparingInt(SourceRecord::trust);
        var recent = Comparator.comparing(SourceRecord::asOf);
        var preferred = switch (rule.prefer()) {
            case TRUST -> trusted.thenComparing(recent);
            case RECENT -> recent.thenComparing(trusted);
            case COMPLETE ->
                Comparator.<SourceRecord>comparingInt(record -> field.completeness(record.patient()))
                        .thenComparing(trusted)
                        .thenComparing(recent);
        };
        return Comparator.<SourceRecord>comparingInt(rule::rank)
                .thenComparing(preferred.reversed())
                // The same records give the same person, in whatever order they are read.
                .thenComparing(record -> record.patient().getIdElement().getIdPart());
    }
}
