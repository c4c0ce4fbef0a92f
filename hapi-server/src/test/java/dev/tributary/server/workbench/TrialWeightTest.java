package dev.tributary.server.workbench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.server.ResponseStatusException;

/** What a dry run would need more memory for than there is, is refused before it is parsed; here ten segments fit. */
class TrialWeightTest {

    private final TrialWeight weight = new TrialWeight(10 * 150_000);

    @ParameterizedTest
    @CsvSource({"hl7v2, 'OBX|1\n', 10", "ccda, '<a></a>', 93", "fhir, '{}', 187", "fhir, '<a/>', 939"})
    void moreThanFits_isRefusedWithWhatToDo(String format, String part, int most) {
        assertThatCode(() -> weight.require(part.repeat(most).getBytes(UTF_8), format))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> weight.require(part.repeat(most + 1).getBytes(UTF_8), format))
                .isInstanceOf(ResponseStatusException.class)
                .hasMessageContaining("413")
                .hasMessageContaining("bin/hub map");
    }

    @Test
    void aDocumentBrokenIntoLines_isLight() {
        var document = "OBX|1|ED|PDF||^AP^PDF^Base64^" + "JVBERi0xLjQK\r\n".repeat(1_000);

        assertThatCode(() -> weight.require(document.getBytes(UTF_8), "hl7v2")).doesNotThrowAnyException();
    }
}
