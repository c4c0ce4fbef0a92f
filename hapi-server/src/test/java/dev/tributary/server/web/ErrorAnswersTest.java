package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.security.OperatorTokens;
import dev.tributary.server.security.SecuredHub;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Errors on a real Tomcat behind the real security. */
class ErrorAnswersTest {

    @TempDir
    static Path data;

    private static SecuredHub hub;
    private static String operator;

    @BeforeAll
    static void start() {
        hub = SecuredHub.start(
                data, Map.of("server.error.include-stacktrace", "never"), WebConfiguration.class, Face.class);
        operator = new OperatorTokens(data, Clock.systemUTC(), UUID::randomUUID)
                .issue("ops", Set.of("operator"), Duration.ofHours(1));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void unknownPath_isNotFound() throws Exception {
        isOutcome(hub.get("/nowhere", operator), 404, "not-found", "There is nothing at this address.");
    }

    @Test
    void badParameters_areNamed_andNotRepeated() throws Exception {
        isOutcome(hub.get("/face/Zebrawoman", operator), 400, "invalid", "id: write an id as the hub gave it");
        isOutcome(hub.get("/face?since=Zebrawoman", operator), 400, "invalid", "since: write a moment with its zone");
        isOutcome(
                hub.get("/face?since=2026-01-31T08:00:00Z&_count=x", operator),
                400,
                "invalid",
                "_count: write a whole");
        isOutcome(hub.get("/face", operator), 400, "invalid", "since: this parameter is missing.");
    }

    @Test
    void ownRefusal_keepsItsText() throws Exception {
        isOutcome(hub.get("/face/refused", operator), 409, "conflict", "It is waiting already.");
    }

    @Test
    void wrongMethodAndBody_areToldSo() throws Exception {
        var method = hub.delete("/face", operator);
        isOutcome(method, 405, "not-supported", "Allow");
        assertThat(method.headers().firstValue("Allow"))
                .hasValueSatisfying(allow -> assertThat(allow).contains("GET"));
        isOutcome(
                hub.post("/face", operator, "application/json", "{\"Zebrawoman\""), 400, "invalid", "is not the JSON");
        isOutcome(hub.post("/face", operator, "text/csv", "a,b"), 415, "not-supported", "Content-Type");
    }

    @Test
    void failure_isToldWithoutItsInside() throws Exception {
        isOutcome(hub.get("/face/failed", operator), 500, "exception", "The hub failed on this request.");
        isOutcome(hub.get("/face/away", operator), 503, "transient", "Send it again later.");
    }

    @Test
    void whatNeverReachesAFace_isAnOutcomeToo() throws Exception {
        isOutcome(hub.get("/face/..;/x", operator), 400, "invalid", "");
        isOutcome(hub.get("//face", operator), 400, "invalid", "");
        isOutcome(hub.get("/error", operator), 404, "not-found", "");
    }

    @Test
    void requestThatTomcatRefuses_getsNoPage() throws Exception {
        assertThat(raw("GET /a{b} HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .doesNotContainIgnoringCase("html", "tomcat");
    }

    private static void isOutcome(HttpResponse<String> answer, int status, String code, String text) throws Exception {
        assertThat(answer.body()).doesNotContain("Zebrawoman", "Exception", "\tat ", "<");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/fhir+json"));
        var outcome = new ObjectMapper().readTree(answer.body());
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(outcome.at("/issue/0/code").asText()).isEqualTo(code);
        assertThat(outcome.at("/issue/0/diagnostics").asText()).contains(text);
    }

    private static String raw(String request) throws IOException {
        var port = hub.part(Environment.class).getRequiredProperty("local.server.port", Integer.class);
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @RestController
    static class Face {

        record Body(String name) {}

        @GetMapping("/face")
        String list(@RequestParam Instant since, @RequestParam(name = "_count", defaultValue = "1") int count) {
            return since + " " + count;
        }

        @PostMapping(path = "/face", consumes = "application/json")
        String take(@RequestBody Body body) {
            return body.name();
        }

        @GetMapping("/face/{id}")
        String one(@PathVariable UUID id) {
            return id.toString();
        }

        @GetMapping("/face/refused")
        String refused() {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "It is waiting already.");
        }

        @GetMapping("/face/failed")
        String failed() {
            throw new IllegalStateException("Zebrawoman");
        }

        @GetMapping("/face/away")
        String away() {
            throw new QueryTimeoutException("Zebrawoman");
        }
    }
}
