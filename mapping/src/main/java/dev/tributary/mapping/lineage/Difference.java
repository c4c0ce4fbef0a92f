package dev.tributary.mapping.lineage;

import dev.tributary.mapping.lineage.Node.Children;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which primitives of a tree are other ones in another tree. Repeating elements are aligned by content before they are compared. */
final class Difference {

    private static final Children NOTHING = new Children(false, List.of());

    private final Set<String> changed = new LinkedHashSet<>();

    private Difference() {}

    /** Paths of {@code before} that are gone or different in {@code after}; of what was added, the path of the element that grew. */
    static Set<String> of(String path, Node before, Node after) {
        var difference = new Difference();
        difference.compare(path, before, after);
        return difference.changed;
    }

    private void compare(String path, Node before, Node after) {
        var size = changed.size();
        if (before.value() != null && !before.value().equals(after.value())) {
            changed.add(path);
        }
        before.children()
                .forEach((name, list) ->
                        compare(path, name, list, after.children().getOrDefault(name, NOTHING)));
        if (changed.size() == size && !before.equals(after)) {
            changed.add(path);
        }
    }

    private void compare(String path, String name, Children before, Children after) {
        if (before.nodes().equals(after.nodes())) {
            return;
        }
        var partners = partners(before.nodes(), after.nodes());
        for (var i = 0; i < before.nodes().size(); i++) {
            var node = before.nodes().get(i);
            var partner = partners.get(i);
            var step = Node.step(path, name, before, i);
            if (partner != null) {
                compare(step, node, partner);
            } else {
                all(step, node);
            }
        }
    }

    private void all(String path, Node node) {
        var leaves = new LinkedHashMap<String, String>();
        node.leaves(path, leaves);
        changed.addAll(leaves.keySet());
    }

    /** Equal ones meet, in order; what remains meets by position; null for what has no partner. */
    private static List<@Nullable Node> partners(List<Node> before, List<Node> after) {
        var partners = new ArrayList<@Nullable Node>();
        var rest = new ArrayList<>(after);
        for (var node : before) {
            partners.add(rest.remove(node) ? node : null);
        }
        for (var i = 0; i < partners.size() && !rest.isEmpty(); i++) {
            if (partners.get(i) == null) {
                partners.set(i, rest.remove(0));
            }
        }
        return partners;
    }
}
