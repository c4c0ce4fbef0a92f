package dev.tributary.conformance.scene;

import java.util.Date;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Makes resources with names, identifiers and ids that occur nowhere else. All data is made up. */
public final class Samples {
    /** The kit's own identifier system: never a system that makes two records one person. */
    public static final String SYSTEM = "https://tributary.dev/conformance/id";

    private final Supplier<UUID> ids;

    Samples(Supplier<UUID> ids) {
        this.ids = ids;
    }

    static String unique(Supplier<UUID> ids) {
        return "ck" + ids.get().toString().replace("-", "").substring(0, 16);
    }

    /** A family name of letters only that nobody else has. */
    public String familyName() {
        StringBuilder name = new StringBuilder("Q");
        for (char c : ids.get().toString().replace("-", "").substring(0, 12).toCharArray()) {
            name.append((char) ('a' + Character.digit(c, 16)));
        }
        return name.toString();
    }

    /** A Patient with an id, one identifier (value = id), a name and a birth date between 1930 and 1999. */
    public Patient patient() {
        String id = unique(ids);
        Patient patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem(SYSTEM).setValue(id);
        patient.addName().setFamily(familyName()).addGiven(familyName());
        patient.setGender(AdministrativeGender.OTHER);
        patient.setBirthDateElement(new DateType(birthDate()));
        return patient;
    }

    public String birthDate() {
        long bits = ids.get().getMostSignificantBits() >>> 8;
        return String.format(Locale.ROOT, "%d-%02d-%02d", 1930 + bits % 70, 1 + bits / 70 % 12, 1 + bits / 840 % 28);
    }

    /** A made-up national number that no other person has. */
    public String nationalNumber() {
        long bits = ids.get().getMostSignificantBits() >>> 4;
        return String.format(
                Locale.ROOT, "%03d-%02d-%04d", 100 + bits % 565, 1 + bits / 565 % 99, 1 + bits / 55_935 % 9999);
    }

    /** A body weight of a Patient; its identifier's value is its id. */
    public Observation observation(String patientReference) {
        String id = unique(ids);
        Observation observation = new Observation();
        observation.setId(id);
        observation.addIdentifier().setSystem(SYSTEM).setValue(id);
        observation.setStatus(ObservationStatus.FINAL);
        observation.setCode(new CodeableConcept(new Coding("http://loinc.org", "29463-7", "Body weight")));
        observation.setSubject(new Reference(patientReference));
        observation.setEffective(new DateTimeType("2024-01-15T10:00:00Z"));
        observation.setValue(new Quantity()
                .setValue(70)
                .setUnit("kg")
                .setSystem("http://unitsofmeasure.org")
                .setCode("kg"));
        return observation;
    }

    /** An inpatient Encounter under way; its identifier's value is its id. */
    public Encounter encounter(String patientReference, Date start) {
        String id = unique(ids);
        Encounter encounter = new Encounter();
        encounter.setId(id);
        encounter.addIdentifier().setSystem(SYSTEM).setValue(id);
        encounter.setStatus(EncounterStatus.INPROGRESS);
        encounter.setClass_(
                new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", "inpatient encounter"));
        encounter.setSubject(new Reference(patientReference));
        encounter.getPeriod().setStart(start);
        return encounter;
    }

    public static Bundle transaction() {
        return new Bundle().setType(BundleType.TRANSACTION);
    }

    public static Bundle batch() {
        return new Bundle().setType(BundleType.BATCH);
    }

    /** Adds {@code PUT Type/id}. */
    public static Bundle put(Bundle bundle, Resource resource) {
        bundle.addEntry()
                .setResource(resource)
                .setFullUrl("https://tributary.dev/conformance/" + path(resource))
                .getRequest()
                .setMethod(HTTPVerb.PUT)
                .setUrl(path(resource));
        return bundle;
    }

    /** Adds {@code POST Type} under a urn:uuid, which is returned. */
    public String post(Bundle bundle, Resource resource) {
        String fullUrl = "urn:uuid:" + ids.get();
        resource.setId((String) null);
        bundle.addEntry()
                .setResource(resource)
                .setFullUrl(fullUrl)
                .getRequest()
                .setMethod(HTTPVerb.POST)
                .setUrl(resource.fhirType());
        return fullUrl;
    }

    /** {@code Type/id}. */
    public static String path(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    /** {@code Type?identifier=system|value} for a sample. */
    public static String byIdentifier(String type, String value) {
        return type + "?identifier=" + FhirClient.encode(SYSTEM + "|" + value);
    }
}
