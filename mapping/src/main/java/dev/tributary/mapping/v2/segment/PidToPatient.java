package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.PrimaryLanguage;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XpnToHumanName;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.datatype.YesNo;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pid-to-patient.html">PID to Patient</a>. */
public final class PidToPatient {

    private static final String EXTENSION = "http://hl7.org/fhir/StructureDefinition/";
    private static final String EXTENSION_OF = "extension." + EXTENSION;
    private static final String US_CORE = "extension.http://hl7.org/fhir/us/core/StructureDefinition/";
    private static final Map<Integer, String> CLEARS = Map.ofEntries(
            Map.entry(5, "name"),
            Map.entry(6, EXTENSION_OF + "patient-mothersMaidenName"),
            Map.entry(7, "birthDate"),
            Map.entry(8, "gender"),
            Map.entry(10, US_CORE + "us-core-race"),
            Map.entry(11, "address"),
            Map.entry(13, "telecom"),
            Map.entry(14, "telecom.work"),
            Map.entry(15, "communication"),
            Map.entry(16, "maritalStatus"),
            Map.entry(17, EXTENSION_OF + "patient-religion"),
            Map.entry(22, US_CORE + "us-core-ethnicity"),
            Map.entry(23, EXTENSION_OF + "patient-birthPlace"),
            Map.entry(24, "multipleBirth"),
            Map.entry(25, "multipleBirth"),
            Map.entry(26, EXTENSION_OF + "patient-citizenship"),
            Map.entry(28, EXTENSION_OF + "patient-nationality"),
            Map.entry(29, "deceased"),
            Map.entry(30, "deceased"));

    private PidToPatient() {}

    /**
     * @param cleared receives the names of elements that the message takes away
     * @return without an id: the caller knows by which number
     */
    public static Patient map(SegmentReader pid, Translation translation, Set<String> cleared) {
        var patient = new Patient();
        pid.ignore(1, 33, 34);
        CLEARS.forEach((field, element) -> {
            if (pid.isDelete(field)) {
                cleared.add(element);
            }
        });
        addIdentifiers(patient, pid, translation);
        addNames(patient, pid, translation);
        setBirth(patient, pid, translation);
        setGender(patient, pid, translation);
        for (var value : pid.values(11)) {
            var address = XadToAddress.map(value, translation);
            if (address != null) {
                patient.addAddress(address);
            }
        }
        addCounty(patient, pid);
        addTelecom(patient, pid, 13, ContactPointUse.HOME, translation);
        addTelecom(patient, pid, 14, ContactPointUse.WORK, translation);
        addTelecom(patient, pid, 40, null, translation);
        setSocial(patient, pid, translation);
        setDeceased(patient, pid, translation);
        return patient;
    }

    private static void addIdentifiers(Patient patient, SegmentReader pid, Translation translation) {
        for (var field : new int[] {3, 2, 4}) {
            for (var value : pid.values(field)) {
                var identifier = CxToIdentifier.map(value, translation);
                if (identifier != null && Identifiers.lacks(patient.getIdentifier(), identifier)) {
                    patient.addIdentifier(identifier);
                }
            }
        }
        addIdentifier(patient, pid, 19, "SS", translation);
        addIdentifier(patient, pid, 20, "DL", translation);
    }

    private static void addIdentifier(
            Patient patient, SegmentReader pid, int field, String type, Translation translation) {
        for (var value : pid.values(field)) {
            // PID-20 is a DLN (number, issuer, expiry) and PID-19 plain text: both start with the number
            var identifier = CxToIdentifier.numberOnly(value, type, translation);
            if (identifier != null && Identifiers.lacks(patient.getIdentifier(), identifier)) {
                patient.addIdentifier(identifier);
            }
        }
    }

    private static void addNames(Patient patient, SegmentReader pid, Translation translation) {
        for (var field : new int[] {5, 9}) {
            for (var value : pid.values(field)) {
                var name = XpnToHumanName.map(value, translation);
                if (name != null) {
                    patient.addName(name);
                }
                var calledBy = XpnToHumanName.calledBy(value);
                if (calledBy != null) {
                    patient.addName(calledBy);
                }
            }
        }
        var mother = pid.value(6);
        var motherName = mother == null ? null : XpnToHumanName.map(mother, translation);
        if (motherName != null) {
            patient.addExtension(
                    EXTENSION + "patient-mothersMaidenName",
                    new StringType(
                            motherName.hasFamily() ? motherName.getFamily() : motherName.getNameAsSingleString()));
        }
    }

    private static void setBirth(Patient patient, SegmentReader pid, Translation translation) {
        var value = pid.value(7);
        var date = TsToDateTime.date(value, translation);
        var time = date == null ? null : TsToDateTime.map(value, translation);
        if (date != null) {
            patient.setBirthDateElement(date);
        }
        if (time != null
                && time.getValueAsString().length() > 10
                && !time.getValueAsString().contains("T00:00:00")) {
            patient.getBirthDateElement().addExtension(EXTENSION + "patient-birthTime", time);
        }
        var place = pid.wholeText(23);
        if (place != null) {
            patient.addExtension(EXTENSION + "patient-birthPlace", new Address().setText(place));
        }
        var order = pid.text(25);
        var isMultiple = YesNo.map(pid.value(24), translation);
        if (order != null && order.matches("[1-9]\\d?")) {
            patient.setMultipleBirth(new IntegerType(order));
        } else if (isMultiple != null) {
            patient.setMultipleBirth(isMultiple);
        }
    }

    private static void setGender(Patient patient, SegmentReader pid, Translation translation) {
        var value = pid.value(8);
        var code = value == null ? null : value.component(1);
        if (value == null || code == null) {
            return;
        }
        var entry = CodeTable.of("HL70001").get(code);
        if (entry == null) {
            translation.warn("code-invalid", value.path(), "Not a code of table 0001 (administrative sex); left out.");
        } else {
            patient.setGender(AdministrativeGender.fromCode(entry.target()));
        }
    }

    /** The county of the one address, else of an address that is told by nothing else. */
    private static void addCounty(Patient patient, SegmentReader pid) {
        var county = pid.text(12);
        if (county == null) {
            return;
        }
        if (patient.getAddress().size() == 1 && !patient.getAddressFirstRep().hasDistrict()) {
            patient.getAddressFirstRep().setDistrict(county);
        } else if (patient.getAddress().stream().noneMatch(address -> county.equals(address.getDistrict()))) {
            patient.addAddress().setDistrict(county);
        }
    }

    private static void addTelecom(
            Patient patient, SegmentReader pid, int field, @Nullable ContactPointUse use, Translation translation) {
        for (var value : pid.values(field)) {
            for (var point : XtnToContactPoint.map(value, use, translation)) {
                if (patient.getTelecom().stream().noneMatch(point::equalsDeep)) {
                    patient.addTelecom(point);
                }
            }
        }
    }

    private static void setSocial(Patient patient, SegmentReader pid, Translation translation) {
        var marital = CweToCodeableConcept.translate(pid.value(16), "HL70002", translation);
        if (marital != null) {
            patient.setMaritalStatus(marital);
        }
        var language = PrimaryLanguage.map(pid.value(15), translation);
        if (language != null) {
            patient.addCommunication().setLanguage(language).setPreferred(true);
        }
        var religion =
                CweToCodeableConcept.map(pid.value(17), "http://terminology.hl7.org/CodeSystem/v2-0006", translation);
        if (religion != null) {
            patient.addExtension(EXTENSION + "patient-religion", religion);
        }
        PidToRaceAndEthnicity.add(patient, pid);
        addCoded(patient, pid, 26, "patient-citizenship", translation);
        addCoded(patient, pid, 39, "patient-citizenship", translation);
        addCoded(patient, pid, 28, "patient-nationality", translation);
        addAnimal(patient, pid, translation);
    }

    private static void addAnimal(Patient patient, SegmentReader pid, Translation translation) {
        var species = CweToCodeableConcept.map(pid.value(35), translation);
        if (species == null) {
            return; // the extension demands it
        }
        var animal = new Extension(EXTENSION + "patient-animal");
        animal.addExtension(new Extension("species", species));
        var breed = CweToCodeableConcept.map(pid.value(36), translation);
        if (breed != null) {
            animal.addExtension(new Extension("breed", breed));
        }
        patient.addExtension(animal);
    }

    private static void addCoded(
            Patient patient, SegmentReader pid, int field, String extension, Translation translation) {
        for (var value : pid.values(field)) {
            var concept = CweToCodeableConcept.map(value, translation);
            if (concept != null) {
                var coded = new Extension(EXTENSION + extension);
                coded.addExtension(new Extension("code", concept));
                patient.addExtension(coded);
            }
        }
    }

    private static void setDeceased(Patient patient, SegmentReader pid, Translation translation) {
        var time = TsToDateTime.map(pid.value(29), translation);
        var indicator = YesNo.map(pid.value(30), translation);
        if (time != null) {
            patient.setDeceased(time);
        } else if (indicator != null) {
            patient.setDeceased(indicator);
        }
    }
}
