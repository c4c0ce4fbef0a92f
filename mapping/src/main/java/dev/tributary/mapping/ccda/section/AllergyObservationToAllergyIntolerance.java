package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCategory;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceCriticality;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceSeverity;
import org.hl7.fhir.r4.model.AllergyIntolerance.AllergyIntoleranceType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-allergies.html">Allergy Intolerance Observation to AllergyIntolerance</a>. */
final class AllergyObservationToAllergyIntolerance {

    private static final String CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
    private static final String VERIFICATION = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
    private static final String ABATEMENT = "http://hl7.org/fhir/StructureDefinition/allergyintolerance-abatement";

    private AllergyObservationToAllergyIntolerance() {}

    /** Every allergy observation of a concern act. */
    static List<Reference> ofAct(Entry act) {
        return Related.all(act.element(), "observation").stream()
                .filter(AllergyObservationToAllergyIntolerance::isAllergy)
                .map(observation -> map(act.held(observation), act.element()))
                .toList();
    }

    private static boolean isAllergy(CdaElement observation) {
        return observation.hasTemplate("2.16.840.1.113883.10.20.22.4.7")
                || observation.hasTemplate("2.16.840.1.113883.10.20.1.18")
                || observation.child("participant").exists()
                || CodeMap.of("NoKnownAllergies").get(observation.child("value").attribute("code")) != null;
    }

    /** @param concern the act around the observation; absent if there is none */
    static Reference map(Entry entry, CdaElement concern) {
        var observation = entry.element();
        var translation = entry.translation();
        var allergy = new AllergyIntolerance();
        allergy.setId(translation.entryId("AllergyIntolerance", observation));
        allergy.setIdentifier(IiToIdentifier.all(observation, translation.profile()));
        allergy.setPatient(translation.patient());
        setKind(allergy, observation.child("value"));
        if (!allergy.hasType()) {
            // C32 names the kind in the code, and the substance in the value
            setKind(allergy, observation.child("code"));
        }
        setCode(allergy, entry);
        var time = observation.child("effectiveTime");
        var point = IvlTsToPeriod.point(time, translation);
        allergy.setOnset(point == null ? IvlTsToPeriod.point(time.child("low"), translation) : point);
        var end = IvlTsToPeriod.point(time.child("high"), translation);
        if (end != null) {
            allergy.addExtension(new Extension(ABATEMENT, end));
        }
        setStatus(allergy, observation, concern, end);
        var criticality = Related.coded(observation, "observation", CdaConcepts.code("criticality"));
        var level = CodeMap.of("Criticality").target(criticality.child("value").attribute("code"));
        if (level != null) {
            allergy.setCriticality(AllergyIntoleranceCriticality.fromCode(level));
        }
        addReactions(allergy, observation, translation);
        allergy.setRecorder(Related.author(translation, observation, concern));
        allergy.setRecordedDateElement(Related.authored(translation, observation, concern));
        allergy.setNote(Related.notes(observation, translation));
        return translation.write(allergy, observation);
    }

    private static void setKind(AllergyIntolerance allergy, CdaElement value) {
        var type = CodeMap.of("AllergyIntoleranceType").target(value.attribute("code"));
        if (type != null) {
            allergy.setType(AllergyIntoleranceType.fromCode(type));
        }
        var category = CodeMap.of("AllergyIntoleranceCategory").target(value.attribute("code"));
        if (category != null) {
            allergy.addCategory(AllergyIntoleranceCategory.fromCode(category));
        }
    }

    private static void setCode(AllergyIntolerance allergy, Entry entry) {
        var translation = entry.translation();
        var observation = entry.element();
        var substance = substance(observation);
        var code = CdToCodeableConcept.map(substance.child("code"), translation);
        if (code == null && substance.child("name").exists()) {
            var name = NarrativeText.words(substance.child("name"));
            code = name == null ? null : new CodeableConcept().setText(name);
        }
        var value = observation.child("value");
        if (entry.isNegated()) {
            var isCoded = code != null && code.hasCoding();
            if (!isCoded) {
                allergy.setCode(noneKnown(value, code));
                return;
            }
            allergy.setVerificationStatus(concept(VERIFICATION, "refuted"));
        }
        if (code == null) {
            code = nameOfValue(observation, translation);
        }
        allergy.setCode(
                code == null
                        ? CdToCodeableConcept.absent(substance.child("code").nullFlavor())
                        : code);
    }

    /** The substance: a consumable, however it is spelled. */
    private static CdaElement substance(CdaElement observation) {
        for (var participant : observation.children("participant")) {
            var entity = participant.at("participantRole", "playingEntity");
            if (entity.exists() && !participant.has("typeCode", "LOC")) {
                return entity;
            }
        }
        return CdaElement.absent();
    }

    private static CodeableConcept noneKnown(CdaElement value, @Nullable CodeableConcept words) {
        var entry = CodeMap.of("NoKnownAllergies").get(value.attribute("code"));
        var coding = entry == null ? CdaConcepts.coding("noAllergy") : entry.toCoding();
        var concept = new CodeableConcept().addCoding(coding);
        return words == null || !words.hasText() ? concept : concept.setText(words.getText());
    }

    /** Old documents name the allergen in the value or in the words alone. */
    private static @Nullable CodeableConcept nameOfValue(CdaElement observation, CdaTranslation translation) {
        var value = observation.child("value");
        var isKind = CodeMap.of("NoKnownAllergies").get(value.attribute("code")) != null
                || CodeMap.of("AllergyIntoleranceCategory").get(value.attribute("code")) != null;
        if (!isKind) {
            return Related.value(observation, translation);
        }
        var words = NarrativeText.of(observation.child("text"), translation);
        words = words == null ? NarrativeText.of(value.child("originalText"), translation) : words;
        return words == null ? null : new CodeableConcept().setText(words);
    }

    private static void setStatus(
            AllergyIntolerance allergy, CdaElement observation, CdaElement concern, @Nullable DateTimeType end) {
        var observed = Related.coded(observation, "observation", CdaConcepts.code("status"))
                .child("value")
                .attribute("code");
        var status = CodeMap.of("AllergyStatus").target(observed);
        if (status == null && end != null) {
            status = "resolved";
        }
        if (status == null) {
            status = CodeMap.of("ConditionClinicalStatus")
                    .target(concern.child("statusCode").attribute("code"));
        }
        allergy.setClinicalStatus(concept(CLINICAL, Objects.requireNonNullElse(status, "active")));
    }

    private static void addReactions(AllergyIntolerance allergy, CdaElement observation, CdaTranslation translation) {
        var overall = severity(observation);
        for (var reaction : reactions(observation)) {
            var mapped = allergy.addReaction();
            var manifestation = Related.value(reaction, translation);
            mapped.addManifestation(
                    manifestation == null
                            ? CdToCodeableConcept.absent(reaction.child("value").nullFlavor())
                            : manifestation);
            var severity = severity(reaction);
            severity = severity == null ? overall : severity;
            if (severity != null) {
                mapped.setSeverity(AllergyIntoleranceSeverity.fromCode(severity));
            }
            mapped.setOnsetElement(IvlTsToPeriod.dateTime(reaction.child("effectiveTime"), translation));
        }
        if (overall != null && !allergy.hasReaction()) {
            allergy.addReaction()
                    .addManifestation(CdToCodeableConcept.absent("UNK"))
                    .setSeverity(AllergyIntoleranceSeverity.fromCode(overall));
        }
    }

    /** Some senders call the severity a manifestation. */
    private static List<CdaElement> reactions(CdaElement observation) {
        return Related.all(observation, "observation").stream()
                .filter(each -> each.hasTemplate("2.16.840.1.113883.10.20.22.4.9")
                        || each.parent().has("typeCode", "MFST"))
                .filter(each -> !CdToCodeableConcept.hasCode(each.child("code"), "SEV")
                        && !each.hasTemplate("2.16.840.1.113883.10.20.22.4.8"))
                .toList();
    }

    private static @Nullable String severity(CdaElement statement) {
        var severity = Related.coded(statement, "observation", "SEV").child("value");
        var code = CodeMap.of("Severity").target(severity.attribute("code"));
        if (code != null) {
            return code;
        }
        for (var other : severity.children("translation")) {
            code = CodeMap.of("Severity").target(other.attribute("code"));
            if (code != null) {
                return code;
            }
        }
        return null;
    }

    private static CodeableConcept concept(String system, String code) {
        return new CodeableConcept().addCoding(new Coding(system, code, null));
    }
}
