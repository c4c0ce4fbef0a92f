package dev.tributary.mapping.template;

import dev.tributary.mapping.Fields;
import dev.tributary.mapping.element.ElementPath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One resource that each record makes, as a source's file declares it.
 *
 * @param name how other resources of the record refer to it
 * @param type of FHIR
 * @param key what tells it from others of its type: with the source and the type, its id for ever
 * @param when all must hold for it to be made
 * @param rules its elements, in the order of the file
 */
public record ResourceTemplate(
        String name, String type, List<KeyPart> key, List<Condition> when, List<ElementRule> rules) {

    private static final String SEPARATOR = "\u001e";
    /** FHIR demands more, but the merge of visits fills it in. */
    private static final Set<String> COMPLETED = Set.of("Encounter.status", "Encounter.class");

    public ResourceTemplate {
        key = List.copyOf(key);
        when = List.copyOf(when);
        rules = List.copyOf(rules);
    }

    /**
     * A part of a key.
     *
     * @param isConstant whether the text is meant itself, and not the column or field of that name
     */
    public record KeyPart(String text, boolean isConstant) {

        @Nullable
        String value(Fields fields) {
            return isConstant ? text : fields.value(text);
        }
    }

    /** The first column of the key that is empty; null if all are valued. */
    @Nullable
    String missingKey(Fields fields) {
        for (var part : key) {
            if (part.value(fields) == null) {
                return part.text();
            }
        }
        return null;
    }

    /** The key's values; null if one is missing. */
    public @Nullable String key(Fields fields) {
        var values = new ArrayList<String>();
        for (var part : key) {
            var value = part.value(fields);
            if (value == null) {
                return null;
            }
            values.add(value);
        }
        return String.join(SEPARATOR, values);
    }

    /** Every column or field that the template looks at. */
    public Set<String> reads() {
        var reads = new LinkedHashSet<String>();
        key.stream().filter(part -> !part.isConstant()).forEach(part -> reads.add(part.text()));
        when.forEach(condition -> reads.add(condition.field()));
        rules.forEach(rule -> reads.addAll(rule.reads()));
        return reads;
    }

    /** Elements that FHIR demands of the type. */
    List<String> demanded() {
        return ElementPath.required(type).stream()
                .filter(element -> !COMPLETED.contains(type + "." + element))
                .toList();
    }

    /** Elements that FHIR demands of the type and that no rule sets. */
    public List<String> lacking() {
        return demanded().stream()
                .filter(element -> rules.stream()
                        .noneMatch(rule -> rule.target().topElement().equals(element)))
                .toList();
    }
}
