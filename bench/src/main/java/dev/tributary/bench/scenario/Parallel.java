package dev.tributary.bench.scenario;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Works through a list with a number of threads, for a limited time. */
final class Parallel {

    private Parallel() {}

    /** What one thread does; made once for each thread, so that it may hold a connection. */
    interface Worker<T> extends AutoCloseable {

        void work(T item) throws IOException, InterruptedException;

        @Override
        default void close() throws IOException {}
    }

    /** Makes a worker for a thread. */
    interface Hiring<T> {
        Worker<T> hire() throws IOException;
    }

    /**
     * Returns when all items are done, or soon after the time is over; items not begun by then are left out.
     *
     * @throws IOException the first failure of a worker
     */
    static <T> void forEach(Collection<T> items, int threads, Duration atMost, Hiring<T> hiring)
            throws IOException, InterruptedException {
        var queue = new ConcurrentLinkedQueue<>(items);
        var until = System.nanoTime() + atMost.toNanos();
        var failures = new ConcurrentLinkedQueue<IOException>();
        var executor = Executors.newFixedThreadPool(threads);
        for (int i = 0; i < threads; i++) {
            executor.execute(() -> {
                try (var worker = hiring.hire()) {
                    for (var item = queue.poll(); item != null && System.nanoTime() < until; item = queue.poll()) {
                        worker.work(item);
                    }
                } catch (IOException e) {
                    failures.add(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        executor.shutdown();
        if (!executor.awaitTermination(atMost.toMillis() + 60_000, TimeUnit.MILLISECONDS)) {
            executor.shutdownNow();
        }
        var failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}
