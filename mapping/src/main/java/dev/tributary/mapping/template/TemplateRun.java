package dev.tributary.mapping.template;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.DeterministicId;
import dev.tributary.mapping.Fields;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.Origin.Named;
import dev.tributary.mapping.template.Origin.ReferenceTo;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Applies templates to the records of one message. What is wrong becomes an issue that names place, value and reason. For one thread. */
public final class TemplateRun {

    private final SourceProfile profile;
    private final ZoneId zone;
    private final Map<String, String> known;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Set<Issue> issues = new LinkedHashSet<>();

    /** @param known references that are there already, by name */
    public TemplateRun(SourceProfile profile, ZoneId zone, Map<String, String> known) {
        this.profile = profile;
        this.zone = zone;
        this.known = Map.copyOf(known);
    }

    /** Applies the templates to one record; a resource that an earlier record made gets its further values. */
    public void add(List<ResourceTemplate> templates, Fields fields) {
        var references = new HashMap<>(known);
        var made = new LinkedHashMap<ResourceTemplate, Resource>();
        for (var template : templates) {
            if (Condition.allHold(template.when(), fields)) {
                var missing = template.missingKey(fields);
                if (missing == null) {
                    made.put(template, resource(template, fields, references));
                } else {
                    error(
                            "required",
                            fields.path(missing),
                            "is empty, and the %s is known by it".formatted(template.name()));
                }
            }
        }
        made.forEach((template, resource) -> {
            template.rules().forEach(rule -> apply(rule, resource, fields, references));
            template.rules().forEach(rule -> rule.target().prune(resource));
            checkComplete(template, resource, fields);
        });
    }

    private Resource resource(ResourceTemplate template, Fields fields, Map<String, String> references) {
        var id = DeterministicId.of(profile.id(), template.type(), String.valueOf(template.key(fields)));
        references.put(template.name(), template.type() + "/" + id);
        return resources.computeIfAbsent(template.type() + "/" + id, any -> {
            var resource = ElementPath.newResource(template.type());
            resource.setId(id);
            return resource;
        });
    }

    /** Sets one element of a resource that is there. */
    public void apply(ElementRule rule, Resource resource, Fields fields, Map<String, String> references) {
        if (!Condition.allHold(rule.limits().when(), fields)) {
            return;
        }
        if (rule.origin() instanceof ReferenceTo to) {
            var reference = references.get(to.name());
            if (reference != null) {
                rule.target().set(resource, new Reference(reference));
            } else if (rule.limits().isRequired()) {
                error(
                        "required",
                        rule.target().toString(),
                        "has nothing to refer to: this record makes no " + to.name());
            }
            return;
        }
        var text = rule.origin() instanceof Named named ? named.text(fields) : null;
        var own = rule.own();
        if (text != null) {
            convert(rule, text, resource, fields);
        } else if (own != null) {
            set(rule, rule.ownConverter(), own, resource, fields);
        } else if (rule.limits().isRequired()) {
            error("required", fields.path(place(rule)), "is empty, and %s needs it".formatted(rule.target()));
        }
    }

    private void convert(ElementRule rule, String text, Resource resource, Fields fields) {
        var values = rule.steps().apply(text);
        if (values == null) {
            error("value", fields.path(place(rule)), "\"%s\" is not of the form that extract demands".formatted(text));
            return;
        }
        values.forEach(value -> set(rule, rule.converter(), value, resource, fields));
    }

    private void set(ElementRule rule, @Nullable Converter converter, String value, Resource resource, Fields fields) {
        if (converter == null) {
            return;
        }
        var place = place(rule);
        var converted = converter.convert(value, new Converter.Scene(profile, zone, fields, place));
        if (converted.value() != null) {
            rule.target().set(resource, converted.value());
        }
        if (converted.problem() != null) {
            report(converted, fields, place, value);
        }
    }

    private void report(Converted converted, Fields fields, String place, String value) {
        var text = "\"%s\" %s.".formatted(value, converted.problem());
        issues.add(
                converted.isWarning()
                        ? Issue.warning("code-invalid", fields.field(place), text)
                        : Issue.error("value", fields.path(place), text));
    }

    /** FHIR demands some elements: a record that leaves them empty would make an invalid resource. */
    private void checkComplete(ResourceTemplate template, Resource resource, Fields fields) {
        for (var element : template.demanded()) {
            var rule = template.rules().stream()
                    .filter(each -> each.target().topElement().equals(element))
                    .findFirst();
            if (rule.isPresent() && !ElementPath.has(resource, element)) {
                error(
                        "required",
                        fields.path(place(rule.get())),
                        "gives no value, and FHIR demands %s.%s".formatted(template.type(), element));
            }
        }
    }

    /** The field that a rule reads, else the element that it sets: what an issue is about. */
    public static String place(ElementRule rule) {
        return rule.origin() instanceof Named named
                ? named.names().get(0)
                : rule.target().toString();
    }

    private void error(String code, String path, String text) {
        issues.add(Issue.error(code, path, text + "."));
    }

    /** What was made, without resources that stayed empty. */
    public List<Change> changes() {
        var changes = new ArrayList<Change>();
        resources.values().forEach(resource -> changes.add(Change.Write.partial(resource)));
        return changes;
    }

    public List<Issue> issues() {
        return List.copyOf(issues);
    }
}
