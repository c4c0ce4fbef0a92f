package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);
    private static final ByteArrayOutputStream WRITTEN = new ByteArrayOutputStream();
    private static FakeHub hub;

    @BeforeAll
    static void play() throws Exception {
        hub = new FakeHub();
        var out = new PrintStream(WRITTEN, true, StandardCharsets.UTF_8);
        try (var demo = new Demo(new DemoHub(hub.base(), hub.mllpAddress(), DemoTest::token), out, false, CLOCK)) {
            demo.play();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static String token(String client, Set<String> scopes, java.time.Duration lifetime) {
        return client;
    }

    @Test
    void theDayAfterTheLastOneIsPlayed_everySourceOverItsOwnWire() {
        var day = DemoDay.of(LocalDate.of(2026, 10, 25));
        assertThat(hub.overMllp)
                .hasSize(count(day, Step.HOSPITAL))
                .first()
                .asString()
                .contains("H20261025-");
        assertThat(hub.requests.stream().filter(request -> request.equals("POST /fhir Bearer clinic")))
                .hasSize(count(day, Step.CLINIC));
        assertThat(hub.requests.stream().filter(request -> request.equals("POST /hl7v2 Bearer laboratory")))
                .hasSize(count(day, Step.LABORATORY));
    }

    @Test
    void everyTopicIsSubscribed_andOnlyTheEarlierDemosSubscriptionIsRemoved() throws Exception {
        assertThat(hub.requests).contains("DELETE /fhir/Subscription/old Bearer demo");
        assertThat(hub.requests).noneMatch(request -> request.startsWith("DELETE /fhir/Subscription/other"));
        assertThat(hub.subscriptions).hasSize(6);
        var discharge = new ObjectMapper().readTree(hub.subscriptions.get(3));
        assertThat(discharge.path("criteria").asText())
                .isEqualTo("https://tributary.dev/fhir/SubscriptionTopic/discharge");
        assertThat(discharge.at("/channel/_payload/extension/0/valueCode").asText())
                .isEqualTo("full-resource");
        assertThat(discharge.at("/channel/endpoint").asText()).matches("http://127\\.0\\.0\\.1:\\d+/tributary-demo");
    }

    @Test
    void theAccountIsWhatTheHubSays_andNothingIsUnexpected() {
        assertThat(WRITTEN.toString(StandardCharsets.UTF_8))
                .contains("A day of care, 25 October 2026: 25 people")
                .containsPattern("hospital +101 +100 +1 +0 +0 +0 +1\n")
                .contains("49 source records → 25 unified patients")
                .contains("half within 12 ms, 99 of 100 within 80 ms")
                .contains("MRG-1 is empty")
                .contains(
                        "$HUB/fhir/Patient/rosa/\\$everything",
                        "$HUB/intake/messages/m-1/\\$replay",
                        "Subscription/s4/\\$events")
                .doesNotContain("Not as expected");
    }

    private static int count(DemoDay day, String source) {
        return (int) day.steps().stream()
                .filter(step -> step.source().equals(source))
                .count();
    }
}
