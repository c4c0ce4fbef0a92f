package dev.tributary.subscriptions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import dev.tributary.subscriptions.outbox.PostgresSignal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A real database with the module's tables, empty. */
enum TestDatabase {
    H2 {
        @Override
        HikariDataSource open() {
            HikariDataSource dataSource = pool(url(), "sa");
            migrate(dataSource, "clob");
            return dataSource;
        }

        /** With much in it, a file, as the hub has it: what a test says of the heap is then the engine's. */
        private String url() {
            return Boolean.getBoolean("scale")
                    ? "jdbc:h2:file:"
                            + Path.of("target/scale/" + UUID.randomUUID()).toAbsolutePath() + ";LOCK_TIMEOUT=20000"
                    : "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
        }

        @Override
        CommitSignal signal(DataSource dataSource) {
            return new InProcessSignal();
        }
    },

    POSTGRES {
        @Override
        HikariDataSource open() {
            // Without a limit, dropping the tables would wait for ever for what an earlier test may have left open.
            String url = Server.INSTANCE.getJdbcUrl("postgres", "postgres") + "&options=-c%20lock_timeout=20s";
            HikariDataSource dataSource = pool(url, "postgres");
            new JdbcTemplate(dataSource).execute("drop schema if exists hub cascade");
            migrate(dataSource, "text");
            return dataSource;
        }

        @Override
        CommitSignal signal(DataSource dataSource) {
            return new PostgresSignal(dataSource);
        }
    };

    abstract HikariDataSource open();

    abstract CommitSignal signal(DataSource dataSource);

    private static HikariDataSource pool(String url, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword("");
        config.setMaximumPoolSize(20);
        return new HikariDataSource(config);
    }

    private static void migrate(DataSource dataSource, String text) {
        JdbcTemplate jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("create schema hub");
        scripts().forEach(file -> run(jdbc, file, text));
    }

    /** The module's migrations in their order. */
    static List<Path> scripts() {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/hub"))) {
            return files.sorted(Comparator.comparing(TestDatabase::version)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static BigDecimal version(Path file) {
        String name = file.getFileName().toString();
        return new BigDecimal(name.substring(1, name.indexOf("__")).replace('_', '.'));
    }

    static void run(JdbcTemplate jdbc, Path file, String text) {
        try {
            String sql = Files.readString(file).replace("${text}", text);
            for (String statement : sql.replaceAll("(?m)--.*$", "").split(";")) {
                if (!statement.isBlank()) {
                    jdbc.execute(statement);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PostgreSQL 17, started once per test JVM. */
    private static final class Server {
        static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
