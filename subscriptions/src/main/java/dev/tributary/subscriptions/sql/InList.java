package dev.tributary.subscriptions.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * The values of an {@code in (…)}, repeated up to a power of two, so that a handful of texts serve all lengths and the driver keeps its
 * prepared statements. Long lists come in parts.
 */
public final class InList {

    private static final int MOST = 1024;

    private InList() {}

    /** The values in parts of at most 1,024, each padded with its last value; no part for no value. */
    public static List<List<Object>> parts(Collection<?> values) {
        List<Object> all = new ArrayList<>(values);
        List<List<Object>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST) {
            parts.add(padded(all.subList(from, Math.min(from + MOST, all.size()))));
        }
        return parts;
    }

    private static List<Object> padded(List<Object> values) {
        List<Object> padded = new ArrayList<>(values);
        int size = Math.max(1, Integer.highestOneBit(Math.max(1, 2 * values.size() - 1)));
        while (padded.size() < size) {
            padded.add(values.get(values.size() - 1));
        }
        return padded;
    }

    /** The statement with as many question marks for its one {@code %s} as the part has values. */
    public static String sql(String statement, List<Object> part) {
        return statement.replace("%s", String.join(",", Collections.nCopies(part.size(), "?")));
    }
}
