package dev.tributary.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurvivorshipRulesTest {

    private static final Instant EARLY = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2024-06-01T00:00:00Z");

    private static final String RULES = """
            fields:
              name: {sources: [registry]}
              address: {prefer: complete}
              gender: {prefer: recent}
            """;

    private final SourceRecord hospital = record("hospital", 80, EARLY, "Trusted", "1 Mill Lane", null);
    private final SourceRecord registry = record("registry", 10, EARLY, "Registered", null, null);
    private final SourceRecord clinic = record("clinic", 20, LATE, "Recent", "2 Mill Lane", "Ashford");

    private static SourceRecord record(
            String source,
            int trust,
            Instant asOf,
            String family,
            @org.jspecify.annotations.Nullable String street,
            @org.jspecify.annotations.Nullable String city) {
        var patient = new Patient();
        patient.setId(source + "-1");
        patient.addName().setFamily(family);
        if (street != null) {
            patient.addAddress().addLine(street).setCity(city);
        }
        return new SourceRecord(source, trust, asOf, patient);
    }

    @Test
    void eachField_goesByItsOwnRule() {
        var unified = Survivorship.unify(List.of(hospital, registry, clinic), SurvivorshipRules.parse(RULES));

        assertThat(unified.getNameFirstRep().getFamily()).isEqualTo("Registered");
        assertThat(unified.getAddressFirstRep().getCity()).isEqualTo("Ashford");
    }

    @Test
    void aNamedSourceThatIsSilent_leavesTheFieldToTheOthers() {
        var unified = Survivorship.unify(List.of(hospital, clinic), SurvivorshipRules.parse(RULES));

        assertThat(unified.getNameFirstRep().getFamily()).isEqualTo("Trusted");
    }

    @Test
    void origins_nameTheSourceAndWhoSaysOtherwise() {
        var origins = Survivorship.origins(List.of(hospital, registry, clinic), SurvivorshipRules.parse(RULES));

        assertThat(origins)
                .extracting(Survivorship.Origin::field)
                .containsExactly(PersonField.NAME, PersonField.ADDRESS);
        assertThat(origins.get(0).from()).isEqualTo(registry);
        assertThat(origins.get(0).others()).containsExactly(hospital, clinic);
        assertThat(origins.get(1).others()).containsExactly(hospital);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fields: {nickname: {prefer: recent}}",
                "fields: {name: {prefer: newest}}",
                "fields: {name: {sources: clinic}}",
                "fields: {name: {order: [clinic]}}",
                "fields: [name]",
                "name: {}",
                "{fields: {name: {prefer: recent}}, field: {}}",
                "a: b: c"
            })
    void whatIsNoRule_isRefusedWithItsPlace(String yaml) {
        assertThatThrownBy(() -> SurvivorshipRules.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(?s).*(fields|YAML).*");
    }
}
