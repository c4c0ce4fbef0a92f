package dev.tributary.server.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps H2's file small and on the disk: H2 does neither by itself when each commit is written at once ({@code WRITE_DELAY 0}).
 *
 * <p>Every commit is a piece of its own in the file. Most of a piece is soon outdated, but it takes its place until the last row in it has moved, and
 * H2 writes the list of all pieces again and again: commits get slower and the file grows by gigabytes. So what is left in old pieces is moved
 * together. Then the file is forced to the disk, before the five seconds end in which H2 writes over nothing: what a loss of
 * power leaves is then meant to be whole, and some seconds old.
 */
final class H2Upkeep implements SmartLifecycle {

    /** On every connection: a commit is in the file when it returns, and space is used again after so many milliseconds. */
    static final String SETTINGS = "set write_delay 0; set retention_time 5000";

    private static final Logger LOG = LoggerFactory.getLogger(H2Upkeep.class);
    private static final int PERIOD_MILLIS = 250;
    private static final int PERIODS_TO_DISK = 4;
    /** Less than so many percent of what the pieces hold is in use. */
    private static final int FILL_RATE = 50;
    /** Commits wait while this is moved. */
    private static final int BYTES_AT_A_TIME = 1024 * 1024;

    private final DataSource dataSource;
    private final boolean needed;
    private @Nullable ScheduledExecutorService thread;
    private int periods;
    private long onDisk;
    private boolean troubled;

    /** @param needed whether that is H2 */
    H2Upkeep(DataSource dataSource, boolean needed) {
        this.dataSource = dataSource;
        this.needed = needed;
    }

    @Override
    public boolean isAutoStartup() {
        return needed;
    }

    @Override
    public synchronized void start() {
        var started = Executors.newSingleThreadScheduledExecutor(task -> {
            var worker = new Thread(task, "hub-h2-upkeep");
            worker.setDaemon(true);
            return worker;
        });
        var unused = started.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        thread = started;
    }

    void look() {
        try (var connection = dataSource.getConnection()) {
            tidy(store(connection));
            troubled = false;
        } catch (SQLException | RuntimeException e) {
            // What is thrown here would end the thread for good, in silence; said at each look it would fill the log.
            if (!troubled) {
                LOG.warn("The file of the embedded database could not be tidied; it is tried again", e);
            }
            troubled = true;
        }
    }

    private void tidy(MVStore store) {
        store.compact(FILL_RATE, BYTES_AT_A_TIME);
        periods++;
        if (periods % PERIODS_TO_DISK == 0 && store.getCurrentVersion() != onDisk) {
            onDisk = store.getCurrentVersion();
            store.sync();
        }
    }

    static MVStore store(Connection connection) throws SQLException {
        var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getStore().getMvStore();
    }

    @Override
    public synchronized void stop() {
        var stopping = thread;
        if (stopping != null) {
            thread = null;
            // An interrupt would close the file under H2.
            stopping.shutdown();
            awaitEnd(stopping);
        }
    }

    private static void awaitEnd(ScheduledExecutorService stopping) {
        try {
            if (!stopping.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.warn("The file of the embedded database is still being tidied");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
