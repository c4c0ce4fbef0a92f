package dev.tributary.mapping.custom;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Customisation;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.MessageFields;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.RowFilter;
import dev.tributary.mapping.template.TemplateRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * The section {@code customise} of a source's file. In this order: filters, elements, segments, code maps, defaults. What cannot be done
 * is a warning, for the message itself was understood.
 *
 * @param filters messages that are kept out
 * @param elements of the first resource of their type
 * @param segments that make resources of their own
 * @param codes that are translated
 * @param defaults for elements that are empty, of every resource of their type
 */
public record DeclaredCustomisation(
        List<RowFilter> filters,
        List<ElementRule> elements,
        List<SegmentRule> segments,
        List<CodeRule> codes,
        List<ElementRule> defaults)
        implements Customisation {

    public DeclaredCustomisation {
        filters = List.copyOf(filters);
        elements = List.copyOf(elements);
        segments = List.copyOf(segments);
        codes = List.copyOf(codes);
        defaults = List.copyOf(defaults);
    }

    @Override
    public Mapped apply(Mapped mapped, MessageFields fields, SourceProfile profile) {
        var kept = RowFilter.first(filters, fields);
        if (kept != null) {
            return Mapped.filtered(mapped.trigger(), mapped.occurred(), kept.name());
        }
        if (mapped.hasErrors() || !mapped.supported() || mapped.changes().isEmpty()) {
            return mapped;
        }
        var references = references(mapped);
        var run = new TemplateRun(profile, profile.zone(), references);
        var issues = new ArrayList<Issue>();
        setElements(mapped, fields, run, references);
        segments.forEach(rule -> fields.each(rule.segment()).forEach(segment -> run.add(rule.resources(), segment)));
        var changes = new ArrayList<>(mapped.changes());
        changes.addAll(run.changes());
        translateAndFill(changes, fields, run, issues);
        var carried = new CarriedFields(this);
        mapped.issues().forEach(issue -> carried.without(issue).ifPresent(issues::add));
        run.issues().forEach(issue -> issues.add(softened(issue)));
        return new Mapped(mapped.trigger(), mapped.occurred(), changes, issues);
    }

    private void setElements(Mapped mapped, MessageFields fields, TemplateRun run, Map<String, String> references) {
        for (var rule : elements) {
            first(mapped, rule.target().resourceType()).ifPresent(resource -> {
                run.apply(rule, resource, fields, references);
                rule.target().prune(resource);
            });
        }
    }

    private void translateAndFill(List<Change> changes, MessageFields fields, TemplateRun run, List<Issue> issues) {
        for (var change : changes) {
            if (change instanceof Change.Write write) {
                var resource = write.resource();
                codes.stream()
                        .filter(rule -> rule.resourceType().equals(resource.fhirType()))
                        .forEach(rule -> rule.apply(resource, issues));
                defaults.stream()
                        .filter(rule -> rule.target().resourceType().equals(resource.fhirType()))
                        .filter(rule -> rule.target().values(resource).isEmpty())
                        .forEach(rule -> run.apply(rule, resource, fields, Map.of()));
            }
        }
    }

    /** Resources of the message under their types' names in small letters: {@code patient}, {@code encounter}. */
    private static Map<String, String> references(Mapped mapped) {
        var references = new HashMap<String, String>();
        for (var change : mapped.changes()) {
            if (change instanceof Change.Write write) {
                var type = write.resource().fhirType();
                references.putIfAbsent(
                        nameOf(type),
                        type + "/" + write.resource().getIdElement().getIdPart());
            }
        }
        return references;
    }

    /** How a segment's resources refer to the first of that type that the map made. */
    public static String nameOf(String type) {
        return Character.toLowerCase(type.charAt(0)) + type.substring(1);
    }

    private static Optional<Resource> first(Mapped mapped, String type) {
        return mapped.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(change -> ((Change.Write) change).resource())
                .filter(resource -> resource.fhirType().equals(type))
                .findFirst();
    }

    private static Issue softened(Issue issue) {
        return issue.severity() == Issue.Severity.ERROR
                ? Issue.warning(issue.code(), issue.path(), issue.text())
                : issue;
    }
}
