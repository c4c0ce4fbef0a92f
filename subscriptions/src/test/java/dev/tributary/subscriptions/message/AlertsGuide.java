package dev.tributary.subscriptions.message;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.UnknownCodeSystemWarningValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MetadataResource;
import org.hl7.fhir.utilities.npm.NpmPackage;

/** Validates messages against the packages of the guide and of those that it builds on; {@code -Dig.packages=<directory>} names where they are. */
public final class AlertsGuide {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final List<String> PACKAGES = List.of(
            "hl7.fhir.us.davinci-alerts-1.1.0.tgz",
            "hl7.fhir.us.davinci-hrex-1.2.0.tgz",
            "hl7.fhir.us.core-7.0.0.tgz",
            "local.vsac-shim-0.0.1.tgz");

    private static AlertsGuide loaded;

    private final FhirValidator validator;

    private AlertsGuide(FhirValidator validator) {
        this.validator = validator;
    }

    /** Null if the packages are not there. */
    public static synchronized AlertsGuide load() {
        if (loaded == null) {
            loaded = read();
        }
        return loaded;
    }

    private static AlertsGuide read() {
        Path directory = Stream.of(
                        System.getProperty("ig.packages", ""),
                        "../../shared/ig-packages",
                        "../../../shared/ig-packages")
                .filter(name -> !name.isEmpty())
                .map(Path::of)
                .filter(each -> PACKAGES.stream().allMatch(name -> Files.exists(each.resolve(name))))
                .findFirst()
                .orElse(null);
        if (directory == null) {
            return null;
        }
        PrePopulatedValidationSupport guides = new PrePopulatedValidationSupport(FHIR);
        PACKAGES.forEach(name -> read(directory.resolve(name), guides));
        UnknownCodeSystemWarningValidationSupport unknown = new UnknownCodeSystemWarningValidationSupport(FHIR);
        unknown.setNonExistentCodeSystemSeverity(ca.uhn.fhir.context.support.IValidationSupport.IssueSeverity.WARNING);
        ValidationSupportChain chain = new ValidationSupportChain(
                guides,
                new DefaultProfileValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR),
                new SnapshotGeneratingValidationSupport(FHIR),
                unknown);
        return new AlertsGuide(FHIR.newValidator().registerValidatorModule(new FhirInstanceValidator(chain)));
    }

    private static void read(Path file, PrePopulatedValidationSupport guides) {
        try (InputStream in = Files.newInputStream(file)) {
            NpmPackage npm = NpmPackage.fromPackage(in);
            for (String resource : npm.listResources("StructureDefinition", "ValueSet", "CodeSystem")) {
                guides.addResource(
                        (MetadataResource) FHIR.newJsonParser().parseResource(npm.load("package", resource)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails with every error, and the bundle. */
    public void assertValid(Bundle bundle) {
        String json = FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle);
        List<String> errors = validator.validateWithResult(json).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map((SingleValidationMessage message) -> message.getLocationString() + ": " + message.getMessage())
                .toList();
        assertThat(errors).as(json).isEmpty();
    }
}
