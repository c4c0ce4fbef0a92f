package dev.tributary.mapping.ccda.header;

import dev.tributary.mapping.ccda.datatype.AdToAddress;
import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.PnToHumanName;
import dev.tributary.mapping.ccda.datatype.TelToContactPoint;
import dev.tributary.mapping.ccda.xml.CdaElement;
import dev.tributary.mapping.v2.datatype.PrimaryLanguage;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;

/** <a href="https://hl7.org/fhir/us/ccda/CF-patient.html">recordTarget to Patient</a>. */
public final class RecordTargetToPatient {

    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/";
    private static final String ROLE_CODE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

    private RecordTargetToPatient() {}

    /** With the id by which the source's record is known. */
    public static Patient map(CdaElement role, CdaTranslation translation) {
        var patient = new Patient();
        patient.setId(translation.patient().getReferenceElement().getIdPart());
        patient.setIdentifier(IiToIdentifier.all(role, translation.profile()));
        for (var address : role.children("addr")) {
            var mapped = AdToAddress.map(address, translation);
            if (mapped != null) {
                patient.addAddress(mapped);
            }
        }
        for (var telecom : role.children("telecom")) {
            var mapped = TelToContactPoint.map(telecom, translation);
            if (mapped != null) {
                patient.addTelecom(mapped);
            }
        }
        setPerson(patient, role.child("patient"), translation);
        var organization = Participants.organization(role.child("providerOrganization"), translation);
        if (organization != null) {
            patient.setManagingOrganization(organization);
        }
        return patient;
    }

    private static void setPerson(Patient patient, CdaElement person, CdaTranslation translation) {
        for (var name : person.children("name")) {
            var mapped = PnToHumanName.map(name, translation);
            if (mapped != null) {
                patient.addName(mapped);
            }
        }
        setGender(patient, person.child("administrativeGenderCode"), translation);
        setBirth(patient, person, translation);
        setDeceased(patient, person, translation);
        patient.setMaritalStatus(CdToCodeableConcept.map(person.child("maritalStatusCode"), translation));
        addExtension(patient, "patient-religion", person.child("religiousAffiliationCode"), translation);
        RaceAndEthnicity.add(patient, person, translation);
        for (var guardian : person.children("guardian")) {
            addGuardian(patient, guardian, translation);
        }
        for (var language : person.children("languageCommunication")) {
            addLanguage(patient, language, translation);
        }
    }

    private static void setGender(Patient patient, CdaElement code, CdaTranslation translation) {
        var value = code.attribute("code");
        var gender = CodeMap.of("AdministrativeGender").target(value);
        if (gender != null) {
            patient.setGender(AdministrativeGender.fromCode(gender));
        } else if (value != null) {
            patient.setGender(AdministrativeGender.OTHER);
            translation.warn("code-invalid", code, "Not a code of administrative gender; taken as other.");
        } else if (code.exists()) {
            patient.setGender(AdministrativeGender.UNKNOWN);
        }
    }

    private static void setBirth(Patient patient, CdaElement person, CdaTranslation translation) {
        var time = IvlTsToPeriod.dateTime(person.child("birthTime"), translation);
        if (time != null) {
            var text = time.getValueAsString();
            var date = new DateType(text.length() > 10 ? text.substring(0, 10) : text);
            if (text.length() > 10) {
                date.addExtension(new Extension(EXTENSION + "patient-birthTime", new DateTimeType(text)));
            }
            patient.setBirthDateElement(date);
        }
        var place = AdToAddress.map(person.at("birthplace", "place", "addr"), translation);
        if (place != null) {
            patient.addExtension(new Extension(EXTENSION + "patient-birthPlace", place));
        }
        var order = person.child("sdtc:multipleBirthOrderNumber").attribute("value");
        if (order != null && order.matches("\\d{1,3}")) {
            patient.setMultipleBirth(new IntegerType(order));
        } else if (person.child("sdtc:multipleBirthInd").attribute("value") != null) {
            patient.setMultipleBirth(
                    new BooleanType(person.child("sdtc:multipleBirthInd").has("value", "true")));
        }
    }

    private static void setDeceased(Patient patient, CdaElement person, CdaTranslation translation) {
        var time = IvlTsToPeriod.dateTime(person.child("sdtc:deceasedTime"), translation);
        var flag = person.child("sdtc:deceasedInd").attribute("value");
        if (time != null) {
            patient.setDeceased(time);
        } else if (flag != null) {
            patient.setDeceased(new BooleanType(flag.equals("true")));
        }
    }

    private static void addExtension(Patient patient, String name, CdaElement code, CdaTranslation translation) {
        var concept = CdToCodeableConcept.map(code, translation);
        if (concept != null) {
            patient.addExtension(new Extension(EXTENSION + name, concept));
        }
    }

    private static void addGuardian(Patient patient, CdaElement guardian, CdaTranslation translation) {
        var contact = patient.addContact();
        contact.addRelationship()
                .addCoding()
                .setSystem(ROLE_CODE)
                .setCode("GUARD")
                .setDisplay("guardian");
        for (var code : new CdaElement[] {
            guardian.child("code"), guardian.at("guardianPerson", "sdtc:asPatientRelationship", "code")
        }) {
            var relationship = CdToCodeableConcept.map(code, translation);
            if (relationship != null) {
                contact.addRelationship(relationship);
            }
        }
        contact.setAddress(AdToAddress.map(guardian.child("addr"), translation));
        for (var telecom : guardian.children("telecom")) {
            var mapped = TelToContactPoint.map(telecom, translation);
            if (mapped != null) {
                contact.addTelecom(mapped);
            }
        }
        contact.setName(PnToHumanName.map(guardian.at("guardianPerson", "name"), translation));
        var organization = Participants.organization(guardian.child("guardianOrganization"), translation);
        if (organization != null) {
            contact.setOrganization(organization);
        }
        if (!contact.hasName() && !contact.hasTelecom() && !contact.hasAddress() && !contact.hasOrganization()) {
            patient.getContact().remove(contact);
        }
    }

    private static void addLanguage(Patient patient, CdaElement language, CdaTranslation translation) {
        var code = language.child("languageCode").attribute("code");
        if (code == null) {
            return;
        }
        var communication = patient.addCommunication();
        communication.setLanguage(new CodeableConcept());
        communication.getLanguage().addCoding().setSystem("urn:ietf:bcp:47").setCode(PrimaryLanguage.shortest(code));
        var preferred = language.child("preferenceInd").attribute("value");
        if (preferred != null) {
            communication.setPreferred(preferred.equals("true"));
        }
        var proficiency = new Extension(EXTENSION + "patient-proficiency");
        addPart(proficiency, "level", language.child("proficiencyLevelCode"), translation);
        addPart(proficiency, "type", language.child("modeCode"), translation);
        if (proficiency.hasExtension()) {
            communication.addExtension(proficiency);
        }
    }

    private static void addPart(Extension extension, String url, CdaElement code, CdaTranslation translation) {
        var coding = CdToCodeableConcept.coding(code, translation);
        if (coding != null) {
            extension.addExtension(new Extension(url, coding));
        }
    }
}
