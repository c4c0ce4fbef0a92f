package dev.tributary.server.feeds;

import static dev.tributary.server.feeds.TestSources.acknowledgement;
import static dev.tributary.server.feeds.TestSources.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.security.OperatorTokens;
import dev.tributary.server.security.SecuredHub;
import dev.tributary.server.sources.Source.Format;
import dev.tributary.server.sources.SourceCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class Hl7v2EndpointTest {

    private static final String ER7 = "application/hl7-v2";

    @TempDir
    static Path data;

    private static SecuredHub hub;

    @BeforeAll
    static void start() {
        hub = SecuredHub.start(data, Map.of("hub.feeds.max-message", "10KB"), Parts.class);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void sourcesToken_namesTheSource() throws Exception {
        var answer = post("/hl7v2", "laboratory", "source", ER7, message("M1"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(ER7);
        assertThat(answer.body()).contains("|laboratory|").contains("MSA|AA|M1");
    }

    @Test
    void refusedMessage_isBadRequestWithItsAcknowledgement() throws Exception {
        var answer = post("/hl7v2", "laboratory", "source", "text/plain; charset=utf-8", message("REFUSE"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain");
        assertThat(answer.body()).contains("MSA|AE|REFUSE");
    }

    @Test
    void messageThatAsksForNoAnswer_getsNone() throws Exception {
        assertThat(post("/hl7v2", "laboratory", "source", ER7, message("QUIET")).statusCode())
                .isEqualTo(204);
    }

    @Test
    void messageThatCannotBeStored_isToBeSentAgain() throws Exception {
        var answer = post("/hl7v2", "laboratory", "source", ER7, message("CRASH"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("OperationOutcome", "transient");
    }

    @Test
    void operator_namesTheSource() throws Exception {
        assertThat(post("/hl7v2?source=laboratory", "chief", "operator", ER7, message("M1"))
                        .body())
                .contains("|laboratory|");
        assertThat(post("/hl7v2", "chief", "operator", ER7, message("M1")).body())
                .contains("forbidden", "?source=id");
        assertThat(post("/hl7v2?source=nowhere", "chief", "operator", ER7, message("M1"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void othersSources_areForbidden() throws Exception {
        assertThat(post("/hl7v2?source=laboratory", "clinic", "source", ER7, message("M1"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("/hl7v2", "stranger", "source", ER7, message("M1")).statusCode())
                .isEqualTo(403);
        assertThat(post("/hl7v2", "laboratory", "reader", ER7, message("M1")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void sourceOfAnotherFormat_orClosedToHttp_isForbidden() throws Exception {
        assertThat(post("/hl7v2", "clinic", "source", ER7, message("M1")).body())
                .contains("format: hl7v2");
        assertThat(post("/hl7v2", "closed", "source", ER7, message("M1")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void otherMediaTypes_andLargeBodies_areRefused() throws Exception {
        var form = "application/x-www-form-urlencoded";

        assertThat(post("/hl7v2", "laboratory", "source", form, message("M1")).statusCode())
                .isEqualTo(415);
        assertThat(post("/hl7v2", "laboratory", "source", ER7, message("M1") + "x".repeat(10_240))
                        .statusCode())
                .isEqualTo(413);
    }

    private static HttpResponse<String> post(String path, String client, String scope, String type, String body)
            throws Exception {
        var token = new OperatorTokens(data, Clock.systemUTC(), UUID::randomUUID)
                .issue(client, Set.of(scope), Duration.ofMinutes(5));
        return hub.post(path, token, type, body);
    }

    @Configuration(proxyBeanMethods = false)
    @Import(FeedsConfiguration.class)
    static class Parts {

        @Bean
        SourceCatalogue catalogue() {
            return SourceCatalogue.of(List.of(
                    TestSources.http("laboratory", Format.HL7V2, true),
                    TestSources.http("clinic", Format.FHIR, true),
                    TestSources.http("closed", Format.HL7V2, false)));
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        MessageKeeper keeper() {
            return (source, format, raw, via) -> new KeptMessage(UUID.randomUUID(), false, List.of());
        }

        @Bean
        FileReceiver files() {
            return (source, file, name, via) -> Optional.empty();
        }

        @Bean
        MessageReceiver receiver() {
            return (source, raw, via) -> switch (Er7.component(raw, "MSH", 10).orElse("")) {
                case "REFUSE" -> Optional.of(acknowledgement(raw, "AE", source));
                case "QUIET" -> Optional.empty();
                case "CRASH" -> throw new IllegalStateException("database down");
                default -> Optional.of(acknowledgement(raw, "AA", source));
            };
        }
    }
}
