package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.identity.StrongIdentifiers;
import dev.tributary.identity.SurvivorshipRules;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.RecordWriter;
import dev.tributary.subscriptions.registry.PatientAliases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.util.HashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Wires the unified record. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdentityProperties.class)
public class RecordConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(RecordConfiguration.class);

    @Bean
    LinkTable linkTable(NamedParameterJdbcTemplate jdbc, Clock clock) {
        return new LinkTable(jdbc, clock);
    }

    @Bean
    PatientUnification patientUnification(
            LinkTable links,
            Verdicts verdicts,
            KeyLocks locks,
            PersonMatching matching,
            SourceCatalogue sources,
            IdentityProperties properties,
            Persons.Factory persons) {
        return new PatientUnification(
                links, verdicts, locks, matching, strongIdentifiers(sources, properties), properties, persons);
    }

    @Bean
    SurvivorshipRules survivorshipRules(IdentityProperties properties, SourceCatalogue catalogue) throws IOException {
        var file = properties.survivorship();
        if (file == null) {
            return SurvivorshipRules.NONE;
        }
        try {
            var rules = SurvivorshipRules.parse(Files.readString(file));
            // No reason to stop: the file of that source may be the one that is wrong today.
            rules.sources().stream()
                    .filter(id -> catalogue.byId(id).isEmpty())
                    .forEach(id -> LOG.warn(
                            "hub.identity.survivorship: {} names the source {}, which no file in sources/ describes. Its rule has no effect.",
                            file,
                            id));
            return rules;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("hub.identity.survivorship: there is no file " + file + ".", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("hub.identity.survivorship: " + file + ": " + e.getMessage(), e);
        }
    }

    @Bean
    Persons.Factory personsFactory(
            FhirContext fhir,
            LinkTable links,
            JdbcTemplate jdbc,
            SurvivorshipRules rules,
            IdentityProperties properties,
            LargeMoves largeMoves) {
        var repointing = new Repointing(fhir, jdbc, properties.moveAtOnce());
        return new Persons.Factory(links, repointing, new PatientAliases(jdbc), rules, largeMoves);
    }

    @Bean
    Carrying carrying(LinkTable links, KeyLocks locks, RecordWriter writer, Persons.Factory persons, FhirContext fhir) {
        return new Carrying(links, locks, writer, persons, fhir);
    }

    @Bean
    Verdicts verdicts(NamedParameterJdbcTemplate jdbc) {
        return new Verdicts(jdbc);
    }

    @Bean
    Regrouping regrouping(
            LinkTable links,
            KeyLocks locks,
            RecordWriter writer,
            Persons.Factory persons,
            FhirContext fhir,
            Clock clock) {
        return new Regrouping(links, locks, writer, persons, fhir, clock);
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
