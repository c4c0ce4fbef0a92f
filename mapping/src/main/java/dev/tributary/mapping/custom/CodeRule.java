package dev.tributary.mapping.custom;

import dev.tributary.mapping.Issue;
import dev.tributary.mapping.element.ElementPath;
import dev.tributary.mapping.template.CodeMap;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Codes of one element, translated by a table. Of a CodeableConcept the original coding stays beside; of a Coding or a code there is no room. */
public final class CodeRule {

    private final ElementPath element;
    private final CodeMap map;
    private final @Nullable String from;

    /**
     * @param from system of the codes that are meant; null means any
     * @throws IllegalArgumentException if the element holds no codes
     */
    public CodeRule(ElementPath element, CodeMap map, @Nullable String from) {
        if (!List.of("CodeableConcept", "Coding", "code").contains(element.leafType())) {
            throw new IllegalArgumentException("\"%s\" is of type %s. Name a CodeableConcept, a Coding or a code."
                    .formatted(element, element.leafType()));
        }
        this.element = element;
        this.map = map;
        this.from = from;
    }

    String resourceType() {
        return element.resourceType();
    }

    /** Translates what is there; codes that the table lacks become issues. */
    void apply(Resource resource, List<Issue> issues) {
        for (var value : element.values(resource)) {
            if (value instanceof CodeableConcept concept) {
                translate(concept, issues);
            } else if (value instanceof Coding coding) {
                translate(coding, issues);
            } else {
                translate(resource, value, issues);
            }
        }
    }

    private void translate(CodeableConcept concept, List<Issue> issues) {
        var codes = new ArrayList<String>();
        concept.getCoding().stream().filter(this::isMeant).forEach(coding -> codes.add(coding.getCode()));
        if (concept.getCoding().isEmpty() && from == null && concept.hasText()) {
            codes.add(concept.getText());
        }
        var found = codes.stream().map(map::find).filter(entry -> entry != null).findFirst();
        if (found.isEmpty()) {
            codes.stream().findFirst().ifPresent(code -> report(code, issues));
            return;
        }
        var coding = found.get().coding();
        var isThere = concept.getCoding().stream()
                .anyMatch(each -> coding.getCode().equals(each.getCode())
                        && String.valueOf(coding.getSystem()).equals(String.valueOf(each.getSystem())));
        if (!isThere) {
            concept.getCoding().add(0, coding);
        }
    }

    private void translate(Coding coding, List<Issue> issues) {
        if (!isMeant(coding)) {
            return;
        }
        var entry = map.find(coding.getCode());
        if (entry == null) {
            report(coding.getCode(), issues);
        } else {
            coding.setSystem(entry.system() == null ? coding.getSystem() : entry.system())
                    .setCode(entry.code())
                    .setDisplay(entry.display());
        }
    }

    private void translate(Resource resource, Base value, List<Issue> issues) {
        var code = ElementPath.textOf(value);
        var entry = code == null ? null : map.find(code);
        if (entry != null && !element.repeats()) {
            element.set(resource, element.primitive(entry.code()));
        } else if (code != null && entry == null) {
            report(code, issues);
        }
    }

    private boolean isMeant(Coding coding) {
        return coding.hasCode() && (from == null || from.equals(coding.getSystem()));
    }

    private void report(String code, List<Issue> issues) {
        if (map.leadsTo(code)) {
            return;
        }
        issues.add(Issue.warning(
                "code-invalid",
                element.toString(),
                "\"%s\" is not in the code map %s and was kept as it is.".formatted(code, map.name())));
    }
}
