package dev.tributary.subscriptions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * <a href="https://www.postgresql.org/docs/current/sql-notify.html">NOTIFY</a> in the storing transaction, LISTEN on a connection of its own.
 *
 * <p>The listening thread keeps one connection of the pool. A connection that breaks is replaced; polling covers the gap. The own
 * process is signalled directly as well, which saves it the round trip.
 */
public final class PostgresSignal implements CommitSignal {

    private static final Logger log = LoggerFactory.getLogger(PostgresSignal.class);
    private static final String CHANNEL = "tributary_event";
    private static final int LISTEN_MILLIS = 500;
    private static final Duration RECONNECT = Duration.ofSeconds(2);

    private final DataSource dataSource;
    private final JdbcTemplate jdbc;
    private final InProcessSignal local = new InProcessSignal();
    private final String self = UUID.randomUUID().toString();
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread listener;

    public PostgresSignal(DataSource dataSource) {
        this.dataSource = dataSource;
        this.jdbc = new JdbcTemplate(dataSource);
    }

    @Override
    public void appended() {
        jdbc.execute("notify " + CHANNEL + ", '" + self + "'");
        local.appended();
    }

    @Override
    public synchronized void listen(Runnable wake) {
        local.listen(wake);
        if (listener == null) {
            Thread thread = new Thread(this::run, "hub-events-listen");
            thread.setDaemon(true);
            thread.start();
            listener = thread;
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (Connection connection = dataSource.getConnection()) {
                listenOn(connection);
            } catch (SQLException e) {
                log.warn(
                        "The connection that listens for events broke; polling until it is back (SQLState {})",
                        e.getSQLState());
                pause();
            }
        }
    }

    private void listenOn(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        PGConnection postgres = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            while (closed.getCount() > 0) {
                PGNotification[] heard = postgres.getNotifications(LISTEN_MILLIS);
                // What this replica committed has woken it already.
                if (Arrays.stream(heard).anyMatch(each -> !self.equals(each.getParameter()))) {
                    local.fire();
                }
            }
            statement.execute("unlisten *");
        }
    }

    private void pause() {
        try {
            closed.await(RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        local.close();
        if (listener != null) {
            try {
                listener.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
