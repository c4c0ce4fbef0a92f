package dev.tributary.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;

/** H2 as the hub opens it: a query repeated under a lock sees what the holder before has committed. */
class FreshReadsTest {

    private static final int ROUNDS = 200;

    @Test
    void queryRepeatedUnderALock_seesWhatWasCommittedMeanwhile(@TempDir Path directory) throws Exception {
        var properties = new DataSourceProperties();
        properties.setUrl("jdbc:h2:file:" + directory.resolve("db"));
        properties.setUsername("sa");
        properties.setPassword("");
        try (var pool = new StorageConfiguration().dataSource(properties, Database.H2)) {
            prepare(pool);
            for (var round = 0; round < ROUNDS; round++) {
                assertThat(readUnderLock(pool, round)).as("round %d", round).isEqualTo(1);
            }
        }
    }

    private static void prepare(DataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create table lock_row (id int primary key)");
            statement.execute("insert into lock_row values (1)");
            statement.execute("create table fact (id int primary key)");
        }
    }

    private static int readUnderLock(DataSource pool, int fact) throws Exception {
        try (var writer = pool.getConnection();
                var reader = pool.getConnection()) {
            writer.setAutoCommit(false);
            reader.setAutoCommit(false);
            lock(writer);
            var read = CompletableFuture.supplyAsync(() -> {
                try {
                    count(reader, fact);
                    lock(reader);
                    var seen = count(reader, fact);
                    reader.commit();
                    return seen;
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (var insert = writer.prepareStatement("insert into fact values (?)")) {
                insert.setInt(1, fact);
                insert.executeUpdate();
            }
            writer.commit();
            return read.get();
        }
    }

    private static void lock(Connection connection) throws SQLException {
        try (var query = connection.prepareStatement("select id from lock_row where id = ? for update")) {
            query.setInt(1, 1);
            query.executeQuery().next();
        }
    }

    private static int count(Connection connection, int fact) throws SQLException {
        try (var query = connection.prepareStatement("select count(*) from fact where id = ?")) {
            query.setInt(1, fact);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }
}
