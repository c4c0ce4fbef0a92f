package dev.tributary.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Random;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;

/** The file of the embedded database, with small commits all over its tables, as the hub makes them. */
class H2UpkeepTest {

    private static final int ROWS = 20_000;
    private static final int COMMITS = 2_000;

    @Test
    void manySmallCommits_leaveASmallFile(@TempDir Path directory) throws Exception {
        var untidied = sizeAfterCommits(directory.resolve("untidied"), false);
        var tidied = sizeAfterCommits(directory.resolve("tidied"), true);

        assertThat(tidied).as("with upkeep, %d bytes without", untidied).isLessThan(untidied / 2);
    }

    @Test
    void theHubsOwnConnections_writeEachCommitAtOnceAndUseSpaceAgainSoon(@TempDir Path directory) throws Exception {
        var properties = new DataSourceProperties();
        properties.setUrl("jdbc:h2:file:" + directory.resolve("db"));
        properties.setUsername("sa");
        properties.setPassword("");
        try (var pool = new StorageConfiguration().dataSource(properties, Database.H2);
                var connection = pool.getConnection()) {
            var store = H2Upkeep.store(connection);

            assertThat(store.getAutoCommitDelay()).isZero();
            assertThat(store.getRetentionTime()).isEqualTo(5_000);
        }
    }

    private static long sizeAfterCommits(Path file, boolean tidied) throws SQLException, IOException {
        try (var pool = pool(file)) {
            prepare(pool);
            var upkeep = new H2Upkeep(pool, true);
            var random = new Random(7);
            try (var connection = pool.getConnection();
                    var update = connection.prepareStatement("update fact set said = said + 1 where id = ?")) {
                for (var commit = 0; commit < COMMITS; commit++) {
                    update.setInt(1, random.nextInt(ROWS));
                    update.execute();
                    if (tidied && commit % 20 == 0) {
                        upkeep.look();
                    }
                }
            }
            return Files.size(Path.of(file + ".mv.db"));
        }
    }

    /** As the hub's, but for the time for which H2 keeps what is outdated. */
    private static HikariDataSource pool(Path file) {
        var config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:file:" + file);
        config.setUsername("sa");
        config.setConnectionInitSql("set write_delay 0; set retention_time 0");
        return new HikariDataSource(config);
    }

    private static void prepare(DataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table fact (id int primary key, said int, text varchar(200))");
            statement.execute(
                    "insert into fact select x, 0, repeat('x', 150) from system_range(0, %d)".formatted(ROWS));
        }
    }
}
