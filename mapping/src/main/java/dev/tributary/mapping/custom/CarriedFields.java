package dev.tributary.mapping.custom;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.ResourceTemplate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which fields the file carries over, so that nobody is told any more that they were left behind. */
final class CarriedFields {

    private static final Pattern LIST = Pattern.compile("(valued fields: )([^.]*(?:\\.\\d+[^.]*)*)\\.");
    private static final Pattern OCCURRENCE = Pattern.compile("\\[\\d+]");

    private final Set<String> carried = new HashSet<>();
    private final Set<String> translated = new HashSet<>();

    CarriedFields(DeclaredCustomisation customisation) {
        for (var rule : customisation.elements()) {
            note(rule);
        }
        for (var segment : customisation.segments()) {
            for (ResourceTemplate template : segment.resources()) {
                carried.addAll(template.reads());
            }
        }
    }

    private void note(ElementRule rule) {
        carried.addAll(rule.reads());
        if (rule.translates()) {
            translated.addAll(rule.reads());
        }
    }

    /** The issue as far as it still stands; empty if it does not. */
    Optional<Issue> without(Issue issue) {
        var path = OCCURRENCE.matcher(issue.path()).replaceAll("");
        if (issue.code().equals("code-invalid") && isIn(translated, path)) {
            return Optional.empty();
        }
        if (!issue.code().equals("not-supported")) {
            return Optional.of(issue);
        }
        if (isIn(carried, path)) {
            return Optional.empty();
        }
        var list = LIST.matcher(issue.text());
        return list.find() ? shortened(issue, list.group(2)) : Optional.of(issue);
    }

    /** A segment that nobody read has one issue, which lists its fields. */
    private Optional<Issue> shortened(Issue issue, String listed) {
        var names = List.of(listed.split(", "));
        var left = names.stream()
                .filter(name -> !isIn(carried, OCCURRENCE.matcher(name).replaceAll("")))
                .toList();
        if (left.size() == names.size()) {
            return Optional.of(issue);
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new Issue(
                        issue.severity(),
                        issue.code(),
                        issue.path(),
                        issue.text().replace(listed, String.join(", ", left))));
    }

    private static boolean isIn(Set<String> names, String path) {
        return names.stream().anyMatch(name -> path.equals(name) || path.startsWith(name + "."));
    }
}
