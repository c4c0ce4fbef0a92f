package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one job at a time on this replica, page by page, with progress that every replica can read. */
final class Jobs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int PAGE = 200;

    private final JobTable table;
    private final Supplier<UUID> ids;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> new Thread(work, "identity-job"));
    private volatile boolean closed;

    Jobs(JobTable table, Supplier<UUID> ids) {
        this.table = table;
        this.ids = ids;
    }

    /** What a job does with each page. */
    interface Work {

        String kind();

        void look(List<JobTable.Row> page);

        /** Counts and examples so far. */
        JsonNode result();
    }

    /** Begins at once, or when the one before has ended. */
    Job start(Work work, String actor) {
        var id = ids.get();
        table.start(id, work.kind(), actor);
        thread.execute(() -> run(id, work));
        return table.find(id).orElseThrow();
    }

    Optional<Job> find(UUID id) {
        return table.find(id);
    }

    private void run(UUID id, Work work) {
        var done = 0L;
        var position = "";
        try {
            for (var page = table.after(position, PAGE); !page.isEmpty(); page = table.after(position, PAGE)) {
                if (closed) {
                    table.progress(id, "stopped", done, position, work.result().toString());
                    return;
                }
                work.look(page);
                done += page.size();
                position = page.get(page.size() - 1).record();
                table.progress(id, "running", done, position, work.result().toString());
            }
            table.progress(id, "done", done, position, work.result().toString());
        } catch (RuntimeException | Error e) {
            LOG.error("Job {} failed: {}", id, e.getClass().getSimpleName(), e);
            table.progress(id, "failed", done, position, work.result().toString());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdown();
    }
}
