package dev.tributary.server.intake;

import dev.tributary.identity.IdentityKey;

/** A lane keeps the order of one patient's messages from one source; different patients go on side by side. */
final class Lanes {

    private static final int COUNT = 1024;
    private static final long LOCK_SPACE = 0x7A4E_0000_0000L;

    private Lanes() {}

    static int of(String sourceId, String patientKey) {
        return (int) Math.floorMod(new IdentityKey(sourceId, patientKey).lock(), (long) COUNT);
    }

    /** Files bring messages by the hundred thousand: they get lanes of their own, so that others' patients need not wait behind them. */
    static int ofFile(String sourceId, String patientKey) {
        return COUNT + of(sourceId, patientKey);
    }

    /** What a worker locks, on all replicas, while it works on the lane. */
    static long lock(int lane) {
        return LOCK_SPACE + lane;
    }
}
