package dev.tributary.identity.evaluation;

import dev.tributary.identity.features.BlockingKey;
import dev.tributary.identity.features.BlockingKeys;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The table of blocking keys, in memory: as the hub's, with over-full blocks split by their refinement. */
public final class BlockIndex {

    private final LongLists blocks = new LongLists();
    private final LongLists refined = new LongLists();
    private final Set<Long> split = new TreeSet<>();

    /** Records that share a block with these keys, those that share most if there are too many; in order of their numbers. */
    public int[] find(Collection<BlockingKey> keys) {
        var found = new int[64];
        var size = 0;
        for (var key : keys) {
            var full = blocks.size(key.hash()) > BlockingKeys.OVER_FULL;
            if (full) {
                split.add(key.hash());
            }
            var block = full ? first(refined.get(refinedHash(key))) : blocks.get(key.hash());
            if (size + block.length > found.length) {
                found = Arrays.copyOf(found, Math.max(size + block.length, found.length * 2));
            }
            System.arraycopy(block, 0, found, size, block.length);
            size += block.length;
        }
        Arrays.sort(found, 0, size);
        return distinct(found, size);
    }

    private static int[] first(int[] block) {
        return block.length > BlockingKeys.OVER_FULL ? Arrays.copyOf(block, BlockingKeys.OVER_FULL + 1) : block;
    }

    private static int[] distinct(int[] sorted, int size) {
        var records = new int[size];
        var shared = new int[size];
        var kept = 0;
        for (var i = 0; i < size; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                records[kept++] = sorted[i];
            }
            shared[kept - 1]++;
        }
        return kept <= BlockingKeys.CANDIDATES ? Arrays.copyOf(records, kept) : most(records, shared, kept);
    }

    private static int[] most(int[] records, int[] shared, int size) {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(i -> -shared[i]).thenComparingInt(i -> records[i]))
                .limit(BlockingKeys.CANDIDATES)
                .mapToInt(i -> records[i])
                .sorted()
                .toArray();
    }

    public void add(Collection<BlockingKey> keys, int record) {
        for (var key : keys) {
            blocks.add(key.hash(), record);
            refined.add(refinedHash(key), record);
        }
    }

    /** How many blocks were over-full when they were searched. */
    public int splitBlocks() {
        return split.size();
    }

    private static long refinedHash(BlockingKey key) {
        return key.hash() * 31 + key.refinement();
    }
}
