package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Large bodies share a bound; here 10 MB. */
class LargeBodiesTest {

    private static final long MB = 1L << 20;

    private final LargeBodies large = new LargeBodies(10 * MB);

    @Test
    void aLargeBody_waitsUntilThoseBeforeItLeaveRoom() throws Exception {
        var first = large.room(6 * MB);
        first.awaitFor(6 * MB);
        var thread = new AtomicReference<Thread>();
        var second = CompletableFuture.runAsync(() -> {
            thread.set(Thread.currentThread());
            try (var room = large.room(6 * MB)) {
                room.awaitFor(2 * MB);
            }
        });
        await().until(() -> thread.get() != null && thread.get().getState() == Thread.State.WAITING);
        assertThat(second).isNotDone();

        first.close();

        second.get();
    }

    @Test
    void smallBodies_neverWait() {
        try (var all = large.room(50 * MB);
                var small = large.room(MB)) {
            all.awaitFor(20 * MB);
            small.awaitFor(MB);
        }
    }

    @Test
    void oneThatIsLargerThanTheBound_orOfUnknownSize_hasAllOfIt() {
        for (var announced : new long[] {50 * MB, -1}) {
            try (var room = large.room(announced)) {
                room.awaitFor(2 * MB);
            }
        }
        try (var again = large.room(10 * MB)) {
            again.awaitFor(10 * MB);
        }
    }
}
