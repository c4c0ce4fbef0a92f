package dev.tributary.server.demo;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.demo.Condition.Coded;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.UUID;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * A <a href="https://hl7.org/fhir/R4/http.html#transaction">FHIR transaction</a> of the clinic about one visit of one person:
 * what has a number of its own is put under that, the rest is posted under a {@code urn:uuid}.
 */
final class ClinicBundle {

    private static final String SNOMED = "http://snomed.info/sct";
    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical";
    private static final String ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";

    private final Bundle bundle = new Bundle().setType(Bundle.BundleType.TRANSACTION);
    private final Person person;
    private final String visit;
    private final ZoneId zone;

    /** @param visit the clinic's number of the visit, which no other visit has */
    ClinicBundle(Person person, String visit, ZoneId zone) {
        this.person = person;
        this.visit = visit;
        this.zone = zone;
    }

    String json() {
        return FhirContext.forR4Cached().newJsonParser().encodeResourceToString(bundle);
    }

    ClinicBundle patient() {
        var patient = new Patient();
        patient.addIdentifier()
                .setSystem("https://clinic.example/patient")
                .setValue(person.clinicId())
                .getType()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number"));
        patient.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-ssn").setValue(person.ssn());
        patient.addName()
                .setUse(HumanName.NameUse.OFFICIAL)
                .setFamily(person.family())
                .addGiven(person.aka());
        patient.setGender(person.sex().equals("F") ? AdministrativeGender.FEMALE : AdministrativeGender.MALE);
        patient.getBirthDateElement().setValueAsString(person.born().toString());
        var address = person.address();
        patient.addAddress()
                .addLine(address.street())
                .setCity(address.city())
                .setState("VT")
                .setPostalCode(address.zip())
                .setCountry("US");
        patient.addTelecom()
                .setSystem(org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem.PHONE)
                .setValue(address.phone());
        return put(patient, person.clinicId());
    }

    ClinicBundle encounter(LocalDateTime start, @org.jspecify.annotations.Nullable LocalDateTime end) {
        var encounter = new Encounter()
                .setStatus(end == null ? Encounter.EncounterStatus.INPROGRESS : Encounter.EncounterStatus.FINISHED)
                .setClass_(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "AMB", "ambulatory"))
                .setSubject(subject());
        encounter.addIdentifier().setSystem("https://clinic.example/visit").setValue(visit);
        encounter.getPeriod().setStartElement(dateTime(start));
        if (end != null) {
            encounter.getPeriod().setEndElement(dateTime(end));
        }
        return put(encounter, visit);
    }

    ClinicBundle condition() {
        var condition = new org.hl7.fhir.r4.model.Condition()
                .setClinicalStatus(new CodeableConcept(new Coding(CLINICAL, "active", "Active")))
                .setCode(concept(SNOMED, person.condition().snomed()))
                .setSubject(subject());
        return put(condition, person.clinicId() + "-problem");
    }

    ClinicBundle allergy() {
        if (!person.condition().allergy().present()) {
            return this;
        }
        var allergy = new AllergyIntolerance()
                .setClinicalStatus(new CodeableConcept(new Coding(ALLERGY, "active", "Active")))
                .setCode(concept(SNOMED, person.condition().allergy()))
                .setPatient(subject());
        allergy.addReaction().addManifestation().setText(person.condition().reaction());
        return put(allergy, person.clinicId() + "-allergy");
    }

    ClinicBundle observation(Measurement value, LocalDateTime at) {
        var observation = new Observation()
                .setStatus(Observation.ObservationStatus.FINAL)
                .setCode(concept("http://loinc.org", new Coded(value.code(), value.name())))
                .setSubject(subject())
                .setEncounter(new Reference("Encounter/" + visit))
                .setEffective(dateTime(at))
                .setValue(new Quantity()
                        .setValue(value.value())
                        .setUnit(value.unit())
                        .setSystem("http://unitsofmeasure.org")
                        .setCode(value.unit()));
        return post(observation, value.code());
    }

    ClinicBundle prescription(LocalDateTime at) {
        var request = new MedicationRequest()
                .setStatus(MedicationRequest.MedicationRequestStatus.ACTIVE)
                .setIntent(MedicationRequest.MedicationRequestIntent.ORDER)
                .setMedication(concept(
                        "http://www.nlm.nih.gov/research/umls/rxnorm",
                        person.condition().medication()))
                .setSubject(subject())
                .setEncounter(new Reference("Encounter/" + visit));
        request.setAuthoredOnElement(dateTime(at));
        return post(request, "prescription");
    }

    private Reference subject() {
        return new Reference("Patient/" + person.clinicId());
    }

    private ClinicBundle put(Resource resource, String id) {
        var type = resource.fhirType();
        resource.setId(type + "/" + id);
        bundle.addEntry()
                .setFullUrl("https://clinic.example/fhir/" + type + "/" + id)
                .setResource(resource)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl(type + "/" + id);
        return this;
    }

    private ClinicBundle post(Resource resource, String name) {
        var uuid = UUID.nameUUIDFromBytes((visit + "/" + name).getBytes(StandardCharsets.UTF_8));
        bundle.addEntry()
                .setFullUrl("urn:uuid:" + uuid)
                .setResource(resource)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.POST)
                .setUrl(resource.fhirType());
        return this;
    }

    private static CodeableConcept concept(String system, Coded coded) {
        return new CodeableConcept(new Coding(system, coded.code(), coded.display())).setText(coded.display());
    }

    private DateTimeType dateTime(LocalDateTime time) {
        var value = new DateTimeType();
        value.setTimeZone(java.util.TimeZone.getTimeZone(zone));
        value.setValue(Date.from(time.atZone(zone).toInstant()));
        return value;
    }
}
