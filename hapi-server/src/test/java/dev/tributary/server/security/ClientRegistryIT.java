package dev.tributary.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** The table of clients on both databases the hub runs on. */
class ClientRegistryIT {

    private static final Instant NOW = Instant.parse("2026-07-22T10:00:00Z");

    @Test
    void h2_keepsClients() throws SQLException {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:clients;DB_CLOSE_DELAY=-1");
        keepsClients(database);
    }

    @Test
    void postgresql_keepsClients() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            keepsClients(postgres.getPostgresDatabase());
        }
    }

    private static void keepsClients(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.createStatement().execute("create schema hub");
            new ResourceDatabasePopulator(new ClassPathResource("db/hub/V3__security.sql")).populate(connection);
        }
        var encoder = PasswordEncoderFactories.createDelegatingPasswordEncoder();
        var jdbc = JdbcClient.create(database);
        var registry = new ClientRegistry(jdbc, encoder, InstantSource.fixed(NOW), Duration.ofHours(1))
                .with(List.of(new SecurityProperties.Client("configured", "a fixed secret", null, Set.of("reader"))));

        var secret =
                registry.register("clinic", Set.of("source", "reader"), "chief").orElseThrow();
        assertThat(registry.register("clinic", Set.of("operator"), "chief")).isEmpty();
        assertThat(registry.register("configured", Set.of("operator"), "chief")).isEmpty();

        var clinic = registry.findByClientId("clinic");
        assertThat(clinic.getScopes()).containsExactlyInAnyOrder("source", "reader");
        assertThat(encoder.matches(secret, clinic.getClientSecret())).isTrue();
        assertThat(registry.findById("configured").getScopes()).containsExactly("reader");
        assertThat(jdbc.sql("select created_by, scopes from hub.client").query().singleRow())
                .containsExactlyInAnyOrderEntriesOf(Map.of("created_by", "chief", "scopes", "reader source"));

        assertThat(registry.remove("clinic")).isTrue();
        assertThat(registry.remove("clinic")).isFalse();
        assertThat(registry.findByClientId("clinic")).isNull();
    }
}
