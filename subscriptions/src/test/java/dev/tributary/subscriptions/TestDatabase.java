package dev.tributary.subscriptions;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.subscriptions.outbox.CommitSignal;
import dev.tributary.subscriptions.outbox.InProcessSignal;
import dev.tributary.subscriptions.outbox.PostgresSignal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A real database with the module's tables, empty. */
enum TestDatabase {
    H2 {
        @Override
        HikariDataSource open() {
            HikariDataSource dataSource = pool("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa");
            migrate(dataSource, "clob");
            return dataSource;
        }

        @Override
        CommitSignal signal(DataSource dataSource) {
            return new InProcessSignal();
        }
    },

    POSTGRES {
        @Override
        HikariDataSource open() {
            HikariDataSource dataSource = pool(Server.INSTANCE.getJdbcUrl("postgres", "postgres"), "postgres");
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
        run(jdbc, "V2__subscriptions.sql", text);
        run(jdbc, "V8_1__patient_alias.sql", text);
    }

    private static void run(JdbcTemplate jdbc, String name, String text) {
        try (InputStream script = TestDatabase.class.getResourceAsStream("/db/hub/" + name)) {
            String sql = new String(script.readAllBytes(), StandardCharsets.UTF_8).replace("${text}", text);
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
