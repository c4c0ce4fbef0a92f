package dev.tributary.server.harmonise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ConceptMap;
import org.hl7.fhir.r4.model.Enumerations.ConceptMapEquivalence;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.Test;

/** Local codes from arrival over the list of unmapped ones to a translation that reaches what is stored. */
class HarmoniseIT {

    private static final HubUnderTest HUB = HubUnderTest.h2();
    private static final String LOINC = "http://loinc.org";

    private static V2 result(String code, String at) {
        var stay = Stay.ofSomebody();
        return V2.of(
                "HOSP",
                "ORU^R01",
                at,
                "PID|1||" + stay.mrn() + "^^^HOSP^MR||" + stay.family() + "^Ann",
                "OBR|1||F" + Stay.unique() + "|24323-8^Panel^LN|||" + at,
                "OBX|1|NM|" + code + "^Sugar^L||95|MG/DL|||||F");
    }

    private static Observation send(V2 message) {
        HUB.source("hospital").hl7v2(message).expect(200);
        var detail = HUB.journal().settle(message);
        assertThat(detail.path("state").asText()).isEqualTo("applied");
        return read(detail);
    }

    private static Observation read(JsonNode detail) {
        for (var produced : detail.path("produced")) {
            if (produced.path("reference").asText().startsWith("Observation/")) {
                return HUB.reader()
                        .get("/fhir/" + produced.path("reference").asText())
                        .expect(200)
                        .as(Observation.class);
            }
        }
        throw new AssertionError("no Observation in " + detail);
    }

    private static List<String> codes(Observation observation) {
        return observation.getCode().getCoding().stream().map(Coding::getCode).toList();
    }

    private static List<JsonNode> unmapped(String system) {
        var list = HUB.operator()
                .get("/harmonise/unmapped?source=hospital&system=" + URLEncoder.encode(system, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .path("unmapped");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    @Test
    void anUnmappedCode_isListedTranslatedAndReappliedToWhatIsStored() {
        var code = "GLU" + Stay.unique();
        var stored = send(result(code, "202403010800"));
        assertThat(codes(stored)).containsExactly(code);
        assertThat(stored.getValueQuantity().getCode()).isEqualTo("mg/dL");
        assertThat(stored.getValueQuantity().getUnit()).isEqualTo("MG/DL");

        var system = stored.getCode().getCodingFirstRep().getSystem();
        var listed = unmapped(system).stream()
                .filter(each -> each.path("code").asText().equals(code))
                .findFirst()
                .orElseThrow();
        assertThat(listed.path("count").asLong()).isEqualTo(1);
        assertThat(listed.path("display").asText()).isEqualTo("Sugar");
        assertThat(listed.path("element").asText()).isEqualTo("Observation.code");

        var answer = HUB.operator()
                .send("POST", "/harmonise/map", "application/json", """
                        {"source":"hospital","system":"%s","code":"%s","display":"Sugar","equivalence":"equivalent",
                         "target":{"system":"http://loinc.org","code":"2345-7","display":"Glucose"}}""".formatted(system, code))
                .expect(202)
                .json();
        var fresh = send(result(code, "202403010900"));
        assertThat(codes(fresh)).containsExactly(code, "2345-7");

        var job = "/harmonise/jobs/" + answer.path("job").asText();
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> HUB.operator()
                        .get(job)
                        .expect(200)
                        .json()
                        .path("state")
                        .asText()
                        .equals("done"));
        var done = HUB.operator().get(job).json();
        assertThat(done.path("progress").asDouble()).isEqualTo(1);
        assertThat(done.path("changed").asInt()).isEqualTo(1);
        assertThat(done.path("writtenSince").asText())
                .as("what was written before the code came is not read")
                .isNotEmpty();
        var again = HUB.reader()
                .get("/fhir/Observation/" + stored.getIdElement().getIdPart())
                .as(Observation.class);
        assertThat(codes(again)).containsExactly(code, "2345-7");
        assertThat(again.getMeta().getSource()).startsWith("urn:tributary:source:hospital");
        assertThat(unmapped(system))
                .noneMatch(each -> each.path("code").asText().equals(code));
    }

    /** An operator edits ConceptMaps over FHIR; a source may not. */
    @Test
    void aConceptMapOverFhir_translatesWithinSeconds() {
        var code = "NA" + Stay.unique();
        var system =
                send(result(code, "202403010800")).getCode().getCodingFirstRep().getSystem();
        var map = new ConceptMap();
        map.setId("test-" + Stay.unique());
        map.setUrl("https://example.org/ConceptMap/" + map.getIdElement().getIdPart());
        map.setStatus(PublicationStatus.ACTIVE);
        map.addGroup()
                .setSource(system)
                .setTarget(LOINC)
                .addElement()
                .setCode(code)
                .addTarget()
                .setCode("2951-2")
                .setEquivalence(ConceptMapEquivalence.EQUIVALENT);
        Face operator = HUB.operator();
        assertThat(HUB.reader()
                        .put("/fhir/ConceptMap/" + map.getIdElement().getIdPart(), map)
                        .status())
                .isEqualTo(403);
        assertThat(operator.put("/fhir/ConceptMap/" + map.getIdElement().getIdPart(), map)
                        .status())
                .isBetween(200, 201);

        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(codes(send(result(code, "202403010900")))).containsExactly(code, "2951-2"));
    }

    @Test
    void aTranslationWithoutTarget_isRefusedWithTheReason() {
        var refused = HUB.operator()
                .send("POST", "/harmonise/map", "application/json", "{\"system\":\"urn:x\",\"code\":\"A\"}")
                .expect(400);

        assertThat(refused.body()).contains("target.system");
        assertThat(HUB.reader().get("/harmonise/unmapped").status()).isEqualTo(403);
    }
}
