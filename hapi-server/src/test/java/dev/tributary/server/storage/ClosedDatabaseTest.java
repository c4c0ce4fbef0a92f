package dev.tributary.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class ClosedDatabaseTest {

    @Test
    void afterAFailedWrite_theFileIsOpenedAgainWithAllThatWasCommitted(@TempDir Path directory) {
        var properties = new DataSourceProperties();
        properties.setUrl("jdbc:h2:file:" + directory.resolve("db") + ";DB_CLOSE_ON_EXIT=FALSE");
        properties.setUsername("sa");
        properties.setPassword("");
        try (var pool = new StorageConfiguration().dataSource(properties, Database.H2)) {
            pool.setMaximumPoolSize(4);
            var jdbc = new JdbcTemplate(pool);
            jdbc.execute("create table fact (said varchar)");
            jdbc.update("insert into fact values ('committed')");

            // An interrupted thread closes the file under H2, which is the failure of a write that needs no full disk.
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> jdbc.update("insert into fact values ('lost')"))
                        .isInstanceOf(DataAccessException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }

            await().ignoreExceptions().until(() -> jdbc.update("insert into fact values ('afterwards')") == 1);
            assertThat(jdbc.queryForList("select said from fact", String.class))
                    .containsExactly("committed", "afterwards");
        }
    }
}
