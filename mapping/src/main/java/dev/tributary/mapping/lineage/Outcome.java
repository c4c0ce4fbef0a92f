package dev.tributary.mapping.lineage;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What a map said of an input, with names for its resources that do not depend on ids: {@code Patient}, {@code Observation[1]}. */
final class Outcome {

    /** The place without which there would be no such message. */
    static final String EVERYTHING = "*";

    private final List<Change.Write> writes;
    private final List<String> labels;
    private final Map<String, String> names = new HashMap<>();
    private final Set<Object> others;
    private final List<Node> nodes;

    Outcome(Mapped mapped) {
        this.writes = mapped.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(Change.Write.class::cast)
                .toList();
        this.labels = labels(writes);
        for (var i = 0; i < writes.size(); i++) {
            names.put(reference(writes.get(i).resource()), labels.get(i));
        }
        this.others = others(mapped, names);
        this.nodes = writes.stream()
                .map(write -> Node.of(write.resource(), this::name))
                .toList();
    }

    boolean isEmpty() {
        return writes.isEmpty();
    }

    private String name(String reference) {
        return names.getOrDefault(reference, reference);
    }

    /** Every element and its value; what resources alone cannot say (cleared elements, merges) is among them. */
    Map<String, String> elements() {
        var elements = new LinkedHashMap<String, String>();
        for (var i = 0; i < nodes.size(); i++) {
            elements.put(
                    labels.get(i) + ".id",
                    writes.get(i).resource().getIdElement().getIdPart());
            nodes.get(i).leaves(labels.get(i), elements);
            for (var cleared : writes.get(i).cleared()) {
                elements.put(labels.get(i) + "." + cleared + " (cleared)", "");
            }
        }
        others.forEach(other -> elements.put(other.toString(), ""));
        return elements;
    }

    /** Paths of this outcome's elements that are gone or different in the other one. */
    Set<String> changedIn(Mapped other) {
        var theirs = other.changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(Change.Write.class::cast)
                .toList();
        if (theirs.isEmpty()) {
            return writes.isEmpty() ? Set.of() : Set.of(EVERYTHING);
        }
        var partners = partners(theirs);
        var theirNames = new HashMap<String, String>();
        for (var i = 0; i < writes.size(); i++) {
            var partner = partners.get(i);
            if (partner != null) {
                theirNames.put(reference(partner.resource()), labels.get(i));
            }
        }
        var changed = new LinkedHashSet<String>();
        // Asked once: there are as many names as resources.
        var isNamedAlike = theirNames.equals(names);
        for (var i = 0; i < writes.size(); i++) {
            compare(i, partners.get(i), theirNames, isNamedAlike, changed);
        }
        var lost = new HashSet<>(others);
        lost.removeAll(others(other, theirNames));
        lost.forEach(each -> changed.add(each.toString()));
        if (changed.isEmpty() && theirs.size() != writes.size()) {
            changed.add(EVERYTHING);
        }
        return changed;
    }

    private void compare(
            int index,
            Change.@Nullable Write partner,
            Map<String, String> theirNames,
            boolean isNamedAlike,
            Set<String> into) {
        var label = labels.get(index);
        var ours = writes.get(index);
        if (partner == null) {
            var leaves = new LinkedHashMap<String, String>();
            nodes.get(index).leaves(label, leaves);
            into.add(label + ".id");
            into.addAll(leaves.keySet());
            return;
        }
        if (!reference(ours.resource()).equals(reference(partner.resource()))) {
            into.add(label + ".id");
        } else if (isNamedAlike && ours.resource().equalsDeep(partner.resource())) {
            addCleared(label, ours, partner, into);
            return;
        }
        var node = Node.of(partner.resource(), reference -> theirNames.getOrDefault(reference, reference));
        into.addAll(Difference.of(label, nodes.get(index), node));
        addCleared(label, ours, partner, into);
    }

    private static void addCleared(String label, Change.Write ours, Change.Write partner, Set<String> into) {
        for (var cleared : ours.cleared()) {
            if (!partner.cleared().contains(cleared)) {
                into.add(label + "." + cleared + " (cleared)");
            }
        }
        if (ours.extent() != partner.extent()) {
            into.add(label);
        }
    }

    /** The same id first, then the same type in the order of the message. */
    private List<Change.@Nullable Write> partners(List<Change.Write> theirs) {
        var byReference = new LinkedHashMap<String, Change.Write>();
        theirs.forEach(write -> byReference.put(reference(write.resource()), write));
        var partners = new ArrayList<Change.@Nullable Write>();
        for (var write : writes) {
            partners.add(byReference.remove(reference(write.resource())));
        }
        var rest = new HashMap<String, Queue<Change.Write>>();
        for (var write : byReference.values()) {
            rest.computeIfAbsent(write.resource().fhirType(), any -> new ArrayDeque<>())
                    .add(write);
        }
        for (var i = 0; i < writes.size(); i++) {
            var next = rest.get(writes.get(i).resource().fhirType());
            if (partners.get(i) == null && next != null) {
                partners.set(i, next.poll());
            }
        }
        return partners;
    }

    private static Set<Object> others(Mapped mapped, Map<String, String> names) {
        var others = new LinkedHashSet<Object>();
        for (var change : mapped.changes()) {
            if (change instanceof Change.Delete delete) {
                others.add("delete " + names.getOrDefault(delete.type() + "/" + delete.id(), delete.type()));
            } else if (!(change instanceof Change.Write)) {
                others.add(named(change.toString(), names));
            }
        }
        return others;
    }

    private static String named(String text, Map<String, String> names) {
        var result = text;
        for (var name : names.entrySet()) {
            result = result.replace(name.getKey().substring(name.getKey().indexOf('/') + 1), name.getValue());
        }
        return result;
    }

    private static List<String> labels(List<Change.Write> writes) {
        var counts = new HashMap<String, Integer>();
        writes.forEach(write -> counts.merge(write.resource().fhirType(), 1, Integer::sum));
        var seen = new HashMap<String, Integer>();
        var labels = new ArrayList<String>();
        for (var write : writes) {
            var type = write.resource().fhirType();
            var number = seen.merge(type, 1, Integer::sum) - 1;
            labels.add(counts.getOrDefault(type, 0) == 1 ? type : type + "[" + number + "]");
        }
        return labels;
    }

    private static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
