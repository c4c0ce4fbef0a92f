package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.hl7.fhir.utilities.npm.NpmPackage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * CD-01, UC-04: where the document has the data, its resources keep to US Core 6.1.0. Skipped without the package, which is not part of
 * this repository. Codes are not looked up: there is no terminology server here.
 */
class CcdaUsCoreTest {

    private static final FhirContext FHIR = FhirContext.forR4();
    private static final Path PACKAGE = Path.of("../../shared/ig-packages/hl7.fhir.us.core-6.1.0.tgz");
    private static final Path ELSEWHERE = Path.of("../../../shared/ig-packages/hl7.fhir.us.core-6.1.0.tgz");
    private static final String US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-";
    private static final Map<String, String> PROFILES = Map.ofEntries(
            Map.entry("Patient", "patient"),
            Map.entry("AllergyIntolerance", "allergyintolerance"),
            Map.entry("MedicationRequest", "medicationrequest"),
            Map.entry("MedicationDispense", "medicationdispense"),
            Map.entry("Medication", "medication"),
            Map.entry("Immunization", "immunization"),
            Map.entry("Procedure", "procedure"),
            Map.entry("Encounter", "encounter"),
            Map.entry("DiagnosticReport", "diagnosticreport-lab"),
            Map.entry("DocumentReference", "documentreference"),
            Map.entry("Practitioner", "practitioner"),
            Map.entry("Organization", "organization"),
            Map.entry("Location", "location"),
            Map.entry("CareTeam", "careteam"),
            Map.entry("Goal", "goal"),
            Map.entry("Coverage", "coverage"),
            Map.entry("RelatedPerson", "relatedperson"),
            Map.entry("ServiceRequest", "servicerequest"),
            Map.entry("Specimen", "specimen"),
            Map.entry("Provenance", "provenance"));
    private static FhirValidator validator;

    @BeforeAll
    static void loadGuide() throws IOException {
        var file = Files.exists(PACKAGE) ? PACKAGE : ELSEWHERE;
        if (!Files.exists(file)) {
            return;
        }
        var guide = new PrePopulatedValidationSupport(FHIR);
        NpmPackage npm;
        try (var stream = Files.newInputStream(file)) {
            npm = NpmPackage.fromPackage(stream);
        }
        for (var name : npm.listResources("StructureDefinition")) {
            guide.addStructureDefinition(
                    FHIR.newJsonParser().parseResource(StructureDefinition.class, npm.load("package", name)));
        }
        var module = new FhirInstanceValidator(new ValidationSupportChain(
                guide,
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR),
                new SnapshotGeneratingValidationSupport(FHIR)));
        module.setNoTerminologyChecks(true);
        module.setErrorForUnknownProfiles(false);
        module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        validator = FHIR.newValidator().registerValidatorModule(module);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "problems/active_with_translations_and_author",
                "problems/no_known_problems_and_a_denied_one",
                "allergies/drug_with_reactions_severity_and_criticality",
                "allergies/none_known",
                "medications/prescription_with_dosage_supply_and_reason",
                "immunizations/given_with_lot_route_and_performer",
                "immunizations/refused",
                "procedures/with_site_performer_reason_and_place",
                "results/panel_with_ranges_interpretation_and_specimen",
                "results/comparators_ranges_and_absent_values",
                "vitals/blood_pressure_is_one_observation",
                "vitals/saturation_with_oxygen",
                "encounters/office_visit_with_diagnosis_and_place",
                "social/smoking_status",
                "careteam/two_members",
                "goals/measured_with_due_date",
                "plan/planned_procedure_observation_and_act",
                "notes/narrative_note",
                "payers/own_policy",
                "header/everything"
            })
    void resources_keepToUsCore(String name) throws IOException {
        assumeTrue(validator != null, "not validated: no " + PACKAGE);
        var raw = Files.readAllBytes(Path.of("src/test/resources/ccda/" + name + ".xml"));
        for (var entry : Documents.map(raw).toBundle().getEntry()) {
            var profile = profile(entry.getResource());
            if (profile != null) {
                var options = new ValidationOptions().addProfile(US_CORE + profile);
                var result = validator.validateWithResult(entry.getResource(), options);
                assertThat(result.getMessages().stream()
                                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                                .map(message -> message.getLocationString() + ": " + message.getMessage())
                                // A slice that a value set tells apart cannot be found without terminology.
                                .filter(message -> !message.contains("Slice 'Condition.category:us-core'")))
                        .as(profile + " of " + name)
                        .isEmpty();
            }
        }
    }

    private static String profile(Resource resource) {
        if (resource instanceof Condition condition) {
            return condition.getCategoryFirstRep().getCodingFirstRep().getCode().equals("encounter-diagnosis")
                    ? "condition-encounter-diagnosis"
                    : "condition-problems-health-concerns";
        }
        if (resource instanceof Observation observation) {
            return switch (observation.getCategoryFirstRep().getCodingFirstRep().getCode()) {
                case "laboratory" -> "observation-lab";
                case "vital-signs" -> "vital-signs";
                case "social-history" -> "simple-observation";
                default -> null;
            };
        }
        return PROFILES.get(resource.fhirType());
    }
}
