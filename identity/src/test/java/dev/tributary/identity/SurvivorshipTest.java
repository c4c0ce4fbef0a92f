package dev.tributary.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

class SurvivorshipTest {

    private static final Instant EARLY = Instant.parse("2024-01-01T00:00:00Z");
    private static final Instant LATE = Instant.parse("2024-02-01T00:00:00Z");

    private static Patient named(String id, String family) {
        var patient = new Patient();
        patient.setId(id);
        patient.addName().setFamily(family);
        patient.addIdentifier().setSystem("https://a.example").setValue(id);
        return patient;
    }

    private static String family(Patient patient) {
        return patient.getNameFirstRep().getFamily();
    }

    @Test
    void theMoreTrustedSource_isBelieved() {
        var unified = Survivorship.unify(List.of(
                new SourceRecord(50, LATE, named("1", "Recent")), new SourceRecord(80, EARLY, named("2", "Trusted"))));
        assertThat(family(unified)).isEqualTo("Trusted");
    }

    @Test
    void amongEqualTrust_theMoreRecentIsBelieved() {
        var unified = Survivorship.unify(
                List.of(new SourceRecord(80, EARLY, named("1", "Old")), new SourceRecord(80, LATE, named("2", "New"))));
        assertThat(family(unified)).isEqualTo("New");
    }

    @Test
    void whatTheMostTrustedDoesNotSay_comesFromTheNext() {
        var other = named("1", "Other");
        other.setGender(AdministrativeGender.FEMALE);
        other.getBirthDateElement().setValueAsString("1970-02-03");
        var unified = Survivorship.unify(
                List.of(new SourceRecord(80, LATE, named("2", "Best")), new SourceRecord(10, EARLY, other)));
        assertThat(family(unified)).isEqualTo("Best");
        assertThat(unified.getGender()).isEqualTo(AdministrativeGender.FEMALE);
        assertThat(unified.getBirthDateElement().getValueAsString()).isEqualTo("1970-02-03");
    }

    @Test
    void aRetiredRecord_givesItsNumbersAsOldAndNothingElse() {
        var retired = named("1", "Retired");
        retired.setActive(false);
        retired.addTelecom().setValue("555");
        var unified = Survivorship.unify(
                List.of(new SourceRecord(90, LATE, retired), new SourceRecord(10, EARLY, named("2", "Living"))));
        assertThat(family(unified)).isEqualTo("Living");
        assertThat(unified.getActive()).isTrue();
        assertThat(unified.getTelecom()).isEmpty();
        assertThat(unified.getIdentifier()).extracting(Identifier::getValue).containsExactly("2", "1");
        assertThat(unified.getIdentifier().get(1).getUse()).isEqualTo(IdentifierUse.OLD);
    }

    @Test
    void onlyRetiredRecords_makeAnInactivePerson() {
        var retired = named("1", "Retired");
        retired.setActive(false);
        assertThat(Survivorship.unify(List.of(new SourceRecord(90, LATE, retired)))
                        .getActive())
                .isFalse();
    }

    @Test
    void identifiersAndNumbersToCall_areUnitedEachOnce() {
        var one = named("1", "A");
        one.addTelecom().setValue("555");
        var two = named("2", "A");
        two.addIdentifier().setSystem("https://a.example").setValue("1");
        two.addTelecom().setValue("555");
        two.addTelecom().setValue("556");
        var unified = Survivorship.unify(List.of(new SourceRecord(80, LATE, one), new SourceRecord(70, LATE, two)));
        assertThat(unified.getIdentifier()).hasSize(2);
        assertThat(unified.getTelecom()).hasSize(2);
    }

    /** Whatever is said, by whomever: the order of reading changes nothing, and what was said stays as it was. */
    @Test
    void anyRecords_giveOnePersonWhateverTheirOrder() {
        var random = new Random(11);
        for (var round = 0; round < 500; round++) {
            var records = new ArrayList<SourceRecord>();
            for (var i = 1 + random.nextInt(6); i > 0; i--) {
                records.add(record(random, "r" + i));
            }
            var before = records.stream().map(record -> record.patient().copy()).toList();
            var unified = Survivorship.unify(records);
            for (var i = 0; i < before.size(); i++) {
                assertThat(records.get(i).patient().equalsDeep(before.get(i))).isTrue();
            }
            Collections.shuffle(records, random);
            assertThat(Survivorship.unify(records).equalsDeep(unified)).isTrue();
            assertThat(unified.getIdElement().hasIdPart()).isFalse();
            assertThat(unified.getLink()).isEmpty();
        }
    }

    private static SourceRecord record(Random random, String id) {
        var patient = named(id, "F" + random.nextInt(3));
        if (random.nextInt(4) == 0) {
            patient.getName().clear();
        }
        if (random.nextInt(3) == 0) {
            patient.setActive(random.nextBoolean());
        }
        if (random.nextBoolean()) {
            patient.setGender(random.nextBoolean() ? AdministrativeGender.FEMALE : AdministrativeGender.MALE);
        }
        patient.addTelecom().setValue("555-" + random.nextInt(3));
        patient.addIdentifier().setSystem("https://b.example").setValue("" + random.nextInt(2));
        return new SourceRecord(random.nextInt(3), random.nextBoolean() ? EARLY : LATE, patient);
    }
}
