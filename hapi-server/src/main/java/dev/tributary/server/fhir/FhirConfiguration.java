package dev.tributary.server.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.HardcodedServerAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.SearchPreferHandlingInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import dev.tributary.server.HubProperties;
import dev.tributary.subscriptions.acknowledgement.AcknowledgementStore;
import dev.tributary.subscriptions.topics.Topics;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Meta;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** HAPI's RestfulServer, with the hub's rules in front of it. */
@Configuration(proxyBeanMethods = false)
public class FhirConfiguration {

    @Bean
    ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server) {
        var servlet = new ServletRegistrationBean<>(server, "/fhir/*");
        servlet.setName("fhir");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    /**
     * The interceptors belong to the server, not to the store: they judge requests from outside and never what the hub itself does.
     */
    @Bean
    RestfulServer fhirServer(
            FhirContext fhir,
            @Qualifier("myResourceProvidersR4") ResourceProviderFactory resources,
            IJpaSystemProvider system,
            DatabaseBackedPagingProvider paging,
            List<OperationProvider> operations,
            List<RequestRule> rules,
            HubProperties hub) {
        var server = new RestfulServer(fhir);
        server.registerProviders(resources.createProviders());
        server.registerProvider(system);
        operations.forEach(server::registerProvider);
        server.setPagingProvider(paging);
        server.setServerAddressStrategy(new HardcodedServerAddressStrategy(hub.fhirBase()));
        server.setDefaultResponseEncoding(EncodingEnum.JSON);
        rules.forEach(server::registerInterceptor);
        return server;
    }

    @Bean
    JpaCapabilityStatementProvider capabilityStatement(
            RestfulServer server,
            IFhirSystemDao<Bundle, Meta> system,
            JpaStorageSettings settings,
            ISearchParamRegistry registry,
            IValidationSupport validation) {
        var capabilities = new JpaCapabilityStatementProvider(server, system, settings, registry, validation);
        // How many records there are is nobody's business who has not signed in.
        capabilities.setIncludeResourceCounts(false);
        server.setServerConformanceProvider(capabilities);
        // Prefer: handling=lenient ignores unknown search parameters; without it they are refused.
        server.registerInterceptor(new SearchPreferHandlingInterceptor(registry));
        return capabilities;
    }

    @Bean
    SubscriptionOwners subscriptionOwners(JdbcTemplate jdbc) {
        return new SubscriptionOwners(jdbc);
    }

    @Bean
    HubAuthorization hubAuthorization(SubscriptionOwners owners, JdbcTemplate jdbc, AcknowledgementStore tasks) {
        return new HubAuthorization(owners, new TopicOwners(jdbc), tasks);
    }

    @Bean
    UnifiedFirst unifiedFirst(SubscriptionOwners owners) {
        return new UnifiedFirst(owners);
    }

    @Bean
    PatientExists patientExists(JdbcTemplate jdbc) {
        return new PatientExists(jdbc);
    }

    @Bean
    RepeatOnConflict repeatOnConflict() {
        return new RepeatOnConflict();
    }

    @Bean
    Negotiation negotiation() {
        return new Negotiation();
    }

    @Bean
    SearchPage searchPage() {
        return new SearchPage();
    }

    @Bean
    PlainErrors plainErrors() {
        return new PlainErrors();
    }

    @Bean
    Capabilities capabilities(Topics topics) {
        return new Capabilities(topics);
    }
}
