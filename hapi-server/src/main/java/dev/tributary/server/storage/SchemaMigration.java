package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;

/**
 * HAPI's tables by HAPI's own migrator, then the hub's by Flyway. Boot lets every EntityManagerFactory wait for Flyway, so this
 * runs before Hibernate looks at the schema. Several replicas may start at once: one migrates, the others wait. A hub that is ended
 * meanwhile, at whatever moment, leaves nothing that keeps the next one from starting.
 */
final class SchemaMigration implements FlywayMigrationStrategy {

    private static final long LOCK = 0x5C4E3AL;

    private final DataSource dataSource;
    private final Database database;

    SchemaMigration(DataSource dataSource, Database database) {
        this.dataSource = dataSource;
        this.database = database;
    }

    @Override
    public void migrate(Flyway flyway) {
        if (database == Database.H2) {
            // The file is this process' own.
            migrateBoth(flyway);
            return;
        }
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            // Ends with the process, as HAPI's own lock does not.
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            try {
                migrateBoth(flyway);
            } finally {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The database cannot be locked to make its tables: " + e.getMessage(), e);
        }
    }

    private void migrateBoth(Flyway flyway) {
        migrateHapi();
        flyway.migrate();
    }

    private void migrateHapi() {
        // The migrator does nothing unless it is told that Hibernate will not create tables.
        var jpa = new Properties();
        jpa.put("hibernate.hbm2ddl.auto", "none");
        var tasks = new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values());
        var history = new HapiMigrationDao(dataSource, database.driver, SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME);
        var migrator = new SchemaMigrator(
                database.fhirSchema,
                SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME,
                dataSource,
                jpa,
                tasks,
                new HapiMigrationStorageSvc(history));
        migrator.setDriverType(database.driver);
        migrator.createMigrationTableIfRequired();
        new UnfinishedTables(dataSource, database, history).mend(tasks);
        migrator.migrate();
        migrator.validate();
    }
}
