package dev.tributary.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.SourceProfile;
import dev.tributary.server.sources.AcknowledgementMode;
import dev.tributary.server.sources.Source;
import dev.tributary.subscriptions.message.ForwardedMessage;
import dev.tributary.subscriptions.message.MessagePost;
import dev.tributary.subscriptions.message.MessagePost.Answer;
import dev.tributary.subscriptions.registry.EndpointPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.h2.jdbcx.JdbcDataSource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ForwardingTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String ENDPOINT = "http://127.0.0.1:9/fhir/$process-message";

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private Function<String, Answer> receiver = body -> new Answer(200, null, "", null);
    private JdbcTemplate jdbc;
    private ForwardTable table;
    private Forwarding forwarding;

    @BeforeEach
    void start() throws IOException {
        var dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        jdbc = new JdbcTemplate(dataSource);
        jdbc.execute("create schema hub");
        var script = Files.readString(Path.of("src/main/resources/db/hub/V12_1__messages.sql"));
        for (var statement : script.replace("${bytes}", "blob").split(";")) {
            if (!statement.isBlank()) {
                jdbc.execute(statement);
            }
        }
        table = new ForwardTable(jdbc);
        MessagePost post = (target, body) -> {
            var text = new String(body, StandardCharsets.UTF_8);
            sent.add(text);
            return CompletableFuture.completedFuture(receiver.apply(text));
        };
        forwarding = new Forwarding(
                List.of(new Forwarding.Route("clinic", ENDPOINT, List.of())),
                table,
                new ForwardedMessage("https://hub.example/fhir", "Lakeside"),
                new Forwarding.Outbound(FHIR, EndpointPolicy.of(List.of("http://127.0.0.1:*")), post),
                Clock.systemUTC());
        forwarding.start();
    }

    @AfterEach
    void stop() {
        forwarding.stop();
    }

    private void receive(String source, String id) {
        var header = new MessageHeader();
        header.setId(id);
        header.setEvent(new Coding().setCode("notification-admit")).addFocus(new Reference("Patient/1"));
        var patient = new Patient();
        patient.setId("1");
        var bundle = new Bundle().setType(Bundle.BundleType.MESSAGE);
        bundle.setId("bundle-" + id);
        bundle.addEntry().setFullUrl("http://clinic/MessageHeader/" + id).setResource(header);
        bundle.addEntry().setFullUrl("http://clinic/Patient/1").setResource(patient);
        forwarding.received(source(source), UUID.randomUUID(), bundle);
    }

    private static Source source(String id) {
        var profile = new SourceProfile(id, ZoneOffset.UTC, StandardCharsets.UTF_8, Map.of(), null, Set.of(), Set.of());
        var feeds = new Source.Feeds(Optional.empty(), true, Optional.empty());
        return new Source(id, id, Source.Format.FHIR, id, 50, profile, AcknowledgementMode.BY_MESSAGE, feeds);
    }

    private List<String> states() {
        return table.list(null, 10).stream().map(ForwardTable.Row::state).toList();
    }

    @Test
    @DisplayName("AL-09: messages of a route's source go on in order, others do not")
    void messages_goOnInOrder() {
        receive("clinic", "m1");
        receive("elsewhere", "m2");
        receive("clinic", "m3");

        await().until(() -> states().equals(List.of("delivered", "delivered")));

        assertThat(sent).hasSize(2);
        assertThat(sent.get(0)).contains("bundle-m1");
        assertThat(sent.get(1)).contains("bundle-m3");
    }

    @Test
    @DisplayName("AL-08: what may pass is sent again, the same, and before what came later")
    void trouble_isRepeated() {
        receiver = body -> sent.size() == 1
                ? new Answer(0, null, "", "The endpoint did not answer within 20 s.")
                : new Answer(204, null, "", null);
        receive("clinic", "m1");
        receive("clinic", "m2");

        await().until(() -> states().equals(List.of("delivered", "delivered")));

        assertThat(sent).hasSize(3);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(table.list(null, 10).get(1).attempts()).isEqualTo(2);
    }

    @Test
    @DisplayName("AL-08: Retry-After is waited for, but a receiver cannot close the route for ever")
    void retryAfter_isWaitedForButNotForever() {
        receiver = body -> new Answer(429, Duration.ofDays(3_650), "", null);
        receive("clinic", "m1");

        await().until(() -> table.list("pending", 10).stream().anyMatch(row -> row.attempts() == 1));

        var next = jdbc.queryForObject("select next_attempt_at from hub.forward", OffsetDateTime.class);
        assertThat(Duration.between(Clock.systemUTC().instant(), next.toInstant()))
                .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    }

    @Test
    @DisplayName("AL-08: what is refused is dead with its reason, the next goes on, and an operator may try again")
    void refused_isDead() {
        receiver = body -> sent.size() == 1 ? new Answer(404, null, "", null) : new Answer(200, null, "", null);
        receive("clinic", "m1");
        receive("clinic", "m2");

        await().until(() -> states().equals(List.of("delivered", "dead")));
        assertThat(table.list("dead", 10).get(0).reason()).contains("HTTP 404");

        assertThat(table.replay(Clock.systemUTC().instant())).isEqualTo(1);
        await().until(() -> states().equals(List.of("delivered", "delivered")));
    }
}
