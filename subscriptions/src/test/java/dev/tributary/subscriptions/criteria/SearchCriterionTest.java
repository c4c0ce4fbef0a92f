package dev.tributary.subscriptions.criteria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Date;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchCriterionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "Encounter?status=in-progress true",
                "Encounter?status=finished,in-progress true",
                "Encounter?status:not=in-progress false",
                "Encounter?status:not=finished true",
                "Encounter?class=IMP true",
                "Encounter?class=http://terminology.hl7.org/CodeSystem/v3-ActCode%7CIMP true",
                "Encounter?class=http://other%7CIMP false",
                "Encounter?class=%7CIMP false",
                "Encounter?patient=Patient/p true",
                "Encounter?patient=p true",
                "Encounter?patient=http://hub.example/fhir/Patient/p true",
                "Encounter?subject:Patient=p true",
                "Encounter?subject:Group=p false",
                "Encounter?patient=Patient/q false",
                "Encounter?date=2026-03 true",
                "Encounter?date=ge2026-03-01 true",
                "Encounter?date=lt2026-03-01 false",
                "Encounter?date=sa2026-02-28 true",
                "Encounter?reason-code:missing=true true",
                "Encounter?status:missing=false true",
                "Encounter?status=in-progress&class=EMER false",
                "Encounter?_id=e true",
                "Encounter?_lastUpdated=gt2020-01-01 true",
            })
    void anEncounter_isMatchedAsASearchWould(String criterion, boolean expected) throws Refused {
        assertThat(SearchCriterion.of(criterion).matches(encounter())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "Observation?value-quantity=gt5.4 true",
                "Observation?value-quantity=5.5 true",
                "Observation?value-quantity=lt5 false",
                "Observation?value-quantity=gt5.4|http://unitsofmeasure.org|mmol/L true",
                "Observation?value-quantity=gt5.4||mg/dL false",
                "Observation?code=http://loinc.org|2345-7 true",
                "Observation?date=2026-03-01 true",
            })
    void anObservation_isMatchedAsASearchWould(String criterion, boolean expected) throws Refused {
        assertThat(SearchCriterion.of(criterion).matches(observation())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "Patient?family=mull true",
                "Patient?family:exact=mull false",
                "Patient?name:contains=ULL true",
                "Patient?deceased=true true",
                "Patient?identifier=urn:x%7C12\\,3 true",
                "Patient?birthdate=1950-02-03 false",
            })
    void aPatient_isMatchedAsASearchWould(String criterion, boolean expected) throws Refused {
        assertThat(SearchCriterion.of(criterion).matches(patient())).isEqualTo(expected);
    }

    @Test
    void nothing_isInNoStatus() throws Refused {
        assertThat(SearchCriterion.of("Encounter?status=finished").matches(null))
                .isFalse();
        assertThat(SearchCriterion.of("Encounter?status:not=finished").matches(null))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Encounter?nosuch=1",
                "Encounter?patient.name=x",
                "Encounter?_has:Observation:encounter:code=1",
                "Encounter?status:in=http://vs",
                "Encounter?status",
                "Encounter?status=",
                "Encounter?date=yesterday",
                "Observation?value-quantity=many",
                "Encounter?_sort=date",
                "Nosuch?a=b",
                "Observation?code-value-quantity=1$2",
                "Encounter?status=%zz",
                "Encounter?subject:Patientt=1",
            })
    void whatCannotBeEvaluated_isRefused(String criterion) {
        assertThatThrownBy(() -> SearchCriterion.of(criterion)).isInstanceOf(Refused.class);
    }

    private static Resource encounter() {
        Encounter encounter = new Encounter();
        encounter.setId("Encounter/e/_history/1");
        encounter.getMeta().setLastUpdated(new Date());
        encounter.setStatus(EncounterStatus.INPROGRESS);
        encounter
                .getClass_()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ActCode")
                .setCode("IMP");
        encounter.getSubject().setReference("Patient/p");
        encounter.getPeriod().setStartElement(new DateTimeType("2026-03-01T10:00:00Z"));
        encounter.getPeriod().setEndElement(new DateTimeType("2026-03-02"));
        return encounter;
    }

    private static Resource observation() {
        Observation observation = new Observation();
        observation.getCode().addCoding().setSystem("http://loinc.org").setCode("2345-7");
        observation.setEffective(new DateTimeType("2026-03-01T10:00:00Z"));
        observation.setValue(new Quantity()
                .setValue(new BigDecimal("5.5"))
                .setSystem("http://unitsofmeasure.org")
                .setCode("mmol/L"));
        return observation;
    }

    private static Resource patient() {
        Patient patient = new Patient();
        patient.addName().setFamily("Müller").addGiven("Ada");
        patient.addIdentifier().setSystem("urn:x").setValue("12,3");
        patient.setDeceased(new BooleanType(true));
        return patient;
    }
}
