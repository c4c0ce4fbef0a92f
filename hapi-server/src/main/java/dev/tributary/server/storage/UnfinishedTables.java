package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.migrate.HapiMigrationLock;
import ca.uhn.fhir.jpa.migrate.HapiMigrationStorageSvc;
import ca.uhn.fhir.jpa.migrate.MigrationTaskList;
import ca.uhn.fhir.jpa.migrate.dao.HapiMigrationDao;
import ca.uhn.fhir.jpa.migrate.taskdef.InitializeSchemaTask;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What a hub leaves behind that is ended while it makes the tables: HAPI's lock, which is a row that nobody takes away; half of HAPI's
 * tables, which HAPI takes for all of them; and, on H2, which commits each statement, half a migration of Flyway's. Guarantees that
 * the migrations after it run as if the other hub had not begun. Changes nothing else, and drops nothing once a resource is stored.
 *
 * <p>Only for whoever keeps other hubs from migrating meanwhile.
 */
final class UnfinishedTables {

    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedTables.class);

    /** A table, index, sequence, constraint or primary key that is there already, as PostgreSQL and as H2 say it. */
    private static final Set<String> EXISTS =
            Set.of("42P07", "42710", "42P16", "42S01", "42S11", "90035", "90045", "90017");

    private final JdbcTemplate jdbc;
    private final Database database;
    private final HapiMigrationDao history;
    private final HapiMigrationStorageSvc lock;

    UnfinishedTables(DataSource dataSource, Database database, HapiMigrationDao history) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.database = database;
        this.history = history;
        this.lock = new HapiMigrationStorageSvc(history);
    }

    /** @param tasks those of HAPI */
    void mend(MigrationTaskList tasks) {
        var left = lock.findFirstByPidAndNotDescription(HapiMigrationLock.LOCK_PID, "");
        if (left.isPresent()) {
            LOG.warn("A hub was ended while it made or changed the tables; that is done again");
            if (nothingIsStored()) {
                complete(tasks);
                // With it goes the lock. What the history has of the other hub's tasks would hide that the tables are
                // new.
                history.deleteAll();
            } else {
                lock.deleteLockRecord(left.get().getDescription());
            }
        }
        if (database == Database.H2 && nothingIsStored()) {
            jdbc.execute("drop schema if exists hub cascade");
        }
    }

    /** HAPI makes all tables by one script, statement by statement; those that were not reached are run. */
    private void complete(MigrationTaskList tasks) {
        tasks.forEach(task -> {
            if (task instanceof InitializeSchemaTask first) {
                first.getSchemaInitializationProvider()
                        .getSqlStatements(database.driver)
                        .forEach(this::runUnlessDone);
            }
        });
    }

    private void runUnlessDone(String statement) {
        try {
            jdbc.execute(statement);
        } catch (DataAccessException e) {
            if (!(e.getMostSpecificCause() instanceof SQLException sql)
                    || !EXISTS.contains(String.valueOf(sql.getSQLState()))) {
                throw e;
            }
        }
    }

    /** The first start stores search parameters before anything comes in. */
    private boolean nothingIsStored() {
        var tables = jdbc.queryForObject(
                "select count(*) from information_schema.tables where table_schema = ? and lower(table_name) = 'hfj_resource'",
                Integer.class,
                database.fhirSchema);
        return Integer.valueOf(0).equals(tables)
                || jdbc.queryForList("select res_id from hfj_resource fetch first 1 rows only")
                        .isEmpty();
    }
}
