package dev.tributary.server.intake;

import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Applies waiting messages. A worker owns a lane for one transaction by a lock in the database, so one patient's messages of one
 * source apply in order on any number of replicas, and a replica that dies gives its lanes back by dying.
 */
final class LaneWorkers implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LaneWorkers.class);
    /** After so many messages a busy lane makes room for others. */
    private static final int TURN = 32;

    private static final int UNEXPECTED_ATTEMPTS = 3;
    /** With work in plenty, looking for more can wait: it costs with the backlog. But what other replicas left must be found. */
    private static final int MOST_PASSED_OVER = 20;

    private final LaneSchedule schedule;
    private final Journal journal;
    private final WaitingMessage application;
    private final StoringTransaction transactions;
    private final KeyLocks locks;
    private final Clock clock;
    private final IntakeProperties properties;
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService poll =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "intake-poll"));
    private final Semaphore large = new Semaphore(1);
    private int passedOver;
    private volatile boolean running;

    LaneWorkers(
            LaneSchedule schedule,
            Journal journal,
            WaitingMessage application,
            StoringTransaction transactions,
            KeyLocks locks,
            Clock clock,
            IntakeProperties properties) {
        this.schedule = schedule;
        this.journal = journal;
        this.application = application;
        this.transactions = transactions;
        this.locks = locks;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public void start() {
        running = true;
        for (var i = 1; i <= properties.workers(); i++) {
            var thread = new Thread(this::work, "intake-" + i);
            thread.start();
            threads.add(thread);
        }
        var period = properties.poll().toMillis();
        poll.scheduleWithFixedDelay(this::search, 0, period, TimeUnit.MILLISECONDS);
    }

    private void search() {
        if (schedule.ready() >= properties.workers() && ++passedOver < MOST_PASSED_OVER) {
            return;
        }
        passedOver = 0;
        try {
            schedule.offerAll(journal.lanesWithWork());
        } catch (RuntimeException | Error e) {
            // The database is away: the next round asks again, and health shows it meanwhile.
            LOG.warn(
                    "The journal could not be searched for work: {}",
                    e.getClass().getSimpleName());
        }
    }

    private void work() {
        try {
            for (var lane = schedule.take(); lane != null; lane = schedule.take()) {
                try {
                    workOn(lane);
                } finally {
                    schedule.release(lane);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void workOn(int lane) {
        for (var turn = 0; running && turn < TURN; turn++) {
            if (!applyNext(lane)) {
                return;
            }
        }
        schedule.offer(lane);
    }

    /** Answers whether the lane may have more to do now. */
    private boolean applyNext(int lane) {
        var seen = new Journal.Waiting[1];
        try {
            var step = transactions.run(() -> step(lane, seen, false));
            return step == Step.LARGE ? applyLarge(lane, seen) : step == Step.APPLIED;
        } catch (RuntimeException | Error e) {
            // A message that breaks the machine must not take its worker along.
            return seen[0] != null && settle(seen[0], e);
        } finally {
            MessageMark.clear();
        }
    }

    private enum Step {
        NOTHING,
        /** The next message is one that is worked on alone. */
        LARGE,
        APPLIED
    }

    /**
     * One at a time: what several become at once may not fit into the memory. Others wait for the next search, so that small ones find workers.
     */
    private boolean applyLarge(int lane, Journal.Waiting[] seen) {
        if (!large.tryAcquire()) {
            return false;
        }
        try {
            requireSurvived(seen[0]);
            journal.begin(seen[0].id());
            return transactions.run(() -> step(lane, seen, true)) == Step.APPLIED;
        } finally {
            large.release();
        }
    }

    private Step step(int lane, Journal.Waiting[] seen, boolean isAlone) {
        locks.lock(new TreeSet<>(List.of(Lanes.lock(lane))));
        var next = journal.next(lane).orElse(null);
        if (next == null || next.notBefore().isAfter(clock.instant())) {
            return Step.NOTHING;
        }
        seen[0] = next;
        MessageMark.put(next.id());
        if (next.isLarge() && !isAlone) {
            return Step.LARGE;
        }
        application.apply(next);
        return Step.APPLIED;
    }

    /** A message that ends the hub would end it again after each start. */
    private static void requireSurvived(Journal.Waiting message) {
        if (message.begun() >= UNEXPECTED_ATTEMPTS) {
            throw new Unappliable(
                    "The hub ended " + message.begun() + " times while it worked on this message of "
                            + (message.raw().length >> 20)
                            + " MB, which may be too large for its memory. Give the hub more (HUB_JAVA_OPTS=-Xmx2g) and replay the message, or have it sent in parts.");
        }
    }

    /** Trouble that may pass is tried again later, in order; any other parks the message, and the lane goes on. */
    private boolean settle(Journal.Waiting message, Throwable trouble) {
        try {
            if (message.retries() + 1 < attempts(trouble)) {
                var delay = Duration.ofMillis(500L << Math.min(message.retries(), 6));
                journal.postpone(message.id(), clock.instant().plus(delay), Trouble.reason(trouble));
                LOG.warn("Message {} waits {} for another attempt: {}", message.id(), delay, Trouble.kind(trouble));
                return false;
            }
            journal.ended(message.id(), MessageState.FAILED, Trouble.reason(trouble), List.of(Trouble.issue(trouble)));
            LOG.warn("Message {} is parked: {}", message.id(), Trouble.kind(trouble), trouble);
            return true;
        } catch (RuntimeException e) {
            // Not even that could be written: the row still says "waiting", and the poll finds it.
            LOG.error("Message {} could not be settled: {}", message.id(), Trouble.kind(e));
            return false;
        }
    }

    /** What the store refuses, it refuses again; what nobody expected may come of a connection that broke at a bad moment. */
    private int attempts(Throwable trouble) {
        if (Trouble.mayPass(trouble)) {
            return properties.attempts();
        }
        return Trouble.isRefusal(trouble) ? 1 : Math.min(UNEXPECTED_ATTEMPTS, properties.attempts());
    }

    @Override
    public void stop() {
        running = false;
        poll.shutdownNow();
        schedule.close();
        for (var thread : threads) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the search parameters are there, before feeds open. */
    @Override
    public int getPhase() {
        return 100;
    }
}
