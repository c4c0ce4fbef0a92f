package dev.tributary.bench.plain;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * A plain <a href="https://hapifhir.io/hapi-fhir/docs/server_jpa/introduction.html">HAPI FHIR JPA</a> server to compare with.
 *
 * <p>Arguments: {@code --port=8081 --db-url=jdbc:… --db-user=… --db-password=… [--mdm] [--rest-hook]}. It listens on
 * loopback only, has no access control, and serves FHIR at {@code /fhir}.
 */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            ThymeleafAutoConfiguration.class,
            ElasticsearchClientAutoConfiguration.class,
            ElasticsearchRestClientAutoConfiguration.class
        })
@Import({PlainHapiConfiguration.class, PlainHapiServer.class, PlainHapiMdm.class})
public class PlainHapi {

    public static void main(String[] args) {
        SpringApplication.run(PlainHapi.class, args);
    }
}
