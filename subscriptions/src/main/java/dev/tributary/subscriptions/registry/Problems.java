package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.registry.Validation.Problem;
import java.util.ArrayList;
import java.util.List;

/** The reasons to refuse a Subscription, as they are found. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

    void refuse(String path, String text) {
        found.add(new Problem(path, text));
    }

    List<Problem> found() {
        return List.copyOf(found);
    }
}
