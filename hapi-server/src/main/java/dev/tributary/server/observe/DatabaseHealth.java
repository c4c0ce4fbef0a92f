package dev.tributary.server.observe;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.server.storage.Database;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Properties;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Whether the database answers. Asked on a connection of its own, for seconds at most: those of the pool may all be busy, which is not
 * the same as a database that is away, and whoever waits for one of them waits for half a minute.
 */
final class DatabaseHealth implements HealthIndicator {

    private static final String PATIENCE_SECONDS = "2";

    private final HikariDataSource pool;
    private final Database database;
    private final Sampled<String> product;

    DatabaseHealth(HikariDataSource pool, Database database, Duration period, InstantSource clock) {
        this.pool = pool;
        this.database = database;
        this.product = new Sampled<>(this::ask, period, clock);
    }

    boolean isAway() {
        return product.get().isEmpty();
    }

    @Override
    public Health health() {
        return product.get()
                .map(name -> Health.up().withDetail("database", name).build())
                .orElseGet(() -> Health.down()
                        .withDetail("reason", "The database does not answer. The hub goes on when it does.")
                        .build());
    }

    private String ask() {
        var settings = new Properties();
        settings.putAll(pool.getDataSourceProperties());
        settings.setProperty("user", String.valueOf(pool.getUsername()));
        settings.setProperty("password", pool.getPassword() == null ? "" : pool.getPassword());
        if (database == Database.POSTGRESQL) {
            settings.setProperty("connectTimeout", PATIENCE_SECONDS);
            settings.setProperty("socketTimeout", PATIENCE_SECONDS);
        }
        try (var connection = DriverManager.getConnection(pool.getJdbcUrl(), settings)) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("The database does not answer.", e);
        }
    }
}
