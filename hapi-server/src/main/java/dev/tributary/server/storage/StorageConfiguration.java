package dev.tributary.server.storage;

import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.config.PartitionSettings;
import ca.uhn.fhir.jpa.model.config.SubscriptionSettings;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.grammars.hql.HqlParser;
import org.hibernate.jpa.boot.spi.IntegratorProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.autoconfigure.jdbc.DataSourceProperties;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** HAPI's JPA server, with the settings that docs/decisions/0005 gives the reasons for. */
@Configuration(proxyBeanMethods = false)
@Import({
    JpaR4Config.class,
    HapiJpaConfig.class,
    ThreadPoolFactoryConfig.class,
    JpaBatch2Config.class,
    Batch2JobsConfig.class,
    SubscriptionChannelConfig.class,
    RecordWriter.class,
    ResourceIds.class,
    ResourceBodies.class,
    SearchParameterInstallation.class,
})
public class StorageConfiguration {

    @Bean
    Database database(@Value("${spring.datasource.url}") String url) {
        return Database.of(url);
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(DataSourceProperties properties, Database database) {
        var pool = properties
                .initializeDataSourceBuilder()
                .type(HikariDataSource.class)
                .build();
        if (database == Database.POSTGRESQL) {
            // One round trip for a batch of index rows.
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        } else {
            // H2 reports a commit up to half a second before it is in the file: a killed process would lose what it
            // acknowledged.
            pool.setConnectionInitSql(H2Upkeep.SETTINGS);
            pool.setExceptionOverride(new ClosedDatabase());
            // H2 may answer a repeated query from its last result although another transaction has committed meanwhile:
            // what is
            // read under a lock must be what is there.
            pool.addDataSourceProperty("OPTIMIZE_REUSE_RESULTS", "FALSE");
        }
        return pool;
    }

    @Bean
    H2Upkeep h2Upkeep(DataSource dataSource, Database database) {
        return new H2Upkeep(dataSource, database == Database.H2);
    }

    @Bean
    FlywayMigrationStrategy flywayMigrationStrategy(DataSource dataSource, Database database) {
        return new SchemaMigration(dataSource, database);
    }

    @Bean
    FlywayConfigurationCustomizer flywayConfiguration(Database database) {
        return flyway -> flyway.schemas(database.hubSchema)
                .defaultSchema(database.hubSchema)
                .locations("classpath:db/hub")
                .placeholders(Map.of("bytes", database.bytesType, "text", database.textType));
    }

    @Bean
    static RepositoriesOnDemand repositoriesOnDemand() {
        return new RepositoriesOnDemand();
    }

    @Bean
    static LeanDefinitions leanDefinitions() {
        return new LeanDefinitions();
    }

    @Bean
    static PlainEncoding plainEncoding() {
        return new PlainEncoding();
    }

    /** Queries are parsed while the hub starts; what the parser has learnt on them are 7 MB for nothing. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> parserForgets() {
        return ready -> new HqlParser(null).getInterpreter().clearDFA();
    }

    @Bean
    JpaStorageSettings storageSettings() {
        return StorageSettings.hub();
    }

    @Bean
    PartitionSettings partitionSettings() {
        var settings = new PartitionSettings();
        settings.setIncludePartitionInSearchHashes(false);
        return settings;
    }

    @Bean
    SubscriptionSettings subscriptionSettings() {
        return new SubscriptionSettings();
    }

    @Bean
    @Primary
    LocalContainerEntityManagerFactoryBean entityManagerFactory(
            ConfigurableListableBeanFactory beans,
            FhirContext fhir,
            JpaStorageSettings settings,
            DataSource dataSource,
            Database database) {
        var factory = HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhir, settings);
        factory.setPersistenceUnitName("tributary");
        factory.setDataSource(dataSource);
        factory.getJpaPropertyMap()
                .putAll(Map.of(
                        "hibernate.dialect", database.dialect.getName(),
                        "hibernate.hbm2ddl.auto", "none",
                        "hibernate.search.enabled", "false",
                        "hibernate.jdbc.batch_size", "100",
                        // The index rows of all resources of a message come in one query per kind, not one per
                        // resource.
                        "hibernate.default_batch_fetch_size", "32",
                        "hibernate.integrator_provider", (IntegratorProvider) () -> List.of(new CompleteInserts()),
                        // Without it Hibernate translates a query anew for every length of an IN list.
                        "hibernate.query.in_clause_parameter_padding", "true"));
        return factory;
    }

    @Bean
    @Primary
    JpaTransactionManager transactionManager(EntityManagerFactory factory) {
        return new JpaTransactionManager(factory);
    }

    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
        return new TransactionTemplate(transactions);
    }

    @Bean
    StoringTransaction storingTransaction(TransactionTemplate transactions) {
        return new StoringTransaction(transactions);
    }

    /** Asks for the EntityManagerFactory so that the tables are there. */
    @Bean
    KeyLocks keyLocks(Database database, JdbcTemplate jdbc, EntityManagerFactory afterMigration) {
        if (database == Database.POSTGRESQL) {
            return new PostgresKeyLocks(jdbc);
        }
        var locks = new H2KeyLocks(jdbc);
        locks.prepare();
        return locks;
    }
}
