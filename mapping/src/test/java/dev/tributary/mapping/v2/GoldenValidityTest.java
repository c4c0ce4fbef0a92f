package dev.tributary.mapping.v2;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.ElementMerge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.junit.jupiter.api.Test;

/** What is mapped is FHIR R4: every resource of every golden case, as the store would keep it, against the base specification. */
class GoldenValidityTest {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private static final Pattern FREE = Pattern.compile(
            "\"(id|reference|display|text|family|value|valueString|start|end|birthDate|line|city)\":\"[^\"]*\"");

    @Test
    void everyResource_isValidR4() throws IOException {
        var validator = validator();
        var faults = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var file : messages()) {
            for (var resource : resources(file)) {
                if (!seen.add(shape(resource))) {
                    continue;
                }
                validator.validateWithResult(resource).getMessages().stream()
                        .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                        .filter(message -> !isAboutTerminology(message.getMessage()))
                        .forEach(message -> faults.add(file.getParent().getFileName() + "/" + file.getFileName() + " "
                                + resource.fhirType() + " " + message.getLocationString() + ": "
                                + message.getMessage()));
            }
        }

        assertThat(faults).isEmpty();
    }

    /** Whom and what a resource is about says nothing of its validity: one of each shape is enough. */
    private static String shape(Resource resource) {
        return FREE.matcher(FHIR.newJsonParser().encodeResourceToString(resource))
                .replaceAll("\"$1\":\"\"");
    }

    /** The base has neither LOINC nor UCUM nor the sources' own code systems. */
    private static boolean isAboutTerminology(String message) {
        return message.contains("CodeSystem is unknown")
                || message.contains("Unknown code system")
                || message.contains("Error processing unit");
    }

    private static FhirValidator validator() {
        var chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR));
        var module = new FhirInstanceValidator(chain);
        module.setAnyExtensionsAllowed(true);
        module.setErrorForUnknownProfiles(false);
        module.setNoTerminologyChecks(false);
        module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        return FHIR.newValidator().registerValidatorModule(module);
    }

    private static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
            return files.filter(file -> file.toString().endsWith(".hl7"))
                    .sorted()
                    .toList();
        }
    }

    private static List<Resource> resources(Path file) throws IOException {
        return Fixtures.map(V2Reader.read(Files.readAllBytes(file), Fixtures.PROFILE)).changes().stream()
                .filter(Change.Write.class::isInstance)
                .map(Change.Write.class::cast)
                .map(write -> ElementMerge.carryForward(write.resource(), null, write.cleared()))
                .toList();
    }
}
