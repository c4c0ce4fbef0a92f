package dev.tributary.identity.evaluation;

import java.util.Arrays;

/** Lists of numbers by a 64-bit key, in plain arrays: millions fit where boxed maps would not. */
final class LongLists {

    private static final int NONE = -1;

    private long[] keys = new long[1 << 10];
    private int[] heads = filled(1 << 10);
    private int[] sizes = new int[1 << 10];
    private int used;

    private int[] values = new int[1 << 10];
    private int[] next = new int[1 << 10];
    private int entries;

    private static int[] filled(int length) {
        var array = new int[length];
        Arrays.fill(array, NONE);
        return array;
    }

    void add(long key, int value) {
        if (used * 2 > keys.length) {
            grow();
        }
        var slot = slot(key);
        if (heads[slot] == NONE) {
            keys[slot] = key;
            used++;
        }
        if (entries == values.length) {
            values = Arrays.copyOf(values, entries * 2);
            next = Arrays.copyOf(next, entries * 2);
        }
        values[entries] = value;
        next[entries] = heads[slot];
        heads[slot] = entries++;
        sizes[slot]++;
    }

    int size(long key) {
        return sizes[slot(key)];
    }

    int[] get(long key) {
        var slot = slot(key);
        var list = new int[sizes[slot]];
        var at = list.length;
        for (var entry = heads[slot]; entry != NONE; entry = next[entry]) {
            list[--at] = values[entry];
        }
        return list;
    }

    private int slot(long key) {
        var mask = keys.length - 1;
        var slot = (int) (key ^ key >>> 32) * 0x9E3779B9 >>> 1 & mask;
        while (heads[slot] != NONE && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        var oldKeys = keys;
        var oldHeads = heads;
        var oldSizes = sizes;
        keys = new long[oldKeys.length * 2];
        heads = filled(oldKeys.length * 2);
        sizes = new int[oldKeys.length * 2];
        for (var i = 0; i < oldKeys.length; i++) {
            if (oldHeads[i] != NONE) {
                var slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                heads[slot] = oldHeads[i];
                sizes[slot] = oldSizes[i];
            }
        }
    }
}
