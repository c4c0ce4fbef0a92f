package dev.tributary.server.storage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Resource;

/**
 * Orders resources so that what is referred to comes first; those that refer to each other in a circle form one group (strongly
 * connected components after Tarjan).
 */
final class WriteOrder {

    private final KnownReferences references;
    private final Map<String, Resource> resources = new LinkedHashMap<>();
    private final Map<String, Integer> index = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<List<Resource>> groups = new ArrayList<>();

    private WriteOrder(KnownReferences references) {
        this.references = references;
    }

    /** @param stored whether a target is in the store already: then it need not be written first */
    static List<List<Resource>> of(
            KnownReferences references, List<? extends Resource> resources, Predicate<String> stored) {
        if (resources.size() == 1) {
            return List.of(List.of(resources.get(0)));
        }
        var order = new WriteOrder(references);
        var known = new ArrayList<List<Resource>>();
        for (var resource : resources) {
            var reference = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
            if (stored.test(reference)) {
                known.add(List.of(resource));
            } else {
                order.resources.put(reference, resource);
            }
        }
        order.resources.keySet().forEach(node -> {
            if (!order.index.containsKey(node)) {
                order.visit(node);
            }
        });
        // What is stored may refer to what is new; what is new finds the stored in its place.
        order.groups.addAll(known);
        return order.groups;
    }

    private int visit(String node) {
        var number = index.size();
        index.put(node, number);
        var lowest = number;
        open.push(node);
        for (var target : references.targets(Objects.requireNonNull(resources.get(node)))) {
            if (resources.containsKey(target) && !target.equals(node)) {
                if (!index.containsKey(target)) {
                    lowest = Math.min(lowest, visit(target));
                } else if (open.contains(target)) {
                    lowest = Math.min(lowest, index.get(target));
                }
            }
        }
        if (lowest == number) {
            closeGroup(node);
        }
        return lowest;
    }

    private void closeGroup(String root) {
        var group = new ArrayList<Resource>();
        String member;
        do {
            member = open.pop();
            group.add(Objects.requireNonNull(resources.get(member)));
        } while (!member.equals(root));
        groups.add(group);
    }
}
