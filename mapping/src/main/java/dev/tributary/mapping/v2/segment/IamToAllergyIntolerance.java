package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.HashSet;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-iam-to-allergyintolerance.html">IAM to AllergyIntolerance</a>. The
 * same substance of the same patient in AL1 is the same allergy.
 */
public final class IamToAllergyIntolerance {

    private IamToAllergyIntolerance() {}

    /** Not yet written, since NTE and IAR may follow; null if IAM-3 does not say to what. */
    public static @Nullable AllergyIntolerance map(
            SegmentReader iam, String patientKey, Reference patient, Translation translation) {
        var allergy = Al1ToAllergyIntolerance.common(iam, patientKey, patient, translation);
        if (allergy == null) {
            return null;
        }
        var identifier = EiToIdentifier.map(iam.value(7), "FILL", translation);
        if (identifier != null) {
            allergy.addIdentifier(identifier.setType(null));
        }
        setSensitivity(allergy, iam);
        var onset = TsToDateTime.map(iam.value(11), translation);
        var words = iam.wholeText(12);
        if (onset != null) {
            allergy.setOnset(onset);
        } else if (words != null) {
            allergy.setOnset(new StringType(words));
        }
        var recorded = TsToDateTime.map(iam.value(13), translation);
        var first = TsToDateTime.map(iam.value(24), translation);
        allergy.setRecordedDateElement(recorded != null ? recorded : first);
        var recorder = XcnToPractitioner.map(iam.value(23), translation);
        allergy.setRecorder(recorder != null ? recorder : reporter(iam, patientKey, patient, translation));
        allergy.setAsserter(XcnToPractitioner.map(iam.value(18), translation));
        addClinicianCode(allergy, iam, translation);
        setStatus(allergy, iam, translation);
        return allergy;
    }

    /** IAM-14 and 15: the patient himself, somebody of his, or else one who works there. */
    private static @Nullable Reference reporter(
            SegmentReader iam, String patientKey, Reference patient, Translation translation) {
        var relationship = CweToCodeableConcept.translate(iam.value(15), "HL70063", translation);
        if (relationship == null) {
            return XcnToPractitioner.named(iam.value(14), translation);
        }
        if ("SEL".equals(iam.text(15))) {
            iam.ignore(14);
            return patient.copy();
        }
        var related = new Related(iam, patient, translation).names(14);
        related.person().addRelationship(relationship);
        return related.write(patientKey);
    }

    /** An allergy that was a mistake has no clinical status (ait-2). */
    public static void write(AllergyIntolerance allergy, Translation translation) {
        var cleared = new HashSet<String>();
        if (!allergy.hasClinicalStatus()) {
            cleared.add("clinicalStatus");
        }
        translation.write(allergy, cleared);
    }

    /** IAM-9, table 0436: AL is an allergy, other sensitivities are intolerances where HL7 says so. */
    private static void setSensitivity(AllergyIntolerance allergy, SegmentReader iam) {
        var code = iam.text(9);
        if (code != null) {
            iam.wholeText(9);
        }
        var type = code == null ? null : CodeTable.of("HL70436").get(code);
        if (type != null) {
            allergy.setType(AllergyIntoleranceType.fromCode(type.target()));
        }
    }

    private static void addClinicianCode(AllergyIntolerance allergy, SegmentReader iam, Translation translation) {
        var code = CweToCodeableConcept.map(iam.value(27), translation);
        if (code != null) {
            code.getCoding().forEach(coding -> allergy.getCode().addCoding(coding));
        }
    }

    private static void setStatus(AllergyIntolerance allergy, SegmentReader iam, Translation translation) {
        var action = iam.text(6);
        iam.wholeText(6);
        var code = iam.text(17);
        iam.wholeText(17);
        var isDeleted = action != null && ActionCode.isDelete(action);
        var status = isDeleted ? "E" : code == null ? "" : code;
        var clinical = CodeTable.of("HL70438-clinical").get(status);
        var verification = CodeTable.of("HL70438-verification").get(status);
        if (verification != null) {
            allergy.setVerificationStatus(new CodeableConcept().addCoding(verification.toCoding()));
        } else if (code != null) {
            translation.warn(
                    "code-invalid", iam.segment().path(17), "Not a code of table 0438 (allergy status); left out.");
        }
        if (clinical != null) {
            allergy.setClinicalStatus(
                    clinical.target().isEmpty() ? null : new CodeableConcept().addCoding(clinical.toCoding()));
        }
    }
}
