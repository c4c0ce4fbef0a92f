package dev.tributary.mapping.v2.er7;

/** Which components of a field were read; beyond the 63rd they share one mark. */
final class Usage {

    private static final int LAST = 63;

    private long components;
    private int repetitions;
    private boolean deletes;

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

    void readAll() {
        components = -1;
        deletes = true;
    }

    boolean isRead(int component) {
        return (components & (1L << Math.min(component, LAST))) != 0;
    }
}
