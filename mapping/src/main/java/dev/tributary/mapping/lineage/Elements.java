package dev.tributary.mapping.lineage;

import dev.tributary.mapping.Mapped;
import java.util.Map;

/** An outcome as a list of elements, to be compared with another. */
public final class Elements {

    private Elements() {}

    /**
     * Every element and its value, in order. Resources are named by type and position ({@code Observation[2]}), also in references,
     * so that outcomes with different ids can be compared.
     */
    public static Map<String, String> of(Mapped mapped) {
        return new Outcome(mapped).elements();
    }
}
