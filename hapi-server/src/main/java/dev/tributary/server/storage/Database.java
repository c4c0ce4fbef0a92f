package dev.tributary.server.storage;

import ca.uhn.fhir.jpa.migrate.DriverTypeEnum;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;

/** The two databases that the hub runs on, and where they differ. */
public enum Database {
    H2(DriverTypeEnum.H2_EMBEDDED, HapiFhirH2Dialect.class, "PUBLIC", "HUB", "blob", "clob"),
    POSTGRESQL(DriverTypeEnum.POSTGRES_9_4, HapiFhirPostgresDialect.class, "public", "hub", "bytea", "text");

    final DriverTypeEnum driver;
    final Class<?> dialect;
    final String fhirSchema;
    /** As Flyway quotes it. */
    final String hubSchema;

    final String bytesType;
    final String textType;

    Database(
            DriverTypeEnum driver,
            Class<?> dialect,
            String fhirSchema,
            String hubSchema,
            String bytesType,
            String textType) {
        this.driver = driver;
        this.dialect = dialect;
        this.fhirSchema = fhirSchema;
        this.hubSchema = hubSchema;
        this.bytesType = bytesType;
        this.textType = textType;
    }

    static Database of(String jdbcUrl) {
        if (jdbcUrl.startsWith("jdbc:h2:")) {
            return H2;
        }
        if (jdbcUrl.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException("HUB_DB_URL: the hub runs on H2 (jdbc:h2:…) and on PostgreSQL"
                + " (jdbc:postgresql://host/database), not on \"" + jdbcUrl.replaceAll("[?;].*", "") + "\".");
    }
}
