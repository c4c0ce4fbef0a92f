package dev.tributary.server.sources;

import dev.tributary.mapping.template.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads {@code when:} of a rule, and filters: the name of a column or field, a test of it, or a list of both that must all hold. */
final class Conditions {

    private final Naming naming;

    Conditions(Naming naming) {
        this.naming = naming;
    }

    /** None if the key is not there. */
    List<Condition> read(Section section, String key) {
        var conditions = new ArrayList<Condition>();
        for (var item : section.items(key)) {
            if (item.text() != null) {
                naming.checked(section, key, item.text()).ifPresent(name -> conditions.add(Condition.valued(name)));
            } else if (item.section() != null) {
                test(item.section()).ifPresent(conditions::add);
            }
        }
        return conditions;
    }

    private Optional<Condition> test(Section section) {
        var name = section.text(naming.word()).flatMap(text -> naming.checked(section, naming.word(), text));
        if (name.isEmpty()) {
            section.problem(naming.word(), "is missing. Say what is looked at.");
        }
        var condition = name.map(field -> condition(section, field));
        section.refuseUnknown();
        return condition;
    }

    private static Condition condition(Section section, String field) {
        var equal = section.texts("equals");
        var unequal = section.texts("not-equals");
        var matches = pattern(section, "matches");
        var mismatches = pattern(section, "not-matches");
        if (!equal.isEmpty()) {
            return Condition.oneOf(field, List.copyOf(equal));
        }
        if (!unequal.isEmpty()) {
            return Condition.oneOf(field, List.copyOf(unequal)).negated();
        }
        if (matches.isPresent()) {
            return Condition.matches(field, matches.get());
        }
        if (mismatches.isPresent()) {
            return Condition.matches(field, mismatches.get()).negated();
        }
        var isEmpty = section.flag("empty", false);
        return isEmpty ? Condition.valued(field).negated() : Condition.valued(field);
    }

    /** Empty, with a problem if the text is no regular expression. */
    static Optional<Pattern> pattern(Section section, String key) {
        return section.text(key).flatMap(text -> {
            try {
                return Optional.of(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                section.problem(key, "\"%s\" is no regular expression: %s.".formatted(text, e.getDescription()));
                return Optional.empty();
            }
        });
    }
}
