package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.v2.Fixtures;
import dev.tributary.mapping.v2.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** A document in an OBX is about the message's patient. */
class EnclosedDocumentsTest {

    private static final Path DOCUMENT =
            Path.of("src/test/resources/ccda/encounters/office_visit_with_diagnosis_and_place.xml");

    private static Mapped message(String value) {
        var reading = Fixtures.read(
                Fixtures.msh("ORU^R01", ""),
                "PID|1||778^^^RIVERSIDE^MR||Nkemelu^Ada",
                "OBR|1|P1|F1|34133-9^Summary^LN|||202601100800||||||||||||||||||F",
                "OBX|1|ED|34133-9^Summary^LN||" + value + "||||||F");
        var readable = (Reading.Readable) reading;
        return EnclosedDocuments.unfold(Fixtures.map(reading), readable.header().laneKey(), Fixtures.PROFILE);
    }

    private static <T> List<T> all(Mapped mapped, Class<T> type) {
        return mapped.changes().stream()
                .map(change -> ((Change.Write) change).resource())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @Test
    void documentInAResult_addsItsFacts_andNoPatientOfItsOwn() throws IOException {
        var mapped = message("^text^xml^Base64^" + Base64.getEncoder().encodeToString(Files.readAllBytes(DOCUMENT)));
        assertThat(all(mapped, Patient.class)).hasSize(1);
        var condition = all(mapped, Condition.class).get(0);
        assertThat(condition.getSubject().getReference())
                .isEqualTo("Patient/" + all(mapped, Patient.class).get(0).getIdPart());
        assertThat(mapped.toBundle().getEntry())
                .noneMatch(entry -> entry.getResource().fhirType().equals("Encounter"));
    }

    @Test
    void otherAttachments_changeNothing() {
        assertThat(all(message("^application^pdf^Base64^JVBERi0xLjQK"), Condition.class))
                .isEmpty();
        var broken = Base64.getEncoder().encodeToString("<ClinicalDocument><a>".getBytes(StandardCharsets.UTF_8));
        assertThat(all(message("^text^xml^Base64^" + broken), Condition.class)).isEmpty();
    }
}
