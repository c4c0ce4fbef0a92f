package dev.tributary.mapping.ccda;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes of a document is valid FHIR R4. */
class CcdaValidityTest {

    private static final FhirContext FHIR = FhirContext.forR4();
    private static final FhirValidator VALIDATOR = validator();

    static List<Path> documents() throws IOException {
        return Documents.all();
    }

    private static FhirValidator validator() {
        var support = new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR));
        var module = new FhirInstanceValidator(support);
        // Codes of SNOMED CT, LOINC and others cannot be looked up here; extensions of US Core neither.
        module.setErrorForUnknownProfiles(false);
        module.setAnyExtensionsAllowed(true);
        module.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        return FHIR.newValidator().registerValidatorModule(module);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyResource_isValid(Path file) throws IOException {
        for (var entry : Documents.map(Files.readAllBytes(file)).toBundle().getEntry()) {
            if (entry.getResource() instanceof Binary) {
                continue;
            }
            var result = VALIDATOR.validateWithResult(entry.getResource());
            assertThat(result.getMessages().stream()
                            .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                            .map(message -> message.getLocationString() + ": " + message.getMessage()))
                    .as(entry.getResource().fhirType() + " of " + file)
                    .isEmpty();
        }
    }
}
