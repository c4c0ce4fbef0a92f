package dev.tributary.server.submission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;
import org.junit.jupiter.api.Test;

/** What does not fit into the memory is refused before it is parsed; here a hundred objects fit. */
class BodyWeightTest {

    private final BodyWeight weight = new BodyWeight(100 * 3_500);

    @Test
    void aBodyOfMoreObjectsThanFit_isRefusedWithWhatToDo() {
        assertThatThrownBy(() -> weight.require("{}".repeat(101).getBytes(UTF_8), false))
                .isInstanceOf(PayloadTooLargeException.class)
                .hasMessageContaining("101 objects")
                .hasMessageContaining("several bundles");
    }

    @Test
    void aLongDocumentInAFewObjects_isLight() {
        var body = ("{".repeat(100) + "A".repeat(1_000_000)).getBytes(UTF_8);

        assertThatCode(() -> weight.require(body, false)).doesNotThrowAnyException();
    }

    @Test
    void xml_isWeighedByItsTags() {
        assertThatCode(() -> weight.require("<a/>".repeat(500).getBytes(UTF_8), true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> weight.require("<a/>".repeat(501).getBytes(UTF_8), true))
                .hasMessageContaining("501 tags");
    }

    @Test
    void aNumberWithAnExponentThatFillsTheMemory_isRefused() {
        for (var number : new String[] {"1e1000000", "-2.5E+9999", "1e-1000"}) {
            assertThatThrownBy(() -> weight.require(("{\"value\":" + number + "}").getBytes(UTF_8), false))
                    .isInstanceOf(UnprocessableEntityException.class)
                    .hasMessageContaining("exponent");
        }
        for (var fine : new String[] {"1e3", "a7e123456", "7ae123456", "\"12E50000\"", "\"a\\\"1e50000\"", "true"}) {
            assertThatCode(() -> weight.require(("{\"value\":" + fine + "}").getBytes(UTF_8), false))
                    .doesNotThrowAnyException();
        }
    }
}
