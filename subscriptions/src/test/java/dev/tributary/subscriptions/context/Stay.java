package dev.tributary.subscriptions.context;

import java.util.Date;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;

/** A stay in hospital, as the hub's own maps write it. */
public final class Stay {

    public static final String MRN = "urn:oid:1.2.3.4";

    private static final String ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";

    private Stay() {}

    /** Person p1 with the finished visit e1 in ward 4 WEST, moved there from the emergency department. */
    public static Record finished() {
        Record record = new Record();
        patient(record);
        Organization hospital = record.add("o1", new Organization());
        hospital.setActive(true).setName("RIVERSIDE");
        place(record, "l1", "4 WEST 401 B", "bd");
        place(record, "l2", "ED", "wa");
        Practitioner doctor = record.add("d1", new Practitioner());
        doctor.addIdentifier().setSystem("http://hl7.org/fhir/sid/us-npi").setValue("1234567893");
        doctor.addName().setFamily("Hale").addGiven("Nora").addPrefix("Dr");
        Condition condition = record.add("c1", new Condition());
        condition.setSubject(new Reference("Patient/p1")).setEncounter(new Reference("Encounter/e1"));
        condition.setCode(new CodeableConcept()
                .addCoding(new Coding("http://hl7.org/fhir/sid/icd-10-cm", "I50.9", "Heart failure, unspecified")));
        AllergyIntolerance allergy = record.add("a1", new AllergyIntolerance());
        allergy.setPatient(new Reference("Patient/p1"));
        allergy.setCode(new CodeableConcept()
                .addCoding(new Coding("http://www.nlm.nih.gov/research/umls/rxnorm", "7980", "Penicillin G")));
        Coverage coverage = record.add("v1", new Coverage());
        coverage.setStatus(Coverage.CoverageStatus.ACTIVE)
                .setSubscriberId("W-77")
                .setBeneficiary(new Reference("Patient/p1"))
                .addPayor(new Reference().setDisplay("Blue Shield & Sons"));
        encounter(record);
        return record;
    }

    private static void patient(Record record) {
        Patient patient = record.add("p1", new Patient());
        patient.addIdentifier()
                .setSystem("http://hl7.org/fhir/sid/us-ssn")
                .setValue("123456789")
                .setType(new CodeableConcept()
                        .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v2-0203", "SS", null)));
        patient.addIdentifier()
                .setSystem("urn:oid:2.16.840.1.999.1")
                .setValue("C|55")
                .setType(new CodeableConcept()
                        .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", null)));
        patient.addIdentifier().setSystem(MRN).setValue("R-1");
        patient.addName()
                .setUse(NameUse.OFFICIAL)
                .setFamily("O^Brien\\ & Söhne")
                .addGiven("Ana")
                .addGiven("Maria");
        patient.setBirthDateElement(new DateType("1950-02-03")).setGender(AdministrativeGender.FEMALE);
        patient.addAddress()
                .addLine("1 Main St")
                .setCity("Aurora")
                .setState("OH")
                .setPostalCode("44202");
        patient.addTelecom()
                .setSystem(ContactPointSystem.PHONE)
                .setUse(ContactPointUse.HOME)
                .setValue("+1 330 555 0101");
    }

    private static void place(Record record, String id, String name, String type) {
        Location location = record.add(id, new Location());
        location.setName(name).setManagingOrganization(new Reference("Organization/o1"));
        location.setPhysicalType(new CodeableConcept()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/location-physical-type", type, null)));
    }

    private static void encounter(Record record) {
        Encounter encounter = record.add("e1", new Encounter());
        encounter.setStatus(EncounterStatus.FINISHED).setClass_(new Coding(ACT, "IMP", "inpatient encounter"));
        encounter.addIdentifier().setSystem("urn:oid:1.2.3.5").setValue("V-9");
        encounter.setSubject(new Reference("Patient/p1")).setServiceProvider(new Reference("Organization/o1"));
        encounter
                .getPeriod()
                .setStartElement(new DateTimeType("2026-03-01T08:00:00+01:00"))
                .setEndElement(new DateTimeType("2026-03-05T15:30:00+01:00"));
        encounter
                .addParticipant()
                .addType(new CodeableConcept().addCoding(new Coding(PARTICIPATION, "ATND", "attender")))
                .setIndividual(new Reference("Practitioner/d1"));
        encounter.addReasonCode(new CodeableConcept().setText("Shortness of breath"));
        encounter
                .addLocation()
                .setLocation(new Reference("Location/l2"))
                .setStatus(EncounterLocationStatus.COMPLETED)
                .getPeriod()
                .setEnd(new Date(1_772_400_000_000L));
        encounter
                .addLocation()
                .setLocation(new Reference("Location/l1"))
                .setStatus(EncounterLocationStatus.COMPLETED)
                .getPeriod()
                .setEndElement(new DateTimeType("2026-03-05T15:30:00+01:00"));
        encounter
                .getHospitalization()
                .setDischargeDisposition(new CodeableConcept()
                        .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v2-0112", "01", null)));
    }
}
