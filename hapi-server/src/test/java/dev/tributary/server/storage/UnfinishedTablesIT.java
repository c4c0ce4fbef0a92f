package dev.tributary.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.taskdef.InitializeSchemaTask;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** A hub is ended while it makes its tables: the next one has all of them, and starts. */
class UnfinishedTablesIT {

    @ParameterizedTest
    @ValueSource(ints = {1, 70, 10_000})
    void h2_hasAllTables_whereverTheFirstHubWasEnded(int statements) {
        var whole = h2();
        migrate(whole, Database.H2);
        var interrupted = h2();
        begin(interrupted, Database.H2, statements);
        interrupted.execute("create schema hub");
        interrupted.execute("create table hub.inbound_message (half int)");

        migrate(interrupted, Database.H2);

        assertThat(shape(interrupted)).isEqualTo(shape(whole));
    }

    @Test
    void postgresql_hasAllTables_thoughTwoHubsStartAtOnceAfterTheOneThatWasEnded() throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            var whole = new JdbcTemplate(postgres.getPostgresDatabase());
            migrate(whole, Database.POSTGRESQL);
            whole.execute("create database interrupted");
            var interrupted = new JdbcTemplate(postgres.getDatabase("postgres", "interrupted"));
            begin(interrupted, Database.POSTGRESQL, 70);

            var other = CompletableFuture.runAsync(() -> migrate(interrupted, Database.POSTGRESQL));
            migrate(interrupted, Database.POSTGRESQL);
            other.join();

            assertThat(shape(interrupted)).isEqualTo(shape(whole));
        }
    }

    @Test
    void nothingIsDropped_onceSomethingIsStored() {
        var database = h2();
        migrate(database, Database.H2);
        database.update(
                "insert into hfj_resource (res_id, res_ver, res_updated, res_published, res_type, fhir_id, has_tags,"
                        + " sp_has_links, sp_coords_present, sp_date_present, sp_number_present, sp_quantity_nrml_present,"
                        + " sp_quantity_present, sp_string_present, sp_token_present, sp_uri_present) values (1, 1, current_timestamp,"
                        + " current_timestamp, 'Device', 'tributary', false, false, false, false, false, false, false, false, false, false)");
        database.update("insert into hub.installation values ('x', 'y', current_timestamp)");
        new HapiMigrationStorageSvc(history(database, Database.H2)).insertLockRecord("ended in an upgrade");

        migrate(database, Database.H2);

        assertThat(database.queryForList("select name from hub.installation", String.class))
                .containsExactly("x");
    }

    /** As far as a hub comes that is ended after so many of HAPI's statements. */
    private static void begin(JdbcTemplate jdbc, Database database, int statements) {
        var history = history(jdbc, database);
        history.createMigrationTableIfRequired();
        new HapiMigrationStorageSvc(history).insertLockRecord(UUID.randomUUID().toString());
        new HapiFhirJpaMigrationTasks(Set.of())
                .getAllTasks(VersionEnum.values())
                .forEach(task -> {
                    if (task instanceof InitializeSchemaTask first) {
                        first.getSchemaInitializationProvider().getSqlStatements(database.driver).stream()
                                .limit(statements)
                                .forEach(jdbc::execute);
                    }
                });
    }

    private static HapiMigrationDao history(JdbcTemplate jdbc, Database database) {
        return new HapiMigrationDao(dataSource(jdbc), database.driver, SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME);
    }

    private static void migrate(JdbcTemplate jdbc, Database database) {
        var flyway = Flyway.configure()
                .dataSource(dataSource(jdbc))
                .schemas(database.hubSchema)
                .defaultSchema(database.hubSchema)
                .locations("classpath:db/hub")
                .placeholders(Map.of("bytes", database.bytesType, "text", database.textType))
                .load();
        new SchemaMigration(dataSource(jdbc), database).migrate(flyway);
    }

    /** Every column, constraint and sequence. */
    private static List<String> shape(JdbcTemplate jdbc) {
        var own = " not in ('information_schema', 'pg_catalog', 'INFORMATION_SCHEMA')";
        return jdbc.queryForList(
                "select concat(table_name, '.', column_name, ' ', data_type) from information_schema.columns where table_schema"
                        + own
                        + " union all select concat(constraint_name, ' ', constraint_type) from information_schema.table_constraints where table_schema"
                        + own
                        + " and constraint_name like 'FK%' union all select sequence_name from information_schema.sequences where sequence_schema"
                        + own + " and sequence_name not like 'SYSTEM%' order by 1",
                String.class);
    }

    private static JdbcTemplate h2() {
        var database = new JdbcDataSource();
        database.setUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return new JdbcTemplate(database);
    }

    private static DataSource dataSource(JdbcTemplate jdbc) {
        return Objects.requireNonNull(jdbc.getDataSource());
    }
}
