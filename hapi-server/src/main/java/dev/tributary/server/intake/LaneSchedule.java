package dev.tributary.server.intake;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which lanes of this replica have work, and which are being worked on: no lane is in two hands. It only saves looking: what is to
 * be done stands in the database.
 */
final class LaneSchedule {

    private final Deque<Integer> ready = new ArrayDeque<>();
    private final Set<Integer> waiting = new HashSet<>();
    private final Set<Integer> inHand = new HashSet<>();
    private boolean closed;

    /** Says that a lane may have work. */
    synchronized void offer(int lane) {
        if (waiting.add(lane) && !inHand.contains(lane)) {
            ready.add(lane);
            notify();
        }
    }

    void offerAll(Collection<Integer> lanes) {
        lanes.forEach(this::offer);
    }

    /** How many lanes nobody has taken yet. */
    synchronized int ready() {
        return ready.size();
    }

    /** Takes a lane in hand, waiting for one; null once closed. */
    synchronized @Nullable Integer take() throws InterruptedException {
        while (ready.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        var lane = ready.remove();
        waiting.remove(lane);
        inHand.add(lane);
        return lane;
    }

    /** Gives a lane back; it comes again if it was offered meanwhile. */
    synchronized void release(int lane) {
        inHand.remove(lane);
        if (waiting.contains(lane)) {
            ready.add(lane);
            notify();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
