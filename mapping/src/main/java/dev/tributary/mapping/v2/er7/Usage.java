package dev.tributary.mapping.v2.er7;

import org.jspecify.annotations.Nullable;

/** Which components of a field were read; beyond the 63rd they share one mark. */
final class Usage {

    private static final int LAST = 63;

    private long components;
    private int repetitions;
    private boolean deletes;
    /** By component, the subcomponents that were read; null as long as nothing has subcomponents. */
    private long @Nullable [] parts;

    void repetitions(int count) {
        repetitions = Math.max(repetitions, count);
    }

    boolean isRepetitionRead(int repetition) {
        return repetition <= repetitions;
    }

    void askedForDelete() {
        deletes = true;
    }

    boolean isAskedForDelete() {
        return deletes;
    }

    void read(int component) {
        components |= 1L << Math.min(component, LAST);
    }

    void readPart(int component, int part) {
        var known = parts == null ? new long[LAST + 1] : parts;
        known[Math.min(component, LAST)] |= 1L << Math.min(part, LAST);
        parts = known;
    }

    void readParts(int component) {
        var known = parts == null ? new long[LAST + 1] : parts;
        known[Math.min(component, LAST)] = -1;
        parts = known;
    }

    boolean isPartRead(int component, int part) {
        return components == -1
                || parts != null && (parts[Math.min(component, LAST)] & (1L << Math.min(part, LAST))) != 0;
    }

    void readAll() {
        components = -1;
        deletes = true;
    }

    boolean isRead(int component) {
        return (components & (1L << Math.min(component, LAST))) != 0;
    }
}
