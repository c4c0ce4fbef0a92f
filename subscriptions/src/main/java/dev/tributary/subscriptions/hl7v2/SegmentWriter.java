package dev.tributary.subscriptions.hl7v2;

import java.util.List;
import java.util.TreeMap;

/** One segment, field by field; fields that say nothing are left out. */
final class SegmentWriter {

    private final String name;
    private final TreeMap<Integer, String> fields = new TreeMap<>();

    SegmentWriter(String name) {
        this.name = name;
    }

    /** Sets a field to a value that is encoded already. */
    SegmentWriter set(int field, String encoded) {
        if (!encoded.isEmpty()) {
            fields.put(field, encoded);
        }
        return this;
    }

    SegmentWriter set(int field, List<String> repetitions) {
        return set(field, Er7.repetitions(repetitions));
    }

    boolean isEmpty() {
        return fields.isEmpty();
    }

    /** The segment without its end. */
    String encode() {
        StringBuilder out = new StringBuilder(name);
        int last = fields.isEmpty() ? 0 : fields.lastKey();
        for (int field = 1; field <= last; field++) {
            out.append('|').append(fields.getOrDefault(field, ""));
        }
        return out.toString();
    }
}
