package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaConcepts;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Which map an entry follows: its template decides, else its section and element. */
final class EntryMaps {

    private static final String CCD = "2.16.840.1.113883.10.20.1.";

    private static final Map<String, Function<Entry, List<Reference>>> MAPS = maps();

    /** What FHIR can only say to be: mapped in spite of a negation it would say the opposite. */
    private static final Set<String> NEVER_DENIED =
            Set.of("encounter", "careteam", "note", "supply", "devices", "coverage");

    private EntryMaps() {}

    /** What came of the entry; an entry that no map knows is kept in the document and said to be. */
    static List<Reference> map(Entry entry) {
        var element = entry.element();
        if (isNothing(element)) {
            return List.of();
        }
        var name = name(entry);
        var map = name == null ? null : MAPS.get(name);
        if (name == null || map == null) {
            entry.translation()
                    .inform(
                            "not-supported",
                            element,
                            "There is no map for this entry; it is kept in the document only.");
            return List.of();
        }
        if (saysNothing(name, entry)) {
            entry.translation()
                    .inform("informational", element, "The entry names nothing; it is kept in the document only.");
            return List.of();
        }
        if (entry.isNegated() && NEVER_DENIED.contains(name)) {
            entry.translation()
                    .warn(
                            "business-rule",
                            element,
                            "The entry is negated, which its FHIR resource has no element for; it is kept in the document only.");
            return List.of();
        }
        return map.apply(entry);
    }

    /** Placeholders of empty sections: no code, no words, no time. */
    private static boolean saysNothing(String name, Entry entry) {
        var element = entry.element();
        var product = element.at("consumable", "manufacturedProduct");
        var material = product.child("manufacturedMaterial");
        return switch (name) {
            case "procedure", "planned", "encounter" ->
                isUnnamed(element.child("code"))
                        && NarrativeText.of(element.child("text"), entry.translation()) == null
                        && isTimeless(element.child("effectiveTime"));
            case "immunization", "medication", "plannedMedication" ->
                isUnnamed(material.child("code"))
                        && material.child("name").isAbsent()
                        && product.child("manufacturedLabeledDrug").isAbsent()
                        && NarrativeText.of(element.child("text"), entry.translation()) == null
                        && isTimeless(element.child("effectiveTime"))
                        && element.child("doseQuantity").attribute("value") == null
                        && element.child("rateQuantity").attribute("value") == null;
            case "family" -> isUnnamed(element.at("subject", "relatedSubject", "code"));
            default -> false;
        };
    }

    private static boolean isUnnamed(CdaElement code) {
        return code.attribute("code") == null
                && code.attribute("displayName") == null
                && code.child("originalText").isAbsent()
                && code.child("translation").isAbsent();
    }

    private static boolean isTimeless(CdaElement time) {
        return time.attribute("value") == null
                && time.child("low").attribute("value") == null
                && time.child("high").attribute("value") == null;
    }

    /** An entry that says of itself that it holds nothing. */
    private static boolean isNothing(CdaElement element) {
        return element.nullFlavor() != null
                && element.child("value").isAbsent()
                && element.children("entryRelationship").isEmpty()
                && element.children("component").isEmpty();
    }

    private static @Nullable String name(Entry entry) {
        var element = entry.element();
        if (CdToCodeableConcept.hasCode(element.child("code"), CdaConcepts.code("note"))
                && element.name().equals("act")) {
            return "note";
        }
        var name = byTemplate(element, false);
        if (name == null) {
            name = CodeMap.of("SectionEntries").target(entry.kind() + "/" + element.name());
        }
        return planned(name == null ? byTemplate(element, true) : name, element);
    }

    /** CCD 1.0, which C32 builds on, has one template for problems and allergies and one for drugs and vaccines: the section tells. */
    private static @Nullable String byTemplate(CdaElement element, boolean isGeneral) {
        var templates = CodeMap.of("EntryTemplates");
        for (var template : element.children("templateId")) {
            var root = template.attribute("root");
            var name = templates.target(root);
            if (name != null && root != null && root.startsWith(CCD) == isGeneral) {
                return name;
            }
        }
        return null;
    }

    /** What is only intended is a request, whatever its template is called; what is aimed at is a goal. */
    private static @Nullable String planned(@Nullable String name, CdaElement element) {
        if (name == null) {
            return null;
        }
        if (element.has("moodCode", "GOL")) {
            return "goal";
        }
        var isPlanned = element.attribute("moodCode") != null
                && !element.has("moodCode", "EVN")
                && !element.has("moodCode", "DEF");
        // CF-immunizations: "For INT, use the MedicationRequest resource."
        if (isPlanned && name.equals("immunization")) {
            return "plannedMedication";
        }
        return isPlanned && (name.equals("procedure") || name.equals("result") || name.equals("function"))
                ? "planned"
                : name;
    }

    private static Map<String, Function<Entry, List<Reference>>> maps() {
        var maps = new HashMap<String, Function<Entry, List<Reference>>>();
        maps.put("problemConcern", entry -> ProblemObservationToCondition.ofAct(entry, "problem-list-item"));
        maps.put("problem", EntryMaps::problem);
        maps.put("diagnosis", entry -> ProblemObservationToCondition.ofAct(entry, "encounter-diagnosis"));
        maps.put("procedureDiagnosis", entry -> ProblemObservationToCondition.ofAct(entry, "encounter-diagnosis"));
        maps.put("indication", EntryMaps::problem);
        maps.put("concern", ConcernToConditions::map);
        maps.put("allergyConcern", AllergyObservationToAllergyIntolerance::ofAct);
        maps.put("allergy", entry -> List.of(AllergyObservationToAllergyIntolerance.map(entry, CdaElement.absent())));
        maps.put("medication", EntryMaps::medication);
        maps.put("plannedMedication", entry -> List.of(MedicationActivityToMedicationRequest.map(entry)));
        maps.put("medicationAct", entry -> inner(entry, "substanceAdministration", EntryMaps::medication));
        maps.put("immunization", entry -> List.of(ImmunizationActivityToImmunization.map(entry)));
        maps.put("procedure", EntryMaps::procedure);
        maps.put("results", entry -> List.of(ResultOrganizerToDiagnosticReport.map(entry)));
        maps.put("result", entry -> List.of(ObservationToObservation.write(entry, "laboratory")));
        maps.put("vitals", VitalSignsOrganizerToObservations::map);
        maps.put("vital", entry -> List.of(ObservationToObservation.write(entry, "vital-signs")));
        maps.put("encounter", EncounterActivityToEncounter::map);
        maps.put("social", SocialHistoryToObservation::map);
        maps.put("family", entry -> List.of(FamilyHistoryToFamilyMemberHistory.map(entry)));
        maps.put("functions", entry -> components(entry, "observation", EntryMaps::function));
        maps.put("function", EntryMaps::function);
        maps.put("other", entry -> List.of(ObservationToObservation.write(entry, "exam")));
        maps.put("careteam", entry -> List.of(CareTeamOrganizerToCareTeam.map(entry)));
        maps.put("goal", entry -> List.of(GoalObservationToGoal.map(entry)));
        maps.put("planned", entry -> List.of(PlannedActToServiceRequest.map(entry)));
        maps.put("plannedSupply", entry -> List.of(PlannedActToServiceRequest.supply(entry)));
        maps.put("instruction", entry -> List.of(PlannedActToServiceRequest.map(entry)));
        maps.put("note", entry -> List.of(NoteActivityToDocumentReference.map(entry)));
        maps.put("supply", entry -> List.of(ProductInstanceToDevice.supply(entry)));
        maps.put("devices", EntryMaps::devices);
        maps.put("coverage", CoverageActivityToCoverage::map);
        maps.put("directive", AdvanceDirectiveToConsent::map);
        return Map.copyOf(maps);
    }

    private static List<Reference> problem(Entry entry) {
        var category = entry.kind().equals("diagnoses") ? "encounter-diagnosis" : "problem-list-item";
        return List.of(ProblemObservationToCondition.map(entry, CdaElement.absent(), category));
    }

    private static List<Reference> medication(Entry entry) {
        if (entry.kind().equals("administered") && entry.element().has("moodCode", "EVN")) {
            return List.of(MedicationActivityToMedicationAdministration.map(entry));
        }
        var request = MedicationActivityToMedicationRequest.map(entry);
        SupplyToMedicationDispense.write(entry, request);
        return List.of(request);
    }

    private static List<Reference> procedure(Entry entry) {
        var found = new ArrayList<Reference>();
        found.add(ProcedureActivityToProcedure.map(entry));
        if (entry.element().name().equals("observation")
                && entry.element().child("value").exists()
                && entry.element().child("value").nullFlavor() == null) {
            found.add(ObservationToObservation.write(entry, "procedure"));
        }
        return found;
    }

    private static List<Reference> function(Entry entry) {
        if (entry.element().hasTemplate("2.16.840.1.113883.10.20.22.4.68")
                || entry.element().hasTemplate("2.16.840.1.113883.10.20.22.4.73")) {
            return problem(entry);
        }
        return ScaleToObservation.map(entry);
    }

    private static List<Reference> devices(Entry entry) {
        var found = new ArrayList<>(components(entry, "supply", each -> List.of(ProductInstanceToDevice.supply(each))));
        found.addAll(components(entry, "procedure", EntryMaps::procedure));
        return found;
    }

    private static List<Reference> inner(Entry entry, String name, Function<Entry, List<Reference>> map) {
        var found = new ArrayList<Reference>();
        for (var each : Related.all(entry.element(), name)) {
            found.addAll(map.apply(entry.held(each)));
        }
        return found;
    }

    private static List<Reference> components(Entry entry, String name, Function<Entry, List<Reference>> map) {
        var found = new ArrayList<Reference>();
        for (var component : entry.element().children("component")) {
            for (var each : component.children(name)) {
                found.addAll(map.apply(entry.inner(each)));
            }
        }
        return found;
    }
}
