package dev.tributary.server.harmonise;

import static org.assertj.core.api.Assertions.assertThat;

import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumService;
import org.hl7.fhir.r4.model.Quantity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units of senders as UCUM codes. */
class UcumUnitsTest {

    private static final UcumUnits UNITS = UcumUnits.load();

    @ParameterizedTest
    @CsvSource({
        "mg/dl, mg/dL",
        "MG/DL, mg/dL",
        "mg/dL, mg/dL",
        "µmol/L, umol/L",
        "mEq/L, meq/L",
        "K/uL, 10*3/uL",
        "x10E3/uL, 10*3/uL",
        "mmHg, mm[Hg]",
        "IU/L, [IU]/L",
        "mcg/mL, ug/mL",
        "beats/min, /min",
        "°F, [degF]",
        "mg/kg/d, mg/kg/d",
        "mL/min/1.73m2, mL/min/{1.73_m2}",
        "%, %",
        "10*3/uL, 10*3/uL",
        "fL, fL"
    })
    void aUnitWithoutDoubt_isCoded(String said, String code) {
        assertThat(UNITS.codeOf(said)).isEqualTo(code);
    }

    /** In UCUM these are megagauss, gauss, coulomb, farad and a mistake: the sender may well have meant something else. */
    @ParameterizedTest
    @ValueSource(strings = {"MG", "G", "C", "F", "some", "tablet", "mg/", "/", "M/L", ""})
    void aUnitWithTwoReadings_staysText(String said) {
        assertThat(UNITS.codeOf(said)).isNull();
    }

    @Test
    void everyUnitOfTheTables_isUcum() throws Exception {
        try (var essence = UcumService.class.getResourceAsStream("/ucum-essence.xml")) {
            var ucum = new UcumEssenceService(essence);
            for (var line : Table.lines("ucum-aliases.csv")) {
                assertThat(ucum.validate(line.substring(line.lastIndexOf(',') + 1)))
                        .as(line)
                        .isNull();
            }
            for (var line : Table.lines("ucum-atoms.csv")) {
                assertThat(ucum.validate(line.split(",")[0])).as(line).isNull();
            }
        }
    }

    @Test
    void theUnitAsSent_isKeptAsText() {
        var quantity = new Quantity().setValue(5).setUnit("MG/DL");

        assertThat(UNITS.canonicalise(quantity)).isTrue();
        assertThat(quantity.getUnit()).isEqualTo("MG/DL");
        assertThat(quantity.getCode()).isEqualTo("mg/dL");
        assertThat(quantity.getSystem()).isEqualTo("http://unitsofmeasure.org");
        assertThat(UNITS.canonicalise(quantity)).isFalse();
    }

    @Test
    void anotherSpellingOfUcum_becomesTheUsualOne() {
        var quantity = new Quantity()
                .setValue(5)
                .setSystem("http://unitsofmeasure.org")
                .setCode("mg/dl");

        assertThat(UNITS.canonicalise(quantity)).isTrue();
        assertThat(quantity.getCode()).isEqualTo("mg/dL");
        assertThat(quantity.getUnit()).isEqualTo("mg/dl");
    }

    @Test
    void aUnitOfAnotherCodeSystem_isLeftAlone() {
        var quantity = new Quantity().setValue(5).setSystem("urn:local:units").setCode("mg/dl");

        assertThat(UNITS.canonicalise(quantity)).isFalse();
    }
}
