package dev.tributary.server.web;

import org.apache.catalina.core.StandardHost;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** One language for errors, whoever notices them: a face, a filter, or Tomcat. */
@Configuration(proxyBeanMethods = false)
@Import({ErrorAnswers.class, ErrorFace.class})
public class WebConfiguration {

    /** A little more than a source's bundle may have, which is refused where the journal notes it. */
    private static final long MOST_BYTES = 65L << 20;

    /** Of the heap, what large bodies may have together as they come in. */
    private static final int HEAP_SHARE = 32;

    /** Behind the sign-in, so that strangers are told nothing else. */
    @Bean
    FilterRegistrationBean<BodyLimit> bodyLimit() {
        var registration = new FilterRegistrationBean<>(
                new BodyLimit(MOST_BYTES, new LargeBodies(Runtime.getRuntime().maxMemory() / HEAP_SHARE)));
        registration.setOrder(Ordered.LOWEST_PRECEDENCE - 20);
        return registration;
    }

    /** Before all others; by its path, since those that go by a servlet's name come after those. */
    @Bean
    FilterRegistrationBean<PlainPath> plainPath() {
        var registration = new FilterRegistrationBean<>(new PlainPath("/fhir"));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> outcomesFromTomcat() {
        return tomcat -> tomcat.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(OutcomeValve.class.getName());
            }
        });
    }
}
