package dev.tributary.subscriptions.hl7v2;

import java.util.Map;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Patient;

/** Codes of FHIR in the tables of <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html">HL7 v2.5.1</a>: the maps of v2-to-FHIR, read backwards. */
final class Codes {

    private static final String MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus";

    private static final Map<String, String> PATIENT_CLASS = Map.of(
            "IMP", "I", "ACUTE", "I", "NONAC", "I", "EMER", "E", "AMB", "O", "OBSENC", "O", "SS", "O", "VR", "O", "HH",
            "O", "PRENC", "P");
    private static final Map<String, String> MARITAL_STATUS =
            Map.of("A", "N", "D", "D", "I", "I", "L", "A", "M", "M", "C", "C", "T", "P", "U", "B", "S", "S", "W", "W");
    private static final Map<String, String> DIAGNOSIS_TYPE =
            Map.of("AD", "A", "DD", "F", "CC", "A", "pre-op", "A", "billing", "F", "W", "W");

    private Codes() {}

    /** PV1-2, table 0004. */
    static String patientClass(Coding encounterClass) {
        if ((Designators.V2_TABLES + "0004").equals(encounterClass.getSystem())) {
            return Er7.text(encounterClass.getCode());
        }
        String code = encounterClass.getCode();
        return code == null ? "U" : PATIENT_CLASS.getOrDefault(code, "U");
    }

    /** PID-8, table 0001. */
    static String sex(Patient patient) {
        if (!patient.hasGender()) {
            return "";
        }
        return switch (patient.getGender()) {
            case MALE -> "M";
            case FEMALE -> "F";
            case OTHER -> "O";
            default -> "U";
        };
    }

    /** PID-16, table 0002. */
    static String maritalStatus(CodeableConcept status) {
        String own = Designators.code(status, Designators.V2_TABLES + "0002").orElse("");
        String translated = Designators.code(status, MARITAL)
                .map(code -> MARITAL_STATUS.getOrDefault(code, ""))
                .orElse("");
        return Er7.first(Er7.text(own), translated);
    }

    /** XPN-7, table 0200; the version has no code for a former name but alias. */
    static String nameType(HumanName name) {
        if (!name.hasUse()) {
            return "";
        }
        return switch (name.getUse()) {
            case OFFICIAL -> "L";
            case USUAL -> "D";
            case MAIDEN -> "M";
            case NICKNAME -> "N";
            case ANONYMOUS -> "S";
            case OLD -> "A";
            default -> "";
        };
    }

    /** XAD-7, table 0190. */
    static String addressType(Address address) {
        if (address.hasUse()) {
            return switch (address.getUse()) {
                case HOME -> "H";
                case WORK -> "B";
                case TEMP -> "C";
                case OLD -> "BA";
                default -> "";
            };
        }
        return address.getType() == Address.AddressType.POSTAL ? "M" : "";
    }

    /** DG1-6, table 0052. */
    static String diagnosisType(CodeableConcept use) {
        return use.getCoding().stream()
                .map(coding -> DIAGNOSIS_TYPE.getOrDefault(coding.getCode() == null ? "" : coding.getCode(), ""))
                .filter(code -> !code.isEmpty())
                .findFirst()
                .orElse("W");
    }
}
