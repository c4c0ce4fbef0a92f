package dev.tributary.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

    private static final String SECRET = "a secret of the hospital";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    private static SecuredHub hub;

    @BeforeAll
    static void start() throws Exception {
        var file = Files.writeString(data.resolve("secret"), "another fine secret\n");
        hub = SecuredHub.start(data, clients(file));
    }

    private static Map<String, String> clients(Path file) {
        return Map.of(
                "hub.security.clients[0].id", "hospital",
                "hub.security.clients[0].secret", SECRET,
                "hub.security.clients[0].scopes", "source,subscriber",
                "hub.security.clients[1].id", "doctor",
                "hub.security.clients[1].secret-file", file.toString(),
                "hub.security.clients[1].scopes", "reader");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    @DisplayName("SM-03: a client gets a token with its secret, for an hour")
    void client_getsATokenWithItsSecret() throws Exception {
        var answer = hub.token("hospital", SECRET, "grant_type=client_credentials&scope=source");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        var json = json(answer);
        assertThat(json.path("token_type").asText()).isEqualTo("Bearer");
        assertThat(json.path("expires_in").asInt()).isBetween(3590, 3600);
        assertThat(json.path("scope").asText()).isEqualTo("source");
        var token = json.path("access_token").asText();
        assertThat(SignedJWT.parse(token).getHeader().getAlgorithm()).isEqualTo(JWSAlgorithm.RS256);
        assertThat(hub.get("/fhir/Patient", token).body()).isEqualTo("hospital [source]");
    }

    @Test
    void clientThatNamesNoScope_getsAllItsScopes() throws Exception {
        var token = json(hub.token("hospital", SECRET, "grant_type=client_credentials"))
                .path("access_token")
                .asText();

        assertThat(hub.get("/fhir/Patient", token).body()).isEqualTo("hospital [source, subscriber]");
    }

    @Test
    void secretInTheForm_orFromAFile_doesToo() throws Exception {
        var inForm = hub.post(
                "/oauth2/token",
                null,
                "application/x-www-form-urlencoded",
                "grant_type=client_credentials&client_id=doctor&client_secret=another+fine+secret");

        assertThat(inForm.statusCode()).isEqualTo(200);
        assertThat(json(inForm).path("scope").asText()).isEqualTo("reader");
    }

    @Test
    @DisplayName("SM-02: wrong secrets, clients, scopes and grants are refused")
    void wrongSecretClientScopeOrGrant_isRefused() throws Exception {
        var grant = "grant_type=client_credentials";

        assertThat(hub.token("hospital", "wrong", grant).statusCode()).isEqualTo(401);
        assertThat(json(hub.token("hospital", "wrong", grant)).path("error").asText())
                .isEqualTo("invalid_client");
        assertThat(hub.token("nobody", SECRET, grant).statusCode()).isEqualTo(401);
        var tooMuch = hub.token("hospital", SECRET, grant + "&scope=operator");
        assertThat(tooMuch.statusCode()).isEqualTo(400);
        assertThat(json(tooMuch).path("error").asText()).isEqualTo("invalid_scope");
        assertThat(hub.token("hospital", SECRET, "grant_type=authorization_code&code=1")
                        .statusCode())
                .isEqualTo(400);
        assertThat(hub.post("/oauth2/token", null, "application/x-www-form-urlencoded", grant)
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/fhir/metadata", "/actuator/health", "/actuator/health/readiness", "/oauth2/jwks"})
    void openFaces_needNoToken(String path) throws Exception {
        assertThat(hub.get(path, null).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("SM-01: metadata says where to get a token, and the key set holds no private key")
    void metadataAndKeys_areOpen() throws Exception {
        for (var path : new String[] {"oauth-authorization-server", "smart-configuration"}) {
            var metadata = json(hub.get("/.well-known/" + path, null));
            assertThat(metadata.path("token_endpoint").asText())
                    .startsWith("http://127.0.0.1:")
                    .endsWith("/oauth2/token");
            assertThat(metadata.path("grant_types_supported")).hasSize(1);
        }
        var keys = json(hub.get("/oauth2/jwks", null)).path("keys");
        assertThat(keys).hasSize(1);
        assertThat(keys.get(0).has("n")).isTrue();
        assertThat(keys.get(0).has("d")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/Patient",
                "/intake/messages",
                "/notifications",
                "/actuator/prometheus",
                "/something/new",
                "/nowhere",
                "/oauth2/introspect",
                "/oauth2/authorize",
                "/"
            })
    @DisplayName("SM-08: without a token 401 with WWW-Authenticate and an OperationOutcome")
    void withoutToken_unauthorized(String path) throws Exception {
        var answer = hub.get(path, null);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertOutcome(answer, "login");
    }

    @ParameterizedTest
    @CsvSource({
        "source,/fhir/Patient,200",
        "reader,/fhir/Patient,200",
        "subscriber,/fhir/Patient,200",
        "operator,/fhir/Patient,200",
        "source,/intake/messages,403",
        "reader,/notifications,403",
        "subscriber,/actuator/prometheus,403",
        "reader,/something/new,403",
        "reader,/hl7v2,403",
        "operator,/intake/messages,200",
        "operator,/notifications,200",
        "operator,/actuator/prometheus,200",
        "operator,/something/new,200"
    })
    @DisplayName("SM-04: each scope opens its doors and no other")
    void scopes_openTheirDoors(String scope, String path, int status) throws Exception {
        var answer = hub.get(path, operatorToken("someone", scope));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 403) {
            assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
                    .contains("insufficient_scope");
            assertOutcome(answer, "forbidden");
            assertThat(answer.body()).contains("(" + scope + ")");
        }
    }

    @Test
    void tokenOfTheCommandLine_needsNoRegistration() throws Exception {
        var token = operatorToken("never-seen", "source");

        assertThat(hub.post("/fhir", token, "application/fhir+json", "{}").body())
                .isEqualTo("never-seen [source]");
    }

    @Test
    @DisplayName("SM-02: alg none, HS256 with the public key, another key, ended, endless and garbage are refused")
    void forgedOrEndedTokens_areRefused() throws Exception {
        var key = SigningKey.in(data);
        var good = claims(Instant.now().plusSeconds(60));
        assertThat(hub.get("/fhir/Patient", rs256(key, key.getKeyID(), good)).statusCode())
                .isEqualTo(200);

        assertRefused(new PlainJWT(good).serialize());
        var mac = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), good);
        mac.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        assertRefused(mac.serialize());
        var other = new RSAKeyGenerator(2048).generate();
        assertRefused(rs256(other, key.getKeyID(), good));
        assertRefused(rs256(key, key.getKeyID(), claims(Instant.now().minusSeconds(120))));
        assertRefused(rs256(
                key,
                key.getKeyID(),
                new JWTClaimsSet.Builder(good).expirationTime(null).build()));
        assertRefused("garbage");
        assertRefused(rs256(key, key.getKeyID(), good) + "x");
    }

    @Test
    @DisplayName("SM-07: a token in the URL is not looked at")
    void tokenInTheUrl_isNotLookedAt() throws Exception {
        assertThat(hub.get("/fhir/Patient?access_token=" + operatorToken("a", "reader"), null)
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/fhir/metadata/../Patient",
                "/fhir/metadata;x=1/../Patient",
                "//intake/messages",
                "/FHIR/Patient"
            })
    void pathTricks_openNothing(String path) throws Exception {
        assertThat(hub.get(path, null).statusCode()).isIn(400, 401);
    }

    @Test
    void operator_registersAndRemovesAClient() throws Exception {
        var operator = operatorToken("chief", "operator");
        var body = "{\"id\":\"clinic-2\",\"scopes\":[\"source\"]}";

        var made = hub.post("/oauth2/clients", operator, "application/json", body);
        assertThat(made.statusCode()).isEqualTo(201);
        var secret = json(made).path("secret").asText();
        assertThat(hub.token("clinic-2", secret, "grant_type=client_credentials")
                        .statusCode())
                .isEqualTo(200);

        assertThat(hub.post("/oauth2/clients", operator, "application/json", body)
                        .statusCode())
                .isEqualTo(409);
        assertThat(hub.post("/oauth2/clients", operator, "application/json", "{\"id\":\"x\",\"scopes\":[\"all\"]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(hub.post("/oauth2/clients", operatorToken("clinic-2", "source"), "application/json", body)
                        .statusCode())
                .isEqualTo(403);
        assertThat(hub.delete("/oauth2/clients/clinic-2", operator).statusCode())
                .isEqualTo(204);
        assertThat(hub.token("clinic-2", secret, "grant_type=client_credentials")
                        .statusCode())
                .isEqualTo(401);
        assertThat(hub.delete("/oauth2/clients/clinic-2", operator).statusCode())
                .isEqualTo(404);
    }

    /** Also if it is registered again, for something else. */
    @Test
    void tokenOfARemovedClient_endsWithItsRegistration() throws Exception {
        var operator = operatorToken("chief", "operator");
        var made = hub.post(
                "/oauth2/clients", operator, "application/json", "{\"id\":\"leaver\",\"scopes\":[\"reader\"]}");
        var token = json(hub.token("leaver", json(made).path("secret").asText(), "grant_type=client_credentials"))
                .path("access_token")
                .asText();
        assertThat(hub.get("/fhir/Patient", token).statusCode()).isEqualTo(200);

        hub.delete("/oauth2/clients/leaver", operator);
        assertRefused(token);

        hub.post("/oauth2/clients", operator, "application/json", "{\"id\":\"leaver\",\"scopes\":[\"source\"]}");
        assertRefused(token);
    }

    @Test
    void secondReplicaWithTheSameKeyAndClients_acceptsTheFirstOnesTokens() throws Exception {
        try (var second = SecuredHub.start(data, clients(data.resolve("secret")))) {
            var token = json(hub.token("hospital", SECRET, "grant_type=client_credentials"))
                    .path("access_token")
                    .asText();
            assertThat(second.get("/fhir/Patient", token).statusCode()).isEqualTo(200);
        }
    }

    private static void assertRefused(String token) throws Exception {
        var answer = hub.get("/fhir/Patient", token);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
        assertOutcome(answer, "login");
    }

    private static void assertOutcome(HttpResponse<String> answer, String code) throws Exception {
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/fhir+json");
        assertThat(json(answer).path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(json(answer).path("issue").get(0).path("code").asText()).isEqualTo(code);
        assertThat(json(answer).path("issue").get(0).path("severity").asText()).isEqualTo("error");
    }

    private static String operatorToken(String client, String scope) {
        return new OperatorTokens(data, Clock.systemUTC(), UUID::randomUUID)
                .issue(client, Set.of(scope), Duration.ofMinutes(5));
    }

    private static JWTClaimsSet claims(Instant end) {
        return new JWTClaimsSet.Builder()
                .subject("doctor")
                .claim("scope", "reader")
                .expirationTime(Date.from(end))
                .build();
    }

    private static String rs256(RSAKey key, String keyId, JWTClaimsSet claims) throws Exception {
        var token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body());
    }
}
