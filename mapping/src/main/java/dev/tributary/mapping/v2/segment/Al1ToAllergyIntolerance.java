package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCategory;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCriticality;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceSeverity;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-al1-to-allergyintolerance.html">AL1 to AllergyIntolerance</a>. */
public final class Al1ToAllergyIntolerance {

    private static final String ORIGINAL = "http://hl7.org/fhir/StructureDefinition/alternate-codes";
    private static final String CLINICAL_STATUS = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";

    private Al1ToAllergyIntolerance() {}

    /** Writes nothing if AL1-3 does not say to what. */
    public static void write(SegmentReader al1, String patientKey, Reference patient, Translation translation) {
        var allergy = common(al1, patientKey, patient, translation);
        if (allergy == null) {
            return;
        }
        var onset = TsToDateTime.map(al1.value(6), translation);
        if (onset != null) {
            allergy.setOnset(onset);
        }
        translation.write(allergy);
    }

    /** What AL1 and IAM have in the same fields; null if the third does not say to what. */
    static @Nullable AllergyIntolerance common(
            SegmentReader al1, String patientKey, Reference patient, Translation translation) {
        al1.ignore(1);
        var agent = al1.value(3);
        var code = CweToCodeableConcept.map(agent, translation);
        var key = agent == null ? null : CweToCodeableConcept.key(agent, translation.profile());
        if (code == null || key == null) {
            translation.warn("required", al1.segment().path(3), "No allergen; the allergy cannot be recorded.");
            return null;
        }
        var allergy = new AllergyIntolerance().setCode(code).setPatient(patient.copy());
        allergy.setId(translation.id("AllergyIntolerance", patientKey + "|" + key));
        allergy.setClinicalStatus(new CodeableConcept().addCoding(new Coding(CLINICAL_STATUS, "active", "Active")));
        addCategory(allergy, al1, translation);
        addReactions(allergy, al1, translation);
        return allergy;
    }

    private static void addCategory(AllergyIntolerance allergy, SegmentReader al1, Translation translation) {
        var entry = entry(al1, 2, "HL70127", translation);
        if (entry != null && !entry.target().isEmpty()) {
            allergy.addCategory(AllergyIntoleranceCategory.fromCode(entry.target()));
            addOriginal(allergy.getCategory().get(0), al1, 2, "0127", translation);
        }
        var code = al1.text(2);
        var type = code == null ? null : CodeTable.of("HL70127-type").get(code);
        if (type != null) {
            allergy.setType(AllergyIntoleranceType.fromCode(type.target()));
        } else if (entry != null && !allergy.hasCategory()) {
            translation.inform(
                    "code-invalid", al1.segment().path(2), "No FHIR code for this code of table 0127; left out.");
        }
    }

    private static void addReactions(AllergyIntolerance allergy, SegmentReader al1, Translation translation) {
        var severity = entry(al1, 4, "HL70128-severity", translation);
        var code = al1.text(4);
        var criticality =
                code == null ? null : CodeTable.of("HL70128-criticality").get(code);
        if (criticality != null && !criticality.target().isEmpty()) {
            allergy.setCriticality(AllergyIntoleranceCriticality.fromCode(criticality.target()));
            addOriginal(allergy.getCriticalityElement(), al1, 4, "0128", translation);
        }
        for (var value : al1.values(5)) {
            var manifestation = value.text();
            if (manifestation != null) {
                var reaction = allergy.addReaction().addManifestation(new CodeableConcept().setText(manifestation));
                if (severity != null && !severity.target().isEmpty()) {
                    reaction.setSeverity(AllergyIntoleranceSeverity.fromCode(severity.target()));
                }
            }
        }
        if (severity != null && !allergy.hasCriticality() && !allergy.hasReaction()) {
            translation.inform(
                    "code-invalid",
                    al1.segment().path(4),
                    "A severity of no reaction, and no FHIR criticality for this code of table 0128; left out.");
        }
    }

    /** What the sender's code was before it became one of FHIR's few. */
    private static void addOriginal(
            Element element, SegmentReader al1, int field, String table, Translation translation) {
        var original = CweToCodeableConcept.map(
                al1.value(field), "http://terminology.hl7.org/CodeSystem/v2-" + table, translation);
        if (original != null) {
            element.addExtension(ORIGINAL, original);
        }
    }

    private static CodeTable.@Nullable Entry entry(
            SegmentReader al1, int field, String table, Translation translation) {
        var value = al1.value(field);
        var code = value == null ? null : value.component(1);
        if (value == null || code == null) {
            return null;
        }
        value.text();
        var entry = CodeTable.of(table).get(code);
        if (entry == null) {
            translation.warn(
                    "code-invalid", value.path(), "Not a code of table " + table.substring(3, 7) + "; left out.");
        }
        return entry;
    }
}
