package dev.tributary.conformance.checks;

import static dev.tributary.conformance.scene.Check.check;

import dev.tributary.conformance.scene.Answer;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Expect;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.FhirClient;
import dev.tributary.conformance.scene.Group;
import dev.tributary.conformance.scene.Need;
import dev.tributary.conformance.scene.NotApplicable;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Samples;
import dev.tributary.conformance.scene.Scene;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.CapabilityStatement;

/** Nobody gets in without a good token: RFC 6750, and SMART's rules on tokens. */
final class AccessChecks {
    private static final List<String> PATHS = List.of(
            "Patient",
            "Patient/1",
            "Patient/1/_history",
            "Patient/1/$everything",
            "Observation?code=1",
            "_history",
            "Encounter/1/_history/1",
            "Subscription",
            "Subscription/1",
            "Subscription/$status");

    private AccessChecks() {}

    static List<Check> all() {
        return List.of(
                check(Group.SECURITY, "security.no-token", "Without a token: 401, WWW-Authenticate, OperationOutcome")
                        .proves("SM-08", "UC-06")
                        .needs(Need.ACCESS_CONTROL)
                        .by(AccessChecks::noToken),
                check(Group.SECURITY, "security.exchange-paths", "The exchange's own paths want a token too")
                        .proves("SM-08", "UC-06")
                        .needs(Need.EXCHANGE)
                        .by(AccessChecks::exchangePaths),
                check(Group.SECURITY, "security.garbage-token", "Made-up, empty and foreign tokens are 401")
                        .proves("UC-06")
                        .needs(Need.ACCESS_CONTROL)
                        .by(AccessChecks::garbage),
                check(Group.SECURITY, "security.alg-none", "An unsigned token (alg none) is 401")
                        .proves("SM-02", "UC-06")
                        .needs(Need.ACCESS_CONTROL)
                        .by(AccessChecks::algNone),
                check(Group.SECURITY, "security.tampered-token", "A good token with changed claims is 401")
                        .proves("SM-02", "UC-06")
                        .needs(Need.ACCESS_CONTROL)
                        .by(AccessChecks::tampered),
                check(Group.SECURITY, "security.open-metadata", "Metadata is open to everybody")
                        .proves("R4-15")
                        .by(scene ->
                                scene.anonymous().get("metadata").expect(200).as(CapabilityStatement.class)),
                check(Group.SECURITY, "security.open-health", "The health endpoint is open and says nothing but health")
                        .proves("UC-06")
                        .needs(Need.EXCHANGE)
                        .by(AccessChecks::health),
                check(Group.SECURITY, "security.no-stack-trace", "No error answer shows a stack trace")
                        .proves("R4-15")
                        .by(AccessChecks::noStackTrace));
    }

    private static void expectUnauthorised(Answer answer) {
        answer.expectOutcome(401);
        Expect.that(
                answer.expectHeader("WWW-Authenticate").startsWith("Bearer"),
                answer.request() + ": WWW-Authenticate does not name Bearer");
    }

    private static void noToken(Scene scene) {
        for (String path : PATHS) {
            expectUnauthorised(scene.anonymous().get(path));
        }
        FhirClient anybody = scene.anonymous();
        expectUnauthorised(anybody.create(scene.samples().patient()));
        expectUnauthorised(anybody.put(scene.samples().patient()));
        expectUnauthorised(anybody.delete("Patient/1"));
        expectUnauthorised(anybody.submit(
                Samples.put(Samples.transaction(), scene.samples().patient())));
        expectUnauthorised(anybody.request("POST", "Patient/_search")
                .body("application/x-www-form-urlencoded", "name=a")
                .send());
    }

    private static void exchangePaths(Scene scene) {
        for (String path : List.of(
                "/intake/messages",
                "/intake/messages/1",
                "/intake/summary",
                "/notifications",
                "/notifications/summary",
                "/actuator/prometheus",
                "/actuator/env",
                "/no/such/path")) {
            scene.anonymous().atRoot("GET", path).send().expectOutcome(401);
        }
        scene.anonymous()
                .atRoot("POST", "/hl7v2")
                .body("application/hl7-v2", "MSH|^~\\&|A|B|C|D|2024||ADT^A01|1|P|2.5")
                .send()
                .expect(401);
        scene.anonymous().atRoot("POST", "/intake/$replay?state=failed").send().expect(401);
    }

    private static void garbage(Scene scene) {
        for (String token : List.of("garbage", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA")) {
            expectUnauthorised(scene.withToken(token).get("Patient"));
        }
        scene.anonymous()
                .request("GET", "Patient")
                .header("Authorization", "Basic YWRtaW46YWRtaW4=")
                .send()
                .expect(401);
        scene.anonymous()
                .request("GET", "Patient")
                .header("Authorization", "Bearer ")
                .send()
                .expect(400, 401);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void algNone(Scene scene) {
        long now = scene.now().getEpochSecond();
        String claims = "{\"iss\":\"" + scene.target().root() + "\",\"sub\":\"clinic\",\"aud\":\""
                + scene.target().fhir() + "\",\"client_id\":\"clinic\",\"scope\":\"source reader operator subscriber"
                + " system/*.cruds\",\"iat\":" + now + ",\"nbf\":" + now + ",\"exp\":" + (now + 300) + "}";
        for (String algorithm : List.of("none", "None", "NONE")) {
            String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
            expectUnauthorised(
                    scene.withToken(base64(header) + "." + base64(claims) + ".").get("Patient"));
        }
    }

    private static void tampered(Scene scene) {
        String token = scene.target().token(Role.READER).orElse("");
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            throw new NotApplicable("the reader's token is not a JWT, nothing can be changed in it");
        }
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String changed = base64(claims.replaceFirst("}$", ",\"scope\":[\"source\",\"operator\"]}"));
        expectUnauthorised(
                scene.withToken(parts[0] + "." + changed + "." + parts[2]).get("Patient"));
        expectUnauthorised(scene.withToken(parts[0] + "." + parts[1] + ".").get("Patient"));
    }

    private static void health(Scene scene) {
        Answer answer = scene.anonymous()
                .atRoot("GET", "/actuator/health")
                .accept("application/json")
                .send()
                .expect(200);
        Expect.that(answer.text().contains("\"UP\""), "health is not UP");
        Expect.that(!answer.text().contains("jdbc:"), "health shows the database's address");
    }

    private static void noStackTrace(Scene scene) {
        FhirClient reader = scene.reader();
        List<Answer> answers = List.of(
                reader.get("NoSuchType"),
                reader.get("Patient/" + "x".repeat(100)),
                reader.get("Patient?birthdate=yesterday"),
                reader.get("Patient?_count=many"),
                reader.get("Patient/1/_history/abc"),
                reader.get("Patient?_include=No:such"),
                reader.get("Patient/$no-such-operation"),
                reader.request("DELETE", "").send(),
                reader.request("POST", "")
                        .body(Fhir.JSON, "{\"resourceType\":\"Patient\"}")
                        .send(),
                reader.request("POST", "Patient/_search").body(Fhir.JSON, "[]").send());
        for (Answer answer : answers) {
            Expect.that(!StackTraces.in(answer.text()), answer.request() + ": the answer shows a stack trace");
            Expect.that(answer.status() != 500, answer.request() + ": a wrong request is answered 500");
        }
    }
}
