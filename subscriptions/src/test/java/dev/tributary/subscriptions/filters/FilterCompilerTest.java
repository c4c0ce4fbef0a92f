package dev.tributary.subscriptions.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterCompilerTest {

    private static final FilterCompiler COMPILER = new FilterCompiler(ValueSets.NONE, name -> Optional.empty());

    /** SB-13: the Backport's example topic filters by membership with {@code _in}. */
    @Test
    void membersOfAGroup_areAskedForByIn() {
        var compiler =
                new FilterCompiler(ValueSets.NONE, name -> name.equals("Group/g") ? Optional.of(7L) : Optional.empty());
        var filter = Objects.requireNonNull(
                compiler.compile("Encounter", "_in", "", List.of("Group/g")).filter());
        assertThat(filter.holds(onRosters(Set.of(7L)))).isTrue();
        assertThat(filter.holds(onRosters(Set.of(8L)))).isFalse();
        assertThat(compiler.compile("Encounter", "_in", "", List.of("Group/other"))
                        .problem())
                .isNotNull();
    }

    private static Occurrence onRosters(Set<Long> rosters) {
        return new Occurrence("discharge", Set.of("Patient/p"), rosters, Instant.EPOCH, Map.of());
    }

    /** SB-13: numbers with their units, periods, and texts, as FHIR search compares them. */
    @ParameterizedTest
    @CsvSource({
        "Encounter, length, '', gt5, 6|http://unitsofmeasure.org|d|days, true",
        "Encounter, length, '', gt5, 5|http://unitsofmeasure.org|d|days, false",
        "Encounter, length, '', le5, 5, true",
        "Encounter, length, '', 5, 5.4|||, true",
        "Encounter, length, '', 5.0, 5.4|||, false",
        "Encounter, length, '', ne5, 6|||, true",
        "Encounter, length, '', 5, 1E+999999999|||, false",
        "Encounter, length, '', ge5||d, 6|http://unitsofmeasure.org|d|days, true",
        "Encounter, length, '', ge5||days, 6|http://unitsofmeasure.org|d|days, true",
        "Encounter, length, '', ge5||h, 6|http://unitsofmeasure.org|d|days, false",
        "Encounter, length, '', ge5|urn:other|d, 6|http://unitsofmeasure.org|d|days, false",
        "Observation, value-quantity, '', lt-2, -3|||, true",
        "RiskAssessment, probability, '', ge0.5, 0.7, true",
        "Encounter, date, '', ge2024-03-02, 2024-03-01T08:00:00Z/2024-03-05T08:00:00Z, true",
        "Encounter, date, '', ge2024-03-06, 2024-03-01T08:00:00Z/2024-03-05T08:00:00Z, false",
        "Encounter, date, '', ge2030, 2024-03-01T08:00:00Z/, true",
        "Encounter, date, '', sa2024-02-29, 2024-03-01/2024-03-05, true",
        "Encounter, date, '', eb2024-03-06, 2024-03-01/2024-03-05, true",
        "Encounter, date, '', 2024-03, 2024-03-01/2024-03-05, true",
        "Encounter, date, '', 2024-03-01, 2024-03-01/2024-03-05, false",
        "Encounter, date, '', lt2024-03-01, 2024-03-01T08:00:00Z, false",
        "Patient, name, '', zoe, Zoë, true",
        "Patient, name, exact, zoë, Zoë, false",
        "Patient, name, exact, Zoë, Zoë, true",
        "Patient, name, contains, O, Zoë, true",
        "Encounter, facility, exact, West, west, true",
        "Encounter, participant, not, Practitioner/1, Practitioner/2, true",
        "Encounter, participant, Practitioner, 1, Practitioner/1, true",
    })
    void values_areComparedAsBySearch(
            String type, String parameter, String modifier, String wanted, String fact, boolean expected) {
        var compiled = COMPILER.compile(type, parameter, modifier, List.of(wanted));
        assertThat(compiled.problem()).isNull();
        var facts = Map.of(FilterCompiler.fact(type, parameter), List.of(fact));
        assertThat(Objects.requireNonNull(compiled.filter())
                        .holds(new Occurrence("k", Set.of(), Set.of(), Instant.EPOCH, facts)))
                .isEqualTo(expected);
    }

    /** SB-03. */
    @ParameterizedTest
    @CsvSource({
        "Encounter, length, '', ap5, must be a number",
        "Encounter, length, '', many, must be a number",
        "Encounter, length, '', 1e-999999999, must be a number",
        "Encounter, length, '', 5|d, must be a number",
        "Encounter, length, not, 5, not supported",
        "Encounter, date, '', ap2024, must be a date",
        "Encounter, participant, Nobody, 1, not supported",
        "Encounter, participant, identifier, x|1, not supported",
        "Encounter, class, above, IMP, not supported",
        "Encounter, class, of-type, IMP, not supported",
    })
    void whatCannotBeEvaluated_isRefused(String type, String parameter, String modifier, String value, String reason) {
        assertThat(COMPILER.compile(type, parameter, modifier, List.of(value)).problem())
                .contains(reason);
    }
}
