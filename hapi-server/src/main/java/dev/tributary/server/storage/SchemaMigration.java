package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.SchemaMigrator;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.tasks.HapiFhirJpaMigrationTasks;
import ca.uhn.fhir.util.VersionEnum;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;

/**
 * HAPI's tables by HAPI's own migrator, then the hub's by Flyway. Boot lets every EntityManagerFactory wait for Flyway, so this
 * runs before Hibernate looks at the schema. Several replicas may start at once: both migrators lock.
 */
final class SchemaMigration implements FlywayMigrationStrategy {

    private final DataSource dataSource;
    private final Database database;

    SchemaMigration(DataSource dataSource, Database database) {
        this.dataSource = dataSource;
        this.database = database;
    }

    @Override
    public void migrate(Flyway flyway) {
        migrateHapi();
        flyway.migrate();
    }

    private void migrateHapi() {
        var table = SchemaMigrator.HAPI_FHIR_MIGRATION_TABLENAME;
        // The migrator does nothing unless it is told that Hibernate will not create tables.
        var jpa = new Properties();
        jpa.put("hibernate.hbm2ddl.auto", "none");
        var migrator = new SchemaMigrator(
                database.fhirSchema,
                table,
                dataSource,
                jpa,
                new HapiFhirJpaMigrationTasks(Set.of()).getAllTasks(VersionEnum.values()),
                new HapiMigrationStorageSvc(new HapiMigrationDao(dataSource, database.driver, table)));
        migrator.setDriverType(database.driver);
        migrator.createMigrationTableIfRequired();
        migrator.migrate();
        migrator.validate();
    }
}
