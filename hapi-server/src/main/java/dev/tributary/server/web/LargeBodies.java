package dev.tributary.server.web;

import java.util.concurrent.Semaphore;

/**
 * Room for large bodies: what a body of some megabytes becomes takes more than ten times its size until it is stored, so several at once would
 * exhaust the memory that one of them fits into. Those that arrive first go first; small ones never wait.
 */
final class LargeBodies {

    /** Bytes from which on a body is large. */
    private static final long LARGE = 1L << 20;

    private final int kilobytes;
    private final Semaphore free;

    /** @param together bytes of large bodies at a time; one that is larger has all of it to itself */
    LargeBodies(long together) {
        this.kilobytes = Math.max(1, Math.toIntExact(together >> 10));
        this.free = new Semaphore(kilobytes, true);
    }

    /** @param announced bytes that the body will have, negative if nobody said */
    Room room(long announced) {
        return new Room(announced < 0 ? kilobytes : (int) Math.min(kilobytes, (announced >> 10) + 1));
    }

    /** One body's room, taken once it turns out to be large, and given back when its request has been answered. */
    final class Room implements AutoCloseable {

        private final int wanted;
        private int taken;

        private Room(int wanted) {
            this.wanted = wanted;
        }

        /** Waits for room if so many bytes make it a large body. Nothing that others wait for may be held meanwhile. */
        void awaitFor(long bytes) {
            if (taken == 0 && bytes > LARGE) {
                free.acquireUninterruptibly(wanted);
                taken = wanted;
            }
        }

        @Override
        public void close() {
            free.release(taken);
            taken = 0;
        }
    }
}
