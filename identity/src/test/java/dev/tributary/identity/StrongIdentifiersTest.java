package dev.tributary.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrongIdentifiersTest {

    private static final String SSN = "http://hl7.org/fhir/sid/us-ssn";
    private static final String MRN = "https://hospital.example/mrn";

    private final StrongIdentifiers strong = new StrongIdentifiers(Set.of(MRN), Set.of(SSN));

    private static Patient with(Identifier... identifiers) {
        var patient = new Patient();
        for (var identifier : identifiers) {
            patient.addIdentifier(identifier);
        }
        return patient;
    }

    private static Identifier identifier(String system, String value) {
        return new Identifier().setSystem(system).setValue(value);
    }

    @Test
    void numbersOfTrustedAndNationalSystems_areStrong() {
        assertThat(strong.of(with(identifier(MRN, "M1001"), identifier(SSN, "603576716"))))
                .containsExactly(new IdentityKey(MRN, "M1001"), new IdentityKey(SSN, "603576716"));
    }

    /** V2-08. */
    @Test
    void aNumberOfAnUnknownSystem_isNotStrong() {
        assertThat(strong.of(
                        with(identifier("https://elsewhere.example", "M1001"), new Identifier().setValue("M1001"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"603-57-6716", "603 57 6716", "603.57.6716", " 603576716 "})
    void whatPeopleWriteDifferently_isTheSame(String written) {
        assertThat(strong.of(with(identifier(SSN, written)))).containsExactly(new IdentityKey(SSN, "603576716"));
        assertThat(strong.of(with(identifier(MRN, "m-1001"), identifier(MRN, "M1001"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000-00-0000",
                "999999999",
                "123-45-6789",
                "987654321",
                "078-05-1120",
                "unknown",
                "None",
                "N/A",
                "test",
                "0",
                "1",
                "99",
                "--",
                "***-**-1234",
                "XXX-XX-1234",
                "NO SSN",
                "pending",
                ""
            })
    void placeholders_nameNobody(String placeholder) {
        assertThat(strong.of(with(identifier(SSN, placeholder)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AN", "VN", "MB", "SN", "XV", "ANON"})
    void numbersThatFamiliesShareOrThatAreReused_areNotStrong(String type) {
        var shared = identifier(MRN, "M1001");
        shared.getType().addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v2-0203", type, null));
        assertThat(strong.of(with(shared))).isEmpty();
    }

    @Test
    void numbersOutOfUse_areNotStrong() {
        assertThat(strong.of(with(
                        identifier(MRN, "M1001").setUse(IdentifierUse.OLD),
                        identifier(MRN, "M1002").setUse(IdentifierUse.TEMP),
                        identifier(MRN, "M1003").setUse(IdentifierUse.USUAL))))
                .containsExactly(new IdentityKey(MRN, "M1003"));
    }

    @Test
    void keysOfDifferentSystems_neverMeet() {
        var one = new IdentityKey("a", "bc");
        var other = new IdentityKey("ab", "c");
        assertThat(one.hash()).hasSize(64).isNotEqualTo(other.hash()).isEqualTo(new IdentityKey("a", "bc").hash());
        assertThat(one.lock()).isNotEqualTo(other.lock());
    }
}
