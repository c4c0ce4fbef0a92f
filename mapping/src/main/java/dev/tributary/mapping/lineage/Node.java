package dev.tributary.mapping.lineage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * An element as a value that can be compared.
 *
 * @param value of a primitive; null of anything else
 * @param children by JSON name
 */
record Node(@Nullable String value, Map<String, Children> children) {

    /**
     * @param repeats whether the element may repeat, and so has an index in its path
     */
    record Children(boolean repeats, List<Node> nodes) {}

    /** Without the resource's own id; references as {@code names} says. */
    static Node of(Resource resource, UnaryOperator<String> names) {
        var node = node(resource, names);
        node.children().remove("id");
        return node;
    }

    private static Node node(Base base, UnaryOperator<String> names) {
        if (base.isPrimitive() && !base.isResource()) {
            return new Node(base.primitiveValue(), extensions(base, names));
        }
        var children = new LinkedHashMap<String, Children>();
        if (base instanceof Reference reference && reference.hasReference()) {
            children.put("reference", one(new Node(names.apply(reference.getReference()), Map.of())));
        }
        if (base instanceof Narrative narrative) {
            children.put("div", one(new Node(narrative.getDivAsString(), Map.of())));
        }
        for (var property : base.children()) {
            add(property, children, names);
        }
        return new Node(null, children);
    }

    private static Map<String, Children> extensions(Base base, UnaryOperator<String> names) {
        var extension = base.getChildByName("extension");
        if (extension == null || !extension.hasValues()) {
            return Map.of();
        }
        var children = new LinkedHashMap<String, Children>();
        add(extension, children, names);
        return children;
    }

    private static void add(Property property, Map<String, Children> children, UnaryOperator<String> names) {
        if (!property.hasValues() || children.containsKey(property.getName())) {
            return;
        }
        var nodes = new ArrayList<Node>();
        for (var value : property.getValues()) {
            nodes.add(node(value, names));
        }
        children.put(name(property), new Children(property.getMaxCardinality() > 1, nodes));
    }

    private static String name(Property property) {
        var name = property.getName();
        if (!name.endsWith("[x]")) {
            return name;
        }
        var type = property.getValues().get(0).fhirType();
        return name.substring(0, name.length() - 3) + Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }

    private static Children one(Node node) {
        return new Children(false, List.of(node));
    }

    /** Every primitive below, by path. */
    void leaves(String path, Map<String, String> into) {
        if (value != null) {
            into.put(path, value);
        }
        children.forEach((name, list) -> {
            for (var i = 0; i < list.nodes().size(); i++) {
                list.nodes().get(i).leaves(step(path, name, list, i), into);
            }
        });
    }

    static String step(String path, String name, Children list, int index) {
        return path + "." + name + (list.repeats() ? "[" + index + "]" : "");
    }
}
