package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.HubProperties;
import dev.tributary.server.intake.DirectIntake;
import dev.tributary.server.sources.SourceCatalogue;
import dev.tributary.server.storage.RecordWriter;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** Wires what sources submit over FHIR. */
@Configuration(proxyBeanMethods = false)
public class SubmissionConfiguration {

    @Bean
    SourceResourceTable sourceResourceTable(NamedParameterJdbcTemplate jdbc) {
        return new SourceResourceTable(jdbc);
    }

    @Bean
    OwnView ownView(FhirContext fhir, DaoRegistry daos, SourceResourceTable ownIds) {
        return new OwnView(fhir, daos, ownIds);
    }

    @Bean
    AlertReceiver alertReceiver(
            FhirContext fhir,
            DirectIntake intake,
            JdbcTemplate jdbc,
            List<MessageListener> listeners,
            HubProperties hub,
            Clock clock,
            Supplier<UUID> ids) {
        return new AlertReceiver(fhir, intake, new ReceivedMessageTable(jdbc), listeners, hub.fhirBase(), clock, ids);
    }

    @Bean
    Submissions submissions(
            FhirContext fhir,
            RecordWriter writer,
            DaoRegistry daos,
            DirectIntake intake,
            SourceResourceTable ownIds,
            SourceCatalogue sources,
            AlertReceiver alerts) {
        return new Submissions(fhir, writer, daos, intake, ownIds, sources, alerts);
    }

    @Bean
    BodyWeight bodyWeight() {
        return new BodyWeight(Runtime.getRuntime().maxMemory());
    }

    @Bean
    DroppedBundles droppedBundles(FhirContext fhir, Submissions submissions, DirectIntake intake, BodyWeight weight) {
        return new DroppedBundles(fhir, submissions, intake, weight);
    }

    @Bean
    OwnAnswers ownAnswers(OwnView ownView) {
        return new OwnAnswers(ownView);
    }

    @Bean
    SourceWrites sourceWrites(
            Submissions submissions,
            DirectIntake intake,
            OwnView ownView,
            BodyWeight weight,
            FhirContext fhir,
            HubProperties hub) {
        return new SourceWrites(submissions, intake, ownView, new FhirAnswer(fhir), weight, hub.fhirBase());
    }

    /** After Spring Security has said who calls. */
    @Bean
    FilterRegistrationBean<SourceFhirFilter> sourceFhirFilter(
            SourceCatalogue sources, SourceWrites writes, FhirContext fhir, JdbcTemplate jdbc) {
        var answer = new FhirAnswer(fhir);
        var filter = new SourceFhirFilter(sources, writes, new SourceReads(jdbc, answer), answer);
        var registration = new FilterRegistrationBean<>(filter);
        registration.addServletNames("fhir");
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 10);
        return registration;
    }
}
