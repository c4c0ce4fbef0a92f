package dev.tributary.bench.plain;

import ca.uhn.fhir.context.support.IValidationSupport;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.provider.IJpaSystemProvider;
import ca.uhn.fhir.jpa.provider.JpaCapabilityStatementProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.mdm.provider.MdmProviderLoader;
import ca.uhn.fhir.rest.server.IncomingRequestAddressStrategy;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.interceptor.LoggingInterceptor;
import ca.uhn.fhir.rest.server.interceptor.ResponseHighlighterInterceptor;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** FHIR REST at {@code /fhir} with the providers and interceptors that the starter registers by default. */
@Configuration
class PlainHapiServer {

    @Bean
    RestfulServer restfulServer(
            IFhirSystemDao<?, ?> system,
            IJpaSystemProvider systemProvider,
            ResourceProviderFactory providers,
            DatabaseBackedPagingProvider paging,
            ObjectProvider<MdmProviderLoader> mdm,
            JpaCapabilityStatementProviderFactory capabilities) {
        var server = new RestfulServer(system.getContext());
        mdm.ifAvailable(MdmProviderLoader::loadProvider);
        server.registerProviders(providers.createProviders());
        server.registerProvider(systemProvider);
        server.setServerConformanceProvider(capabilities.of(system, server));
        server.setPagingProvider(paging);
        server.setDefaultPrettyPrint(true);
        server.setServerAddressStrategy(new IncomingRequestAddressStrategy());
        server.registerInterceptor(new ResponseHighlighterInterceptor());
        server.registerInterceptor(new LoggingInterceptor());
        return server;
    }

    @Bean
    JpaCapabilityStatementProviderFactory capabilities(
            JpaStorageSettings settings, ISearchParamRegistry searchParameters, IValidationSupport validation) {
        return (system, server) ->
                new JpaCapabilityStatementProvider(server, system, settings, searchParameters, validation);
    }

    @Bean
    ServletRegistrationBean<RestfulServer> fhirServlet(RestfulServer server) {
        var servlet = new ServletRegistrationBean<>(server, "/fhir/*");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    interface JpaCapabilityStatementProviderFactory {
        JpaCapabilityStatementProvider of(IFhirSystemDao<?, ?> system, RestfulServer server);
    }
}
