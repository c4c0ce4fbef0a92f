package dev.tributary.server.identity;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.identity.SurvivorshipRules;
import dev.tributary.identity.features.IdentifierStrength;
import dev.tributary.identity.features.IdentifierStrengths;
import dev.tributary.identity.matching.MatchModel.Thresholds;
import dev.tributary.identity.matching.Matcher;
import dev.tributary.server.HubProperties;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.record.Carrying;
import dev.tributary.server.record.IdentityProperties;
import dev.tributary.server.record.PersonMatching;
import dev.tributary.server.record.Regrouping;
import dev.tributary.server.record.Verdicts;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.KeyLocks;
import dev.tributary.server.storage.StoringTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Wires what people and systems may ask and decide about who is who. */
@Configuration(proxyBeanMethods = false)
@Import(JobsConfiguration.class)
public class IdentityConfiguration {

    @Bean
    OperationJournal operationJournal(JdbcTemplate jdbc, AuditTrail audit) {
        return new OperationJournal(jdbc, audit);
    }

    @Bean
    PatientLookup patientLookup(DaoRegistry daos, SourceCatalogue sources, IdentityProperties properties) {
        var systems = new HashSet<>(properties.nationalSystems());
        systems.addAll(properties.trustedSystems());
        sources.sources()
                .forEach(source ->
                        systems.addAll(source.profile().identifierSystems().values()));
        return new PatientLookup(daos, systems);
    }

    @Bean
    LargeDecisions largeDecisions(Carrying carrying, Transfers transfers) {
        return new LargeDecisions(carrying, transfers);
    }

    @Bean
    Deciding deciding(
            Regrouping regrouping,
            Verdicts verdicts,
            OperationJournal journal,
            PersonEvents events,
            LargeDecisions large,
            Clock clock,
            Supplier<UUID> ids) {
        return new Deciding(regrouping, verdicts, journal, events, large, clock, ids);
    }

    @Bean
    Stewardship stewardship(
            Regrouping regrouping,
            Verdicts verdicts,
            OperationJournal journal,
            Deciding deciding,
            LargeDecisions large,
            StoringTransaction transactions) {
        return new Stewardship(
                regrouping,
                new Refusals(regrouping, verdicts),
                deciding,
                new Undoing(regrouping, journal, deciding, large),
                large,
                transactions);
    }

    @Bean
    StewardOperations stewardOperations(
            Stewardship stewardship, TransferTasks tasks, PatientLookup patients, DaoRegistry daos) {
        return new StewardOperations(stewardship, tasks, patients, daos);
    }

    @Bean
    LinkHistory linkHistory(OperationJournal journal, DecisionTable decisions) {
        return new LinkHistory(journal, decisions);
    }

    @Bean
    IdentifierStrengths identifierStrengths(IdentityProperties properties) {
        var bySystem = new HashMap<String, IdentifierStrength>();
        properties.trustedSystems().forEach(system -> bySystem.put(system, IdentifierStrength.TRUSTED));
        properties.nationalSystems().forEach(system -> bySystem.put(system, IdentifierStrength.NATIONAL));
        return new IdentifierStrengths(bySystem);
    }

    @Bean
    Matcher matcher(IdentityProperties properties) {
        var model = Models.load(properties.model());
        var usual = model.thresholds();
        return new Matcher(model.withThresholds(new Thresholds(
                Objects.requireNonNullElse(properties.link(), usual.link()),
                Objects.requireNonNullElse(properties.review(), usual.review()),
                usual.contradiction())));
    }

    @Bean
    FeatureIndex featureIndex(NamedParameterJdbcTemplate jdbc, IdentityProperties properties) {
        return new FeatureIndex(jdbc, properties.blockSize(), properties.candidates());
    }

    @Bean
    Explanation explanation(ObjectMapper mapper) {
        return new Explanation(mapper);
    }

    @Bean
    DecisionTable decisionTable(
            NamedParameterJdbcTemplate jdbc, Explanation explanation, Clock clock, Supplier<UUID> ids) {
        return new DecisionTable(jdbc, explanation, clock, ids);
    }

    @Bean
    MatchMeters matchMeters(MeterRegistry registry) {
        return new MatchMeters(registry);
    }

    @Bean
    PersonMatching personMatching(
            IdentityProperties properties,
            FeatureIndex index,
            CurrentModel matcher,
            IdentifierStrengths strengths,
            DecisionTable decisions,
            Verdicts verdicts,
            MatchingTools tools) {
        return properties.matching()
                ? new ModelMatching(index, matcher, strengths, decisions, verdicts, tools.locks(), tools.meters())
                : PersonMatching.OFF;
    }

    /** What matching needs besides. */
    record MatchingTools(KeyLocks locks, MatchMeters meters) {}

    @Bean
    MatchingTools matchingTools(KeyLocks locks, MatchMeters meters) {
        return new MatchingTools(locks, meters);
    }

    @Bean
    ReviewTable reviewTable(JdbcTemplate jdbc, Explanation explanation, Clock clock) {
        return new ReviewTable(jdbc, explanation, clock);
    }

    @Bean
    ReviewMeters reviewMeters(ReviewTable reviews) {
        return new ReviewMeters(reviews);
    }

    @Bean
    ReviewsEndpoint reviewsEndpoint(
            ReviewTable reviews,
            Stewardship stewardship,
            StoringTransaction transactions,
            DaoRegistry daos,
            FhirContext fhir,
            Explanation explanation) {
        return new ReviewsEndpoint(
                reviews, new Reviewing(reviews, stewardship, transactions), new Sides(daos, fhir, explanation));
    }

    @Bean
    Responder responder(@Value("${hub.messages.sender:Tributary}") String name, Supplier<UUID> ids) {
        return new Responder(name, ids);
    }

    @Bean
    PatientMatch patientMatch(
            FeatureIndex index,
            CurrentModel matcher,
            IdentifierStrengths strengths,
            DaoRegistry daos,
            HubProperties hub,
            Responder responder) {
        return new PatientMatch(index, matcher, strengths, daos, hub.fhirBase(), responder);
    }

    @Bean
    PatientOrigins patientOrigins(Regrouping regrouping, SurvivorshipRules rules, StoringTransaction transactions) {
        return new PatientOrigins(regrouping, rules, transactions);
    }

    @Bean
    ReturnedDomains returnedDomains(PatientLookup patients) {
        return new ReturnedDomains(patients);
    }

    @Bean
    PixQuery pixQuery(PatientLookup patients) {
        return new PixQuery(patients);
    }
}
