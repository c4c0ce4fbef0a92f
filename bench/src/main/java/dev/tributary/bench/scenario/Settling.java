package dev.tributary.bench.scenario;

import dev.tributary.bench.http.HttpFace;
import dev.tributary.bench.http.HubFace;
import dev.tributary.bench.receive.Receiver;
import dev.tributary.bench.server.Postgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits for the work that a server goes on with after it has answered: matching, notifying. */
final class Settling {

    private static final Duration MOST = Duration.ofMinutes(10);

    private final Activity activity;
    private final Duration quiet;

    private Settling(Activity activity, Duration quiet) {
        this.activity = activity;
        this.quiet = quiet;
    }

    /** Something that changes as long as the server is at work. */
    private interface Activity {
        String now() throws IOException, SQLException;
    }

    static Settling ofHub(HttpFace operator) {
        var hub = new HubFace(operator);
        return new Settling(() -> hub.messagesByState() + " " + hub.notificationsByState(), Duration.ofSeconds(2));
    }

    /** Plain HAPI polls every five seconds: two polls without a change in its queue, its links or at the receiver. */
    static Settling ofPlain(String databaseUrl, Receiver receiver, List<String> options) {
        if (options.isEmpty()) {
            return new Settling(() -> "nothing goes on", Duration.ZERO);
        }
        var count = "select count(*), " + (options.contains("--mdm") ? "(select count(*) from mpi_link)" : "0")
                + " from hfj_resource_modified";
        return new Settling(
                () -> {
                    try (var connection = DriverManager.getConnection(databaseUrl, Postgres.USER, "");
                            var rows = connection.createStatement().executeQuery(count)) {
                        rows.next();
                        return rows.getLong(1) + " " + rows.getLong(2) + " " + receiver.requests();
                    }
                },
                Duration.ofSeconds(11));
    }

    /** Returns the {@link System#nanoTime()} of the last change. @throws IllegalStateException if it never ends */
    long await() throws IOException, SQLException, InterruptedException {
        var start = System.nanoTime();
        var lastChange = start;
        var before = activity.now();
        while (System.nanoTime() - lastChange < quiet.toNanos()) {
            TimeUnit.MILLISECONDS.sleep(200);
            var now = activity.now();
            if (!now.equals(before)) {
                before = now;
                lastChange = System.nanoTime();
            }
            if (System.nanoTime() - start > MOST.toNanos()) {
                throw new IllegalStateException("The server is still at work after " + MOST.toMinutes() + " minutes");
            }
        }
        return lastChange;
    }
}
