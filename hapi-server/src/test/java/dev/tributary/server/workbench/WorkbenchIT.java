package dev.tributary.server.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import dev.tributary.server.Stay;
import dev.tributary.server.V2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.StructureMap;
import org.hl7.fhir.r4.model.StructureMap.StructureMapContextType;
import org.hl7.fhir.r4.model.StructureMap.StructureMapGroupTypeMode;
import org.hl7.fhir.r4.model.StructureMap.StructureMapInputMode;
import org.hl7.fhir.r4.model.StructureMap.StructureMapModelMode;
import org.hl7.fhir.r4.model.StructureMap.StructureMapTransform;
import org.junit.jupiter.api.Test;

/** Dry runs, comparison and the loss report over HTTP. */
class WorkbenchIT {

    private static final HubUnderTest HUB = HubUnderTest.h2();

    private static Answer map(Face face, String query, String message) {
        return face.send("POST", "/map" + query, "application/hl7-v2", message);
    }

    private static V2 update(Stay stay, String rest) {
        return V2.of(
                "HOSP",
                "ADT^A31",
                "202402010800",
                "EVN|A31|202402010800",
                "PID|1||" + stay.mrn() + "^^^HOSP^MR||" + stay.family() + "^Ann||19700101|F" + rest);
    }

    /** For each name of a patient it says that he speaks English. */
    private static StructureMap languageMap(String url) {
        var patient = "http://hl7.org/fhir/StructureDefinition/Patient";
        var map = new StructureMap();
        map.setUrl(url);
        map.setName("Language");
        map.setStatus(PublicationStatus.ACTIVE);
        map.addStructure().setUrl(patient).setMode(StructureMapModelMode.SOURCE);
        map.addStructure().setUrl(patient).setMode(StructureMapModelMode.TARGET);
        var group = map.addGroup().setName("Patients").setTypeMode(StructureMapGroupTypeMode.NONE);
        group.addInput().setName("src").setType("Patient").setMode(StructureMapInputMode.SOURCE);
        group.addInput().setName("tgt").setType("Patient").setMode(StructureMapInputMode.TARGET);
        var rule = group.addRule().setName("language");
        rule.addSource().setContext("src").setElement("name").setVariable("name");
        rule.addTarget()
                .setContext("tgt")
                .setContextType(StructureMapContextType.VARIABLE)
                .setElement("language")
                .setTransform(StructureMapTransform.COPY)
                .addParameter()
                .setValue(new StringType("en"));
        return map;
    }

    private static List<String> from(JsonNode trial, String element) {
        for (var line : trial.path("lineage")) {
            if (line.path("element").asText().equals(element)) {
                var from = new ArrayList<String>();
                line.path("from").forEach(place -> from.add(place.asText()));
                return from;
            }
        }
        throw new AssertionError("no " + element);
    }

    @Test
    void aDryRun_tellsBundleIssuesAndLineage_andStoresNothing() {
        var stay = Stay.ofSomebody();
        var trial = map(HUB.operator(), "?source=hospital", update(stay, "").text() + "ZPD|1|VIP\r")
                .expect(200)
                .json();

        assertThat(trial.path("accepted").asBoolean()).isTrue();
        assertThat(trial.path("trigger").asText()).isEqualTo("ADT^A31");
        assertThat(trial.path("bundle").path("resourceType").asText()).isEqualTo("Bundle");
        assertThat(from(trial, "Patient.name[0].family")).containsExactly("PID-5.1");
        assertThat(from(trial, "Patient.birthDate")).containsExactly("PID-7");
        assertThat(trial.path("notCarried").findValuesAsText("place")).contains("ZPD-2");
        assertThat(HUB.operator()
                        .get("/fhir/Patient?_tag=source&" + Face.identifier(Stay.MRN, stay.mrn()))
                        .body())
                .doesNotContain(stay.family());
    }

    /** Its own messages and nobody else's. */
    @Test
    void aSource_mayTryItsOwnMessagesOnly() {
        var message = update(Stay.ofSomebody(), "").text();

        assertThat(map(HUB.source("hospital"), "", message).status()).isEqualTo(200);
        assertThat(map(HUB.source("hospital"), "?source=laboratory", message).status())
                .isEqualTo(403);
        assertThat(map(HUB.reader(), "?source=hospital", message).status()).isEqualTo(403);
        assertThat(HUB.source("hospital").get("/map/losses").status()).isEqualTo(403);
    }

    @Test
    void whatIsNoMessage_isToldAsAnIssue() {
        var trial = map(HUB.operator(), "?source=hospital", "hello").expect(200).json();

        assertThat(trial.path("accepted").asBoolean()).isFalse();
        assertThat(trial.path("issues").get(0).path("severity").asText()).isEqualTo("error");
        assertThat(map(HUB.operator(), "?source=nobody", "MSH").status()).isEqualTo(404);
        assertThat(map(HUB.operator(), "?source=hospital", "").status()).isEqualTo(400);
    }

    @Test
    void aChangedProfile_isComparedOverTheLastMessages() throws IOException {
        var stay = Stay.ofSomebody();
        var message = update(stay, "");
        HUB.source("hospital").hl7v2(message).expect(200);
        HUB.journal().settle(message);
        var yaml = Files.readString(Path.of("src/test/resources/config/sources/hospital.yaml"))
                .replace("HOSP: https://hospital.example/mrn", "HOSP: https://hospital.example/record");
        var report = HUB.operator()
                .send("POST", "/map/$compare?source=hospital&_count=5", "application/yaml", yaml)
                .expect(200)
                .json();

        assertThat(report.path("compared").asInt()).isBetween(1, 5);
        assertThat(report.path("different").asInt())
                .isEqualTo(report.path("compared").asInt());
        assertThat(report.path("elements").findValuesAsText("element")).contains("Patient.identifier.system");
        assertThat(report.path("messages").toString()).contains("https://hospital.example/record");

        var same = HUB.operator()
                .send(
                        "POST",
                        "/map/$compare?source=hospital&_count=5",
                        "application/yaml",
                        Files.readString(Path.of("src/test/resources/config/sources/hospital.yaml")))
                .expect(200)
                .json();
        assertThat(same.path("different").asInt()).isZero();
        assertThat(HUB.operator()
                        .send("POST", "/map/$compare?source=hospital", "application/yaml", "format: morse")
                        .expect(400)
                        .body())
                .contains("format");
    }

    @Test
    void aStructureMap_isComparedBeforeItIsInPlace() {
        var message = update(Stay.ofSomebody(), "");
        HUB.source("hospital").hl7v2(message).expect(200);
        HUB.journal().settle(message);
        var map = "map \"https://example.org/StructureMap/x\" = \"x\"\n"
                + "uses \"http://hl7.org/fhir/StructureDefinition/Patient\" alias Patient as source\n"
                + "uses \"http://hl7.org/fhir/StructureDefinition/Patient\" alias Out as target\n"
                + "group Patients(source src : Patient, target tgt : Out) {\n"
                + "  src.name as name -> tgt.language = 'en' \"language\";\n}\n";
        var report = HUB.operator()
                .send("POST", "/map/$compare?source=hospital&_count=3", "text/fhir-mapping", map)
                .expect(200)
                .json();

        assertThat(report.path("refusedAfter").asInt()).isZero();
        assertThat(report.path("elements").findValuesAsText("element")).contains("Patient.language");
    }

    /** Also when there is no message yet that it could be tried with. */
    @Test
    void aStructureMapThatCannotBeRead_isRefusedWithItsLine() {
        var map = "map \"https://example.org/StructureMap/x\" = \"x\"\n"
                + "group Patients(source src, target tgt) {\n"
                + "  src.name as name -> tgt.language = %s \"language\";\n}\n";
        var compare = "/map/$compare?source=laboratory&_count=1";

        assertThat(HUB.operator()
                        .send("POST", compare, "text/fhir-mapping", map.formatted("noSuch(name)"))
                        .expect(400)
                        .body())
                .contains("noSuch", "line 3");
        assertThat(HUB.operator()
                        .send(
                                "POST",
                                compare,
                                "text/fhir-mapping",
                                map.formatted("'en'").replace("as name", "as"))
                        .expect(400)
                        .body())
                .contains("cannot be read", "@3");
    }

    /** The same map, kept in the hub and named by the source's file. */
    @Test
    void aStructureMapOfTheHub_runsBecauseTheFileNamesIt() throws IOException {
        var message = update(Stay.ofSomebody(), "");
        HUB.source("hospital").hl7v2(message).expect(200);
        HUB.journal().settle(message);
        var url = "https://example.org/StructureMap/" + Stay.unique();
        var yaml = Files.readString(Path.of("src/test/resources/config/sources/hospital.yaml")) + "structure-map: "
                + url + "\n";
        var missing = HUB.operator()
                .send("POST", "/map/$compare?source=hospital&_count=1", "application/yaml", yaml)
                .expect(200)
                .json();
        assertThat(missing.path("refusedAfter").asInt()).isEqualTo(1);
        assertThat(missing.toString()).contains("The hub has no StructureMap with the url " + url);

        HUB.operator().post("/fhir/StructureMap", languageMap(url)).expect(201);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var report = HUB.operator()
                    .send("POST", "/map/$compare?source=hospital&_count=1", "application/yaml", yaml)
                    .expect(200)
                    .json();
            assertThat(report.path("refusedAfter").asInt()).isZero();
            assertThat(report.path("elements").findValuesAsText("element")).contains("Patient.language");
        });
    }

    @Test
    void aBatch_isAnsweredMessageByMessage() {
        var batch = "BHS|^~\\&|ADT1\r" + update(Stay.ofSomebody(), "").text()
                + update(Stay.ofSomebody(), "").text() + "BTS|2\r";
        var trials = map(HUB.operator(), "?source=hospital", batch).expect(200).json();

        assertThat(trials.path("accepted").asBoolean()).isTrue();
        assertThat(trials.path("messages").size()).isEqualTo(2);
        assertThat(from(trials.path("messages").get(1), "Patient.birthDate")).containsExactly("PID-7");
    }

    /** V2-03: nothing is lost in silence. */
    @Test
    void theLossReport_countsPlacesAndNoValues() {
        for (var i = 0; i < 2; i++) {
            var message = update(Stay.ofSomebody(), "|||||||||||||||||||||||||||||SECRETBREED");
            HUB.source("hospital").hl7v2(message).expect(200);
            HUB.journal().settle(message);
        }
        var report = HUB.operator().get("/map/losses?source=hospital").expect(200);
        var loss = report.json().path("losses");

        assertThat(report.body()).doesNotContain("SECRETBREED");
        var found = new ArrayList<JsonNode>();
        loss.forEach(line -> {
            if (line.path("path").asText().equals("PID-37")) {
                found.add(line);
            }
        });
        assertThat(found).hasSize(1);
        assertThat(found.get(0).path("count").asLong()).isGreaterThanOrEqualTo(2);
        assertThat(found.get(0).path("kind").asText()).isEqualTo("not-carried");
        assertThat(found.get(0).path("days").size()).isPositive();
        var example = found.get(0).path("example").asText();
        assertThat(HUB.operator()
                        .get(example)
                        .expect(200)
                        .json()
                        .at("/values/0/value")
                        .asText())
                .isEqualTo("SECRETBREED");
        assertThat(HUB.source("hospital").get(example).status()).isEqualTo(403);
        assertThat(HUB.operator()
                        .get(example.replaceFirst("message=.{8}", "message=00000000"))
                        .status())
                .isEqualTo(404);
        assertThat(HUB.operator().get("/map/losses?since=yesterday").status()).isEqualTo(400);
    }
}
