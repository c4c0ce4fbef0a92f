package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.util.List;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coverage;
import org.hl7.fhir.r4.model.Coverage.CoverageStatus;
import org.hl7.fhir.r4.model.Reference;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pv1-to-coverage.html">PV1-20 to Coverage</a>. The financial class is
 * the type of an insurance that IN1 tells of and gives no type; where there is none, of a coverage whose payer is not known.
 */
public final class Pv1ToCoverage {

    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private Pv1ToCoverage() {}

    /** @param insurances what the IN1 of the message became, already written */
    public static void write(
            SegmentReader pv1,
            List<Coverage> insurances,
            String patientKey,
            Reference patient,
            Translation translation) {
        var untyped =
                insurances.stream().filter(each -> !each.hasType()).toList().iterator();
        for (var value : pv1.values(20)) {
            var type = CweToCodeableConcept.map(
                    value.inner(1), "http://terminology.hl7.org/CodeSystem/v2-0064", translation);
            if (type == null) {
                continue;
            }
            if (untyped.hasNext()) {
                untyped.next().setType(type);
            } else if (insurances.isEmpty()) {
                translation.write(coverage(value, type, patientKey, patient, translation));
            } else if (insurances.stream().noneMatch(each -> isSame(each.getType(), type))) {
                translation.inform(
                        "not-supported",
                        value.path(),
                        "Each insurance of the message has a type (IN1-15); the financial class is kept in the message"
                                + " only.");
            }
        }
    }

    private static boolean isSame(CodeableConcept one, CodeableConcept other) {
        return one.getCodingFirstRep().getCode() != null
                && one.getCodingFirstRep()
                        .getCode()
                        .equals(other.getCodingFirstRep().getCode());
    }

    private static Coverage coverage(
            V2Value value, CodeableConcept type, String patientKey, Reference patient, Translation translation) {
        var payer = new Reference();
        payer.addExtension(ABSENT, new CodeType("unknown"));
        var coverage = new Coverage()
                .setStatus(CoverageStatus.ACTIVE)
                .setType(type)
                .setBeneficiary(patient.copy())
                .addPayor(payer);
        coverage.setPeriod(DrToPeriod.map(TsToDateTime.map(value, 2, translation), null));
        coverage.setId(translation.id(
                "Coverage", patientKey + "|class|" + type.getCodingFirstRep().getCode() + "|" + type.getText()));
        return coverage;
    }
}
