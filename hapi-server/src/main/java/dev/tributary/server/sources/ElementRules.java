package dev.tributary.server.sources;

import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.Conversion;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.ElementRule.Limits;
import dev.tributary.mapping.template.Origin;
import dev.tributary.mapping.template.TextSteps;
import dev.tributary.mapping.template.TextSteps.Letters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads lines like {@code Patient.birthDate: dob}: an element, and where its value comes from. */
final class ElementRules {

    private final Naming naming;
    private final Conversions conversions;
    private final Conditions conditions;
    private final boolean isTextConstant;

    /** @param isTextConstant whether a plain text is the value itself, and not the name of a column or field */
    ElementRules(Naming naming, Conversions conversions, boolean isTextConstant) {
        this.naming = naming;
        this.conversions = conversions;
        this.conditions = new Conditions(naming);
        this.isTextConstant = isTextConstant;
    }

    /** @param type of resource, if paths may be written without it; null if they may not */
    List<ElementRule> read(Section elements, @Nullable String type) {
        var rules = new ArrayList<ElementRule>();
        for (var key : elements.names()) {
            var path = type == null || key.startsWith(type + ".") ? key : type + "." + key;
            rule(elements, key, path).ifPresent(rules::add);
        }
        return rules;
    }

    /** The rule at a key; empty, with problems, if it is none. */
    Optional<ElementRule> rule(Section section, String key, String path) {
        ElementPath target;
        try {
            target = ElementPath.parse(path);
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()));
            section.items(key);
            return Optional.empty();
        }
        if (section.isSection(key)) {
            return section.section(key).flatMap(rule -> full(rule, target));
        }
        return section.text(key).flatMap(text -> plain(section, key, target, text));
    }

    private Optional<ElementRule> plain(Section section, String key, ElementPath target, String text) {
        var origin = target.leafType().equals("Reference")
                ? Optional.of((Origin) new Origin.ReferenceTo(text))
                : isTextConstant
                        ? Optional.of((Origin) new Origin.Constant(text))
                        : naming.checked(section, key, text).map(name -> (Origin) new Origin.Named(List.of(name), " "));
        return origin.flatMap(from -> made(section, key, target, from, Limits.NONE, TextSteps.NONE, Conversion.NONE));
    }

    private Optional<ElementRule> full(Section rule, ElementPath target) {
        var origin = origin(rule);
        var limits = new Limits(
                rule.text("default").orElse(null), rule.flag("required", false), conditions.read(rule, "when"));
        var steps = steps(rule);
        var conversion = conversions.read(rule, naming);
        rule.refuseUnknown();
        return origin.flatMap(from -> made(rule, "", target, from, limits, steps, conversion));
    }

    private static Optional<ElementRule> made(
            Section section,
            String key,
            ElementPath target,
            Origin origin,
            Limits limits,
            TextSteps steps,
            Conversion conversion) {
        try {
            return Optional.of(new ElementRule(target, origin, limits, steps, conversion));
        } catch (IllegalArgumentException e) {
            section.problem(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Optional<Origin> origin(Section rule) {
        var word = naming.word();
        var names = new ArrayList<>(rule.texts(word));
        names.addAll(rule.texts(word + "s"));
        var known = names.stream()
                .filter(name -> naming.checked(rule, word, name).isPresent())
                .toList();
        var separator = rule.raw("join").orElse(" ");
        var value = rule.text("value");
        var reference = rule.text("reference");
        var count = (names.isEmpty() ? 0 : 1) + (value.isPresent() ? 1 : 0) + (reference.isPresent() ? 1 : 0);
        if (count != 1) {
            rule.problem(
                    "",
                    "says %s where the value comes from. Write one of %s, %ss, value or reference."
                            .formatted(count == 0 ? "not" : "more than once", word, word));
            return Optional.empty();
        }
        if (known.size() < names.size()) {
            return Optional.empty();
        }
        return Optional.of(value.map(text -> (Origin) new Origin.Constant(text))
                .or(() -> reference.map(Origin.ReferenceTo::new))
                .orElseGet(() -> new Origin.Named(known, separator)));
    }

    private static TextSteps steps(Section rule) {
        var letters = rule.text("letters").orElse("");
        if (!letters.isEmpty() && !letters.equals("upper") && !letters.equals("lower")) {
            rule.problem("letters", "\"%s\" is neither upper nor lower.".formatted(letters));
        }
        return new TextSteps(
                Conditions.pattern(rule, "extract").orElse(null),
                replacements(rule),
                letters.equals("upper") ? Letters.UPPER : letters.equals("lower") ? Letters.LOWER : Letters.AS_THEY_ARE,
                rule.raw("split").orElse(null),
                rule.number("part", 0, 1, 1000));
    }

    private static Map<Pattern, String> replacements(Section rule) {
        var replacements = new LinkedHashMap<Pattern, String>();
        rule.section("replace").ifPresent(table -> {
            for (var key : table.names()) {
                try {
                    var by = table.raw(key).orElse("");
                    Pattern.compile(key).matcher("").replaceAll(by);
                    replacements.put(Pattern.compile(key), by);
                } catch (PatternSyntaxException e) {
                    table.problem(key, "is no regular expression: %s.".formatted(e.getDescription()));
                }
            }
        });
        return replacements;
    }

    /** The rule for reading a time that belongs to no element. */
    Optional<ElementRule> time(Section section, String key) {
        return section.isThere(key) ? rule(section, key, "Observation.effective.ofType(dateTime)") : Optional.empty();
    }

    static Locale locale(Section rule, String key) {
        return rule.text(key).map(Locale::forLanguageTag).orElse(Locale.ENGLISH);
    }
}
