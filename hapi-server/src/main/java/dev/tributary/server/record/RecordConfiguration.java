package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.identity.StrongIdentifiers;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.RecordWriter;
import java.time.Clock;
import java.util.HashSet;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Wires the unified record. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
public class RecordConfiguration {

    @Bean
    LinkTable linkTable(NamedParameterJdbcTemplate jdbc, Clock clock) {
        return new LinkTable(jdbc, clock);
    }

    @Bean
    PatientUnification patientUnification(
            FhirContext fhir,
            LinkTable links,
            JdbcTemplate jdbc,
            KeyLocks locks,
            SourceCatalogue sources,
            IdentityProperties properties) {
        return new PatientUnification(
                links,
                locks,
                strongIdentifiers(sources, properties),
                properties.nationalSystems(),
                new Persons.Factory(links, new Repointing(fhir, jdbc)));
    }

    @Bean
    RecordStore recordStore(
            FhirContext fhir, RecordWriter writer, PatientUnification unification, NamedParameterJdbcTemplate jdbc) {
        var encounters = new EncounterStatements(fhir, jdbc.getJdbcTemplate());
        return new RecordStore(
                fhir,
                writer,
                unification,
                new ResourceStateTable(jdbc),
                encounters,
                new Moves(fhir, jdbc.getJdbcTemplate(), encounters));
    }

    /** A system that a source file names is known to the hub: the same number in it is the same person, whoever sends it. */
    private static StrongIdentifiers strongIdentifiers(SourceCatalogue sources, IdentityProperties properties) {
        var trusted = new HashSet<>(properties.trustedSystems());
        sources.sources()
                .forEach(source ->
                        trusted.addAll(source.profile().identifierSystems().values()));
        return new StrongIdentifiers(trusted, properties.nationalSystems());
    }
}
