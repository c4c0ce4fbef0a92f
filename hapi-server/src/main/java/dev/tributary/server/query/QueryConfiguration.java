package dev.tributary.server.query;

import ca.uhn.fhir.jpa.api.dao.DaoRegistry;
import dev.tributary.server.identity.PatientLookup;
import dev.tributary.server.intake.QueryReceiver;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires queries over HL7 v2. */
@Configuration(proxyBeanMethods = false)
public class QueryConfiguration {

    @Bean
    QueryReceiver patientQueries(PatientLookup patients, DaoRegistry daos) {
        return new PatientQueries(new CrossReferenceQuery(patients), new DemographicsQuery(patients, daos));
    }
}
