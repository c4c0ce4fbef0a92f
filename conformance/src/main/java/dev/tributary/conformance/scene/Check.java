package dev.tributary.conformance.scene;

import java.util.List;
import java.util.Set;

/**
 * One black-box check.
 *
 * @param id stable name, {@code group.subject}
 * @param title the fact that it shows
 * @param statements the statements of the standard that it proves, such as {@code R4-01}
 * @param needs what the target must have; otherwise the check is skipped
 */
public record Check(String id, String title, List<String> statements, Group group, Set<Need> needs, Body body) {

    /** What is done; returns when every expectation is met, throws {@link Unmet} when one is not. */
    @FunctionalInterface
    public interface Body {
        void run(Scene scene) throws Exception;
    }

    public static Builder check(Group group, String id, String title) {
        return new Builder(group, id, title, List.of(), Set.of());
    }

    /** Steps towards a check: statements, needs, body. */
    public record Builder(Group group, String id, String title, List<String> statements, Set<Need> needs) {
        public Builder proves(String... all) {
            return new Builder(group, id, title, List.of(all), needs);
        }

        public Builder needs(Need... all) {
            return new Builder(group, id, title, statements, Set.of(all));
        }

        public Check by(Body body) {
            return new Check(id, title, statements, group, needs, body);
        }
    }
}
