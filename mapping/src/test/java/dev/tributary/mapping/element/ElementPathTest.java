package dev.tributary.mapping.element;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementPathTest {

    private static void set(Resource resource, String path, String value) {
        var parsed = ElementPath.parse(path);
        parsed.set(resource, parsed.primitive(value));
    }

    private static void set(Resource resource, String path, Base value) {
        ElementPath.parse(path).set(resource, value);
    }

    private static String json(Resource resource) {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource);
    }

    @Test
    void whatIsMissingOnTheWay_isMade() {
        var patient = new Patient();
        set(patient, "Patient.name[0].family", "Hale");
        set(patient, "Patient.name.given", "Iris");
        set(patient, "Patient.name[0].given", "Ada");
        set(patient, "Patient.gender", "female");
        set(patient, "Patient.birthDate", "1980-02-29");
        set(patient, "Patient.multipleBirth.ofType(integer)", "2");

        assertThat(json(patient))
                .isEqualTo(
                        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"Hale\",\"given\":[\"Iris\",\"Ada\"]}],"
                                + "\"gender\":\"female\",\"birthDate\":\"1980-02-29\",\"multipleBirthInteger\":2}");
    }

    @Test
    void where_findsOrMakesTheRepetitionThatSaysSo() {
        var patient = new Patient();
        set(patient, "Patient.telecom.where(system='email').value", "iris@example.org");
        set(patient, "Patient.telecom.where(system='phone' and use='home').value", "555-1");
        set(patient, "Patient.telecom.where(system='phone' and use='home').rank", "1");
        set(patient, "Patient.telecom.where(system='email').value", "ada@example.org");

        assertThat(json(patient))
                .isEqualTo("{\"resourceType\":\"Patient\",\"telecom\":["
                        + "{\"system\":\"email\",\"value\":\"ada@example.org\"},"
                        + "{\"system\":\"phone\",\"value\":\"555-1\",\"use\":\"home\",\"rank\":1}]}");
    }

    @Test
    void extension_isFoundByItsUrl() {
        var patient = new Patient();
        set(patient, "Patient.extension('https://example.org/a.b').value.ofType(string)", "x");
        set(patient, "Patient.extension('https://example.org/a.b').value.ofType(string)", "y");
        set(patient, "Patient.extension('https://example.org/c').value.ofType(Coding).code", "z");

        assertThat(json(patient))
                .isEqualTo("{\"resourceType\":\"Patient\",\"extension\":["
                        + "{\"url\":\"https://example.org/a.b\",\"valueString\":\"y\"},"
                        + "{\"url\":\"https://example.org/c\",\"valueCoding\":{\"code\":\"z\"}}]}");
    }

    @Test
    void choices_takeTheTypeThatIsNamed() {
        var observation = new Observation();
        set(observation, "Observation.value.ofType(Quantity).value", "7.0");
        set(observation, "Observation.valueQuantity.unit", "mg");
        set(observation, "Observation.effective[x].ofType(dateTime)", "2024-01-01");
        assertThat(json(observation))
                .contains("\"valueQuantity\":{\"value\":7.0,\"unit\":\"mg\"}")
                .contains("\"effectiveDateTime\":\"2024-01-01\"");

        set(observation, "Observation.value.ofType(string)", "seven");
        assertThat(json(observation)).contains("\"valueString\":\"seven\"").doesNotContain("valueQuantity");

        var request = new MedicationRequest();
        set(request, "MedicationRequest.medication.ofType(CodeableConcept)", new CodeableConcept().setText("x"));
        assertThat(json(request)).contains("\"medicationCodeableConcept\":{\"text\":\"x\"}");
        set(request, "MedicationRequest.medication.ofType(Reference)", new Reference("Medication/1"));
        assertThat(json(request)).contains("\"medicationReference\":{\"reference\":\"Medication/1\"}");
    }

    @Test
    void blocksAndReferences_work() {
        var encounter = new Encounter();
        set(encounter, "Encounter.hospitalization.dischargeDisposition.text", "home");
        set(encounter, "Encounter.participant[0].individual", new Reference("Practitioner/1"));
        set(encounter, "Encounter.class.code", "IMP");
        set(encounter, "Encounter.status", "in-progress");
        assertThat(json(encounter))
                .contains("\"hospitalization\":{\"dischargeDisposition\":{\"text\":\"home\"}}")
                .contains("\"participant\":[{\"individual\":{\"reference\":\"Practitioner/1\"}}]")
                .contains("\"class\":{\"code\":\"IMP\"}")
                .contains("\"status\":\"in-progress\"");
    }

    @Test
    void repetitionsThatStayEmpty_arePruned() {
        var patient = new Patient();
        set(patient, "Patient.name[1].family", "Maiden");
        set(patient, "Patient.name[1].use", "maiden");
        assertThat(patient.getName()).hasSize(2);

        ElementPath.parse("Patient.name[1].family").prune(patient);

        assertThat(patient.getName()).hasSize(1);
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Maiden");
        assertThat(ElementPath.parse("Patient.name.given").values(patient)).isEmpty();
        assertThat(ElementPath.parse("Patient.name.family").values(patient)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "Patient.nam; Patient has no element \"nam\". It has: active, address,",
                "Patiant.name; \"Patiant\" is no resource of FHIR R4.",
                "Patient; names no element",
                "Patient.id; is the hub's own affair",
                "Patient.birthDate.year; Patient.birthDate is a plain value",
                "Patient.gender[1]; Patient.gender does not repeat. Leave [1] out.",
                "Observation.value; can be of several types. Write value.ofType(…) with one of: Boolean,",
                "Observation.value.ofType(Address); cannot be of type Address. It can be: Boolean,",
                "Patient.birthDate.ofType(date); cannot",
                "Patient.telecom.where(system='phone'); must go on to the element",
                "Patient.telecom.where(system='fon').value; \"fon\" is no value of Patient.telecom.system.",
                "Patient.telecom.where(system).value; is no condition",
                "Patient.name[.family; is no element name",
                "Patient..name; is no element name",
                "ofType(Patient).name; needs an element before it",
            })
    void aPathThatIsNone_isExplained(String path, String reason) {
        if (reason.equals("cannot")) {
            assertThatThrownBy(() -> ElementPath.parse(path)).isInstanceOf(IllegalArgumentException.class);
            return;
        }
        assertThatThrownBy(() -> ElementPath.parse(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void aCodeOutsideOfItsValueSet_isNoValue() {
        var gender = ElementPath.parse("Patient.gender");
        assertThatThrownBy(() -> gender.primitive("W")).isInstanceOf(IllegalArgumentException.class);
        assertThat(gender.leafType()).isEqualTo("code");
        assertThat(gender.isPrimitive()).isTrue();
    }
}
