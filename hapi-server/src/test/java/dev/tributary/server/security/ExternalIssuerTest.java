package dev.tributary.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalIssuerTest {

    @TempDir
    static Path data;

    private static HttpServer server;
    private static RSAKey key;
    private static String issuer;
    private static volatile boolean down;
    private static SecuredHub hub;

    @BeforeAll
    static void startIssuerAndHub() throws Exception {
        key = new RSAKeyGenerator(2048).keyID("theirs").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort() + "/realms/care";
        answer(
                "/realms/care/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + issuer
                        + "/keys\",\"subject_types_supported\":[\"public\"]}");
        answer("/realms/care/keys", new JWKSet(key.toPublicJWK()).toString());
        server.start();
        hub = hub(Map.of());
    }

    @AfterAll
    static void stop() {
        hub.close();
        server.stop(0);
    }

    @Test
    void issuersTokens_areAccepted_andItsClientIsTheCaller() throws Exception {
        var claims =
                claims().claim("scope", "reader openid").claim("azp", "portal").build();

        assertThat(hub.get("/fhir/Patient", token(claims, "JWT")).body()).isEqualTo("portal [reader]");
        assertThat(hub.get("/fhir/Patient", token(claims, "at+jwt")).body()).isEqualTo("portal [reader]");
        assertThat(hub.get("/intake/messages", token(claims, "JWT")).statusCode())
                .isEqualTo(403);
    }

    @Test
    void othersTokens_areRefused() throws Exception {
        var reader = claims().claim("scope", "reader");
        var wrongIssuer = token(
                new JWTClaimsSet.Builder(reader.build())
                        .issuer("http://evil.example")
                        .build(),
                "JWT");
        var ended = token(
                new JWTClaimsSet.Builder(reader.build())
                        .expirationTime(Date.from(Instant.now().minusSeconds(120)))
                        .build(),
                "JWT");
        var idToken = token(reader.build(), "logout+jwt");
        var ours = new OperatorTokens(data, Clock.systemUTC(), UUID::randomUUID)
                .issue("chief", Set.of("operator"), Duration.ofMinutes(1));

        for (var token : new String[] {wrongIssuer, ended, idToken, ours, "garbage"}) {
            assertThat(hub.get("/fhir/Patient", token).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void hubsOwnTokens_areOff() throws Exception {
        assertThat(hub.token("hospital", "whatever it is", "grant_type=client_credentials")
                        .statusCode())
                .isEqualTo(401);
        assertThat(hub.get("/oauth2/jwks", null).statusCode()).isEqualTo(401);
        assertThat(hub.get("/fhir/Patient", null).body()).contains(issuer);
    }

    @Test
    void hubStartsWhileTheIssuerIsDown_andSaysSoUntilItIsBack_andLooksAtTheAudience() throws Exception {
        down = true;
        try (var strict = hub(Map.of("hub.security.audience", "https://hub.example"))) {
            var reader = claims().claim("scope", "reader");
            var meant = token(reader.audience("https://hub.example").build(), "JWT");

            var answer = strict.get("/fhir/Patient", meant);
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("OperationOutcome").contains("issuer does not answer");

            down = false;
            assertThat(strict.get("/fhir/Patient", meant).statusCode()).isEqualTo(200);
            var forOthers = token(reader.audience("https://other.example").build(), "JWT");
            assertThat(strict.get("/fhir/Patient", forOthers).statusCode()).isEqualTo(401);
        } finally {
            down = false;
        }
    }

    private static SecuredHub hub(Map<String, String> more) {
        var settings = new HashMap<>(more);
        settings.put("hub.security.issuer", issuer);
        return SecuredHub.start(data, settings);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer)
                .subject("user-1")
                .expirationTime(Date.from(Instant.now().plusSeconds(60)));
    }

    private static String token(JWTClaimsSet claims, String type) throws Exception {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("theirs")
                .type(new JOSEObjectType(type))
                .build();
        var token = new SignedJWT(header, claims);
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    private static void answer(String path, String body) {
        server.createContext(path, exchange -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(down ? 503 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }
}
