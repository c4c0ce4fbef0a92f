package dev.tributary.server.workbench;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.audit.AuditTrail;
import dev.tributary.server.formats.MapSteps;
import dev.tributary.server.formats.MessageFormats;
import dev.tributary.server.sources.SourceCatalogue;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Wires dry runs and reports. */
@Configuration(proxyBeanMethods = false)
public class WorkbenchConfiguration {

    @Bean
    Losses losses(JdbcTemplate jdbc, Clock clock) {
        return new Losses(jdbc, clock);
    }

    @Bean
    LossWriter lossWriter(Losses losses) {
        return new LossWriter(losses);
    }

    @Bean
    Rehearsal rehearsal(MessageFormats formats, MapSteps steps, FhirContext fhir) {
        return new Rehearsal(formats, steps, fhir);
    }

    @Bean
    TrialJson trialJson(FhirContext fhir, ObjectMapper mapper) {
        return new TrialJson(fhir, mapper);
    }

    @Bean
    WorkbenchEndpoint workbenchEndpoint(
            SourceCatalogue sources,
            Rehearsal rehearsal,
            TrialJson json,
            JdbcTemplate jdbc,
            Losses losses,
            AuditTrail audit,
            Clock clock) {
        return new WorkbenchEndpoint(sources, rehearsal, json, new JournalledMessages(jdbc), losses, audit, clock);
    }
}
