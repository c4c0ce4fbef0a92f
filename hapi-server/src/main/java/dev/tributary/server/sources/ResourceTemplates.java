package dev.tributary.server.sources;

import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.ElementRule;
import dev.tributary.mapping.template.ResourceTemplate;
import dev.tributary.mapping.template.ResourceTemplate.KeyPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads resources that each row or segment makes. */
final class ResourceTemplates {

    private final Naming naming;
    private final Conditions conditions;
    private final ElementRules rules;

    ResourceTemplates(Naming naming, Conversions conversions) {
        this.naming = naming;
        this.conditions = new Conditions(naming);
        this.rules = new ElementRules(naming, conversions, false);
    }

    /** @param known names that rules may refer to besides the resources themselves; empty means that any may be meant */
    List<ResourceTemplate> read(Section section, Set<String> known) {
        var templates = new ArrayList<ResourceTemplate>();
        for (var name : section.names()) {
            section.section(name).flatMap(each -> template(name, each)).ifPresent(templates::add);
        }
        checkReferences(section, templates, known);
        checkKeys(section, templates);
        return templates;
    }

    private Optional<ResourceTemplate> template(String name, Section section) {
        var type = section.text("type").orElse(Character.toUpperCase(name.charAt(0)) + name.substring(1));
        try {
            ElementPath.checkResource(type);
        } catch (IllegalArgumentException e) {
            section.problem("type", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        var key = key(section);
        var when = conditions.read(section, "when");
        var elements = section.section("elements");
        if (elements.isEmpty()) {
            section.problem("elements", "is missing. Write lines like %s.identifier below it.".formatted(type));
        }
        var template = new ResourceTemplate(
                name,
                type,
                key,
                when,
                elements.map(each -> rules.read(each, type)).orElse(List.of()));
        section.refuseUnknown();
        elements.ifPresent(each -> checkComplete(each, template));
        return Optional.of(template);
    }

    private List<KeyPart> key(Section section) {
        var parts = new ArrayList<KeyPart>();
        for (var text : section.texts("key")) {
            if (text.startsWith("=")) {
                parts.add(new KeyPart(text.substring(1), true));
            } else {
                naming.checked(section, "key", text).ifPresent(name -> parts.add(new KeyPart(name, false)));
            }
        }
        if (parts.stream().allMatch(KeyPart::isConstant)) {
            section.problem(
                    "key",
                    "is missing. Name the %ss that tell one from another: the resource's id is made of them."
                            .formatted(naming.word()));
        }
        return parts;
    }

    private static void checkComplete(Section elements, ResourceTemplate template) {
        for (var element : template.lacking()) {
            elements.problem(
                    template.type() + "." + element,
                    "is missing, and FHIR demands it. Give it a value, like {value: …}.");
        }
        var hasNumber = template.rules().stream()
                .anyMatch(rule -> rule.target().topElement().equals("identifier"));
        if (template.type().equals("Patient") && !hasNumber) {
            elements.problem(
                    "Patient.identifier",
                    "is missing. A source's patient is known by a number; write where it stands.");
        }
    }

    private static void checkReferences(Section section, List<ResourceTemplate> templates, Set<String> known) {
        var names = new ArrayList<>(known);
        templates.forEach(template -> names.add(template.name()));
        for (var template : templates) {
            for (ElementRule rule : template.rules()) {
                var to = rule.refersTo();
                if (to != null && !names.contains(to)) {
                    section.problem(
                            template.name() + ".elements." + rule.target(),
                            "\"%s\" is no resource here. There are: %s.".formatted(to, String.join(", ", names)));
                }
            }
        }
    }

    /** Two resources of one type and one key would be one and the same. */
    private static void checkKeys(Section section, List<ResourceTemplate> templates) {
        Map<String, String> seen = new HashMap<>();
        for (var template : templates) {
            var other = seen.putIfAbsent(template.type() + template.key(), template.name());
            if (other != null && !template.key().isEmpty()) {
                section.problem(
                        template.name() + ".key",
                        "is the same as that of %s, so both would be one %s. Add what tells them apart, like \"=%s\"."
                                .formatted(other, template.type(), template.name()));
            }
        }
    }
}
