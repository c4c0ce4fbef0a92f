package dev.tributary.mapping.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerturbationTest {

    /** A map may split words: the first given name comes of the same place as the second. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Iris Ada|IrisX AdaX",
                "Hale, Iris|HaleX, IrisX",
                "Hale|HaleX",
                "MAX|MAXX",
                "5 mg|5 mgX",
                "12 Mill Lane (2nd)|12 MillX LaneX (2nd)X",
                "+|+X",
                "20240131|20240115",
                "2024-01-15|2024-01-16",
                "4.2|4.1"
            })
    void anotherValue_isOfTheSameKind_andOtherInEachWord(String value, String other) {
        assertThat(Perturbation.of(value)).containsExactly(other, "");
    }
}
