package dev.tributary.bench.engine;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.bench.server.Postgres;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import dev.tributary.subscriptions.outbox.PostgresSignal;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Where engines keep what they do, with the settings that the hub gives it: a file of H2, or an embedded PostgreSQL that several engines may share. */
public final class EngineDatabase implements AutoCloseable {

    /** The databases that the hub runs on. */
    public enum Kind {
        H2,
        POSTGRESQL
    }

    private static final int CONNECTIONS = 24;

    private final Kind kind;
    private final String url;
    private final Closeable server;

    private EngineDatabase(Kind kind, String url, Closeable server) {
        this.kind = kind;
        this.url = url;
        this.server = server;
    }

    /** An empty one with the engine's tables. */
    static EngineDatabase open(Kind kind) throws IOException, SQLException {
        var database = kind == Kind.H2 ? h2() : postgres();
        try (var dataSource = database.pool()) {
            Flyway.configure()
                    .dataSource(dataSource)
                    .schemas(kind == Kind.H2 ? "HUB" : "hub")
                    .locations("classpath:db/hub")
                    .placeholders(
                            kind == Kind.H2
                                    ? Map.of("text", "clob", "bytes", "blob")
                                    : Map.of("text", "text", "bytes", "bytea"))
                    .load()
                    .migrate();
        }
        return database;
    }

    private static EngineDatabase h2() throws IOException {
        var directory = Files.createTempDirectory("bench-engine");
        var url = "jdbc:h2:file:" + directory.resolve("db")
                + ";DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=20000;OPTIMIZE_REUSE_RESULTS=FALSE";
        return new EngineDatabase(Kind.H2, url, () -> delete(directory));
    }

    private static EngineDatabase postgres() throws IOException, SQLException {
        var postgres = Postgres.start();
        return new EngineDatabase(
                Kind.POSTGRESQL, postgres.create("engine") + "?reWriteBatchedInserts=true", postgres::close);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    HikariDataSource pool() {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(kind == Kind.H2 ? "sa" : Postgres.USER);
        config.setMaximumPoolSize(CONNECTIONS);
        if (kind == Kind.H2) {
            config.setConnectionInitSql("set write_delay 0; set retention_time 5000");
        }
        return new HikariDataSource(config);
    }

    CommitSignal signal(DataSource dataSource) {
        return kind == Kind.H2 ? new InProcessSignal() : new PostgresSignal(dataSource);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
