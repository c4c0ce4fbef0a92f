package dev.tributary.conformance.scene;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Expectations whose failure reads as a sentence. Each throws {@link Unmet} when it does not hold. */
public final class Expect {
    private Expect() {}

    public static void that(boolean holds, String message) {
        if (!holds) {
            throw new Unmet(message);
        }
    }

    public static void equal(String what, @Nullable Object expected, @Nullable Object actual) {
        that(Objects.equals(expected, actual), what + ": expected " + expected + ", got " + actual);
    }

    public static void size(String what, int expected, Collection<?> actual) {
        that(actual.size() == expected, what + ": expected " + expected + ", got " + actual.size() + " " + actual);
    }

    public static <T> T present(String what, @Nullable T value) {
        if (value == null) {
            throw new Unmet(what + ": missing");
        }
        return value;
    }
}
