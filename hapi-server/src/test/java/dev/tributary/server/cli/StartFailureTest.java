package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.BindException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.PortInUseException;

class StartFailureTest {

    private final HubSettings settings = HubSettings.of(Map.of("HUB_DATA_DIR", "/srv/hub"));

    @Test
    void portInUse_namesThePortAndItsVariable() {
        assertThat(line(new PortInUseException(8080)))
                .isEqualTo("port 8080 is in use: stop what listens there or set HUB_PORT to another one");
        assertThat(line(new BindException("Address already in use: /0.0.0.0:2575")))
                .isEqualTo("port 2575 is in use: stop what listens there or set HUB_MLLP_PORT to another one");
        assertThat(line(new IllegalStateException(
                        "MLLP listener on port 2600", new BindException("Address already in use"))))
                .startsWith("port 2600 is in use");
    }

    @Test
    void portBelow1024_isNotCalledInUse() {
        assertThat(line(new BindException("Permission denied port 80"))).contains("may not open port 80", "HUB_PORT");
    }

    @Test
    void databaseFileHeldByAnotherProcess_namesTheDirectory() {
        assertThat(line(new SQLException("Database may be already in use", "90020", 90020)))
                .isEqualTo("the data directory /srv/hub is in use by another process:"
                        + " stop that hub or set HUB_DATA_DIR to another directory");
    }

    @Test
    void h2_saysSoItself_whenItsFileIsOpenElsewhere(@TempDir Path directory) throws Exception {
        var url = "jdbc:h2:file:" + directory.resolve("hub");
        var file = directory.resolve("hub.mv.db");
        try (var channel = new java.io.RandomAccessFile(file.toFile(), "rw").getChannel();
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            var thrown = org.assertj.core.api.Assertions.catchThrowable(
                    () -> DriverManager.getConnection(url).close());
            assertThat(line(thrown)).contains("is in use by another process");
        }
    }

    @Test
    void databaseThatCannotBeReached_namesItWithoutParameters() {
        var remote = HubSettings.of(Map.of("HUB_DB_URL", "jdbc:postgresql://db/hub?password=secret"));
        var refused = new SQLException("Connection refused", "08001", new ConnectException("Connection refused"));
        assertThat(StartFailure.of(new RuntimeException("Flyway", refused), remote)
                        .line())
                .isEqualTo("no connection to jdbc:postgresql://db/hub: start the database or correct HUB_DB_URL");
        assertThat(StartFailure.of(new SQLException("password authentication failed", "28P01"), remote)
                        .line())
                .contains("HUB_DB_USER and HUB_DB_PASSWORD");
    }

    @Test
    void noPermission_namesTheFile() {
        assertThat(line(new java.io.UncheckedIOException(new AccessDeniedException("/etc/hub/sources"))))
                .contains("no permission for /etc/hub/sources");
    }

    @Test
    void unknownFailure_isQuotedInOneLine() {
        assertThat(line(new RuntimeException(
                        "outer", new IllegalStateException("the key store is empty.\nsecond line"))))
                .isEqualTo("the hub did not start: the key store is empty. HUB_DEBUG=1 shows all of it");
    }

    private String line(Throwable thrown) {
        return StartFailure.of(thrown, settings).line();
    }
}
