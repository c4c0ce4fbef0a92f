package dev.tributary.mapping.v2;

import static dev.tributary.mapping.v2.Fixtures.map;
import static dev.tributary.mapping.v2.Fixtures.msh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Issue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What questions about persons are answered with, when there is no person. */
class AnswersTest {

    @ParameterizedTest
    @ValueSource(strings = {"RSP^K22^RSP_K21", "RSP^K23^RSP_K23", "RSP^K11^RSP_K11", "ADR^A19"})
    void answerThatFoundNobody_changesNothingAndIsNoError(String trigger) {
        var mapped = map(msh(trigger, ""), "MSA|AA|1", "QAK|Q1|NF", "QPD|IHE PIX Query|Q1|M9^^^RIVERSIDE^MR");

        assertThat(mapped.supported()).isTrue();
        assertThat(mapped.hasErrors()).isFalse();
        assertThat(mapped.changes()).isEmpty();
        assertThat(mapped.issues()).extracting(Issue::code).containsExactly("not-found");
    }
}
