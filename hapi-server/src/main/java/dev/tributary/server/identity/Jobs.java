package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.identity.JobTable.Claimed;
import dev.tributary.server.identity.JobTable.Progress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs jobs on this replica, page by page, with progress that every replica can read: one transfer at a time, and beside it one job over
 * the whole population, so that nobody's merge waits for a dry run. A job is leased: one that a crash or a stop cut off is taken up
 * again by whoever is there, at the latest {@link #LEASE} after its last page.
 */
final class Jobs implements AutoCloseable {

    /** Longer than any page takes. */
    static final Duration LEASE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int PAGE = 200;
    private static final int LOOK_EVERY_SECONDS = 10;

    /** A job that takes the process down with it must not do so for ever. */
    private static final int MOST_ATTEMPTS = 5;

    private final JobTable table;
    private final Function<Claimed, Work> works;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private final UUID owner;
    private final ScheduledExecutorService populations = thread("identity-job");
    private final ScheduledExecutorService transfers = thread("identity-transfer");
    private volatile boolean closed;

    Jobs(JobTable table, Function<Claimed, Work> works, Supplier<UUID> ids, Clock clock) {
        this.table = table;
        this.works = works;
        this.ids = ids;
        this.clock = clock;
        this.owner = ids.get();
        table.listen(this::soon);
    }

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, name));
    }

    /** What a job does with each page. */
    interface Work {

        /** Whether it can go on in the middle; else who takes it up begins again. */
        boolean goesOn();

        /** What comes next: source records of the population, unless the job is about something else. */
        default List<JobTable.Row> page(JobTable table, String position) {
            return table.after(position, PAGE);
        }

        void look(List<JobTable.Row> page);

        /** After the last page. */
        default void finish() {}

        /** It is given up, unless somebody resumes it. */
        default void failed() {}

        /** Counts and examples so far. */
        JsonNode result();
    }

    /** Looks for jobs that nobody works on, from now on. */
    void watch() {
        populations.scheduleWithFixedDelay(
                this::takeUpPopulations, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        transfers.scheduleWithFixedDelay(
                this::takeUpTransfers, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** Begins at once, or when the one before has ended. */
    Job start(String kind, String input, String actor) {
        var id = ids.get();
        table.start(id, kind, actor, input);
        return table.find(id).orElseThrow();
    }

    private void soon() {
        if (!closed) {
            populations.execute(this::takeUpPopulations);
            transfers.execute(this::takeUpTransfers);
        }
    }

    /** Tries a job again that failed; false if there is none. */
    boolean resume(UUID id) {
        return table.resume(id);
    }

    Optional<Job> find(UUID id) {
        return table.find(id);
    }

    /** Works off whatever nobody works on. */
    void takeUp() {
        takeUp(kind -> true);
    }

    private void takeUpPopulations() {
        takeUp(kind -> !kind.equals(Transfers.KIND));
    }

    private void takeUpTransfers() {
        takeUp(Transfers.KIND::equals);
    }

    private void takeUp(Predicate<String> kinds) {
        try {
            for (var waiting : table.unattended()) {
                if (!closed && kinds.test(waiting.kind())) {
                    table.claim(waiting.id(), owner, leaseEnd()).ifPresent(this::run);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "Jobs could not be looked for ({}); it is tried again.",
                    e.getClass().getSimpleName());
        }
    }

    private Instant leaseEnd() {
        return clock.instant().plus(LEASE);
    }

    private void run(Claimed job) {
        var run = new Run(job);
        try {
            if (job.attempts() > MOST_ATTEMPTS) {
                LOG.error("Job {} was cut off {} times; it is given up.", job.id(), MOST_ATTEMPTS);
                works.apply(job).failed();
                run.end("failed", "{\"error\":\"cut off too often\"}");
                return;
            }
            run.work();
        } catch (IllegalArgumentException e) {
            LOG.error("Job {} cannot be done: what it works with is not understood.", job.id(), e);
            run.end("failed", "{\"error\":\"input not understood\"}");
        } catch (RuntimeException | Error e) {
            LOG.error("Job {} failed: {}", job.id(), e.getClass().getSimpleName(), e);
            run.fail();
        }
    }

    /** One attempt at one job. */
    private final class Run {

        private final Claimed job;
        private long done;
        private String position = "";
        private String result = "{}";
        private @Nullable Work work;

        Run(Claimed job) {
            this.job = job;
        }

        void work() {
            work = works.apply(job);
            if (work.goesOn()) {
                done = job.done();
                position = job.position();
            }
            for (var page = work.page(table, position); !page.isEmpty(); page = work.page(table, position)) {
                if (closed) {
                    // Whoever is there, or this replica when it is back, takes it up.
                    table.progress(job.id(), owner, new Progress("running", done, position, result), clock.instant());
                    return;
                }
                work.look(page);
                done += page.size();
                position = page.get(page.size() - 1).record();
                result = work.result().toString();
                if (!table.progress(job.id(), owner, new Progress("running", done, position, result), leaseEnd())) {
                    LOG.warn("Job {} was taken over by another replica.", job.id());
                    return;
                }
            }
            work.finish();
            end("done", work.result().toString());
        }

        /** Who was promised something learns it, too, if that is still possible. */
        private void fail() {
            try {
                if (work != null) {
                    work.failed();
                }
            } catch (RuntimeException e) {
                LOG.error("It could not be told that job {} failed.", job.id(), e);
            }
            end("failed", result);
        }

        private void end(String state, String outcome) {
            table.progress(job.id(), owner, new Progress(state, done, position, outcome), clock.instant());
        }
    }

    @Override
    public void close() {
        closed = true;
        populations.shutdown();
        transfers.shutdown();
    }
}
