package dev.tributary.server.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source's own map of the FHIR Mapping Language as the last step. */
class StructureMapStepTest {

    private static final String HEAD = """
            map "https://example.org/StructureMap/hospital" = "hospital"
            uses "http://hl7.org/fhir/StructureDefinition/Patient" alias Patient as source
            uses "http://hl7.org/fhir/StructureDefinition/Patient" alias PatientOut as target
            """;

    @TempDir
    private Path directory;

    private static Source source() {
        return SourceCatalogue.parse("hospital", "format: hl7v2\ntime-zone: UTC\n", name -> null)
                .byId("hospital")
                .orElseThrow();
    }

    private Mapped apply(String map) throws IOException {
        Files.writeString(directory.resolve("hospital.map"), map);
        var patient = new Patient();
        patient.setId("p1");
        patient.addName().setFamily("Grey");
        patient.addIdentifier().setSystem("urn:a").setValue("1");
        var visit = new Encounter();
        visit.setId("e1");
        var mapped = new Mapped(
                "ADT^A01", null, List.of(Change.Write.partial(patient), Change.Write.partial(visit)), List.of());
        return new StructureMapStep(directory).apply(source(), mapped);
    }

    private static Patient patient(Mapped mapped) {
        return (Patient) ((Change.Write) mapped.changes().get(0)).resource();
    }

    @Test
    void aRule_addsToWhatTheMapSaid() throws IOException {
        var mapped = apply(HEAD + """
                group Patients(source src : Patient, target tgt : PatientOut) {
                  src.name as name -> tgt.language = 'en' "language";
                }
                """);

        assertThat(mapped.issues()).isEmpty();
        assertThat(patient(mapped).getLanguage()).isEqualTo("en");
        assertThat(patient(mapped).getNameFirstRep().getFamily()).isEqualTo("Grey");
        assertThat(patient(mapped).getIdElement().getIdPart()).isEqualTo("p1");
        assertThat(((Change.Write) mapped.changes().get(1)).resource()).isInstanceOf(Encounter.class);
    }

    @Test
    void aMapThatCannotBeRead_parksWithItsLine() throws IOException {
        var mapped = apply(HEAD + "grou Patients(source src : Patient) {\n}\n");

        assertThat(mapped.hasErrors()).isTrue();
        assertThat(mapped.changes()).isEmpty();
        assertThat(mapped.issues().get(0).text()).contains("hospital.map").containsPattern("\\b4\\b");
    }

    @Test
    void aRuleThatFails_isNamedWithItsLine() throws IOException {
        var mapped = apply(HEAD + """
                group Patients(source src : Patient, target tgt : PatientOut) {
                  src.name as name -> tgt.shoeSize = '45' "shoes";
                }
                """);

        assertThat(mapped.hasErrors()).isTrue();
        assertThat(mapped.issues().get(0).text()).contains("hospital.map", "Patients", "shoes", "line 5");
    }

    @Test
    void aSourceWithoutAMap_isLeftAlone() {
        var mapped = new Mapped("ADT^A01", null, List.of(), List.of());

        assertThat(new StructureMapStep(directory).apply(source(), mapped)).isSameAs(mapped);
    }

    private static Source source(String structureMap) {
        return SourceCatalogue.parse(
                        "hospital",
                        "format: hl7v2\ntime-zone: UTC\nstructure-map: " + structureMap + "\n",
                        name -> null)
                .byId("hospital")
                .orElseThrow();
    }

    private static Mapped aPatient() {
        var patient = new Patient();
        patient.setId("p1");
        patient.addName().setFamily("Grey");
        return new Mapped("ADT^A01", null, List.of(Change.Write.partial(patient)), List.of());
    }

    /** Of two groups each calls the next one twice: 2 to the power of 40 steps. */
    private static String endless() {
        var map = new StringBuilder(HEAD);
        for (var i = 0; i <= 40; i++) {
            map.append("group G%d(source src : Patient, target tgt : PatientOut) {\n".formatted(i));
            if (i < 40) {
                map.append("  src -> tgt then G%d(src, tgt) \"a%d\";\n  src -> tgt then G%d(src, tgt) \"b%d\";\n"
                        .formatted(i + 1, i, i + 1, i));
            } else {
                map.append("  src.name as name -> tgt.language = 'en' \"language\";\n");
            }
            map.append("}\n");
        }
        return map.toString();
    }

    @Test
    void aMapThatDoesNotEnd_parksTheMessageWithItsLimit() throws IOException {
        Files.writeString(directory.resolve("hospital.map"), endless());
        var step = new StructureMapStep(directory, null, Duration.ofMillis(700));
        for (var message = 0; message < 2; message++) {
            var begin = System.nanoTime();
            var mapped = step.apply(source(), aPatient());

            assertThat(mapped.changes()).isEmpty();
            assertThat(mapped.issues().get(0).text()).contains("hospital.map", "did not end within 0.7 s");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
        }
    }

    /** Each try costs the limit; after three nobody tries any more until the map is another one. */
    @Test
    void aMapThatNeverEnds_isOutOfActionUntilItIsCorrected() throws IOException {
        Files.writeString(directory.resolve("hospital.map"), endless());
        var step = new StructureMapStep(directory, null, Duration.ofMillis(300));
        for (var message = 0; message < 3; message++) {
            assertThat(step.outOfAction()).isEmpty();
            assertThat(step.apply(source(), aPatient()).hasErrors()).isTrue();
        }

        assertThat(step.outOfAction()).containsExactly("hospital.map");
        assertThat(new TransformHealth(step).health().getStatus().getCode()).isEqualTo("DEGRADED");
        var parked = step.apply(source(), aPatient());
        assertThat(parked.changes()).isEmpty();
        assertThat(parked.issues().get(0).text()).contains("hospital.map", "out of action");

        Files.writeString(directory.resolve("hospital.map"), HEAD + """
                group Patients(source src : Patient, target tgt : PatientOut) {
                  src.name as name -> tgt.language = 'en' "language";
                }
                """);
        assertThat(patient(step.apply(source(), aPatient())).getLanguage()).isEqualTo("en");
        assertThat(step.outOfAction()).isEmpty();
    }

    @Test
    void theMapThatTheFileNames_runsInPlaceOfTheUsualOne() throws IOException {
        Files.writeString(directory.resolve("hospital.map"), "no map at all");
        Files.writeString(directory.resolve("other.map"), HEAD + """
                group Patients(source src : Patient, target tgt : PatientOut) {
                  src.name as name -> tgt.language = 'de' "language";
                }
                """);

        var mapped = new StructureMapStep(directory).apply(source("other.map"), aPatient());
        assertThat(patient(mapped).getLanguage()).isEqualTo("de");
        var missing = new StructureMapStep(directory).apply(source("missing.map"), aPatient());
        assertThat(missing.hasErrors()).isTrue();
        assertThat(missing.issues().get(0).text()).contains("missing.map");
    }

    @Test
    void aMapOfTheHub_isNotRunWithoutAHub() {
        var mapped = new StructureMapStep(directory).apply(source("https://example.org/StructureMap/x"), aPatient());

        assertThat(mapped.changes()).hasSize(1);
        assertThat(mapped.issues().get(0).text()).contains("https://example.org/StructureMap/x", "was not run");
    }

    @Test
    void aFileThatIsNotThere_keepsTheSourceFromStarting() throws IOException {
        Files.writeString(
                directory.resolve("hospital.yaml"), "format: hl7v2\ntime-zone: UTC\nstructure-map: gone.map\n");
        assertThat(SourceCatalogue.read(directory, name -> null).problems())
                .singleElement()
                .asString()
                .contains("structure-map", "gone.map");
        assertThat(SourceCatalogue.parse(
                                "hospital", "format: hl7v2\ntime-zone: UTC\nstructure-map: ../x\n", name -> null)
                        .problems())
                .hasSize(1);
    }
}
