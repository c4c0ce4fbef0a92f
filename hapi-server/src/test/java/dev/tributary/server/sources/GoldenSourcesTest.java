package dev.tributary.server.sources;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.csv.CsvFile;
import dev.tributary.mapping.csv.CsvMapper;
import dev.tributary.mapping.v2.Reading;
import dev.tributary.mapping.v2.V2Mapper;
import dev.tributary.mapping.v2.V2Reader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code golden/} holds a source's file and what the source sends; beside each input lie its resources and what the reader is
 * told. {@code -Dgolden.write=true} writes what is now the outcome; read the difference before committing.
 */
class GoldenSourcesTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.walk(GOLDEN)) {
            return files.filter(file -> file.toString().matches(".*/(csv/.*/[a-z-]+\\.(csv|txt)|customise/.*\\.hl7)"))
                    .filter(file -> !file.toString().endsWith(".notes.txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void input_givesItsResourcesAndNotes(Path input) throws IOException {
        var notes = new ArrayList<String>();
        var bundle = mapAll(input, notes);
        compare(
                Path.of(input + ".json"),
                FHIR.newJsonParser().setPrettyPrint(true).encodeResourceToString(bundle));
        compare(Path.of(input + ".notes.txt"), String.join("\n", notes));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void sameInput_givesTheSameIds(Path input) throws IOException {
        assertThat(ids(mapAll(input, new ArrayList<>()))).isEqualTo(ids(mapAll(input, new ArrayList<>())));
    }

    private static List<String> ids(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getFullUrl)
                .toList();
    }

    /**
     * Terminology apart, which the base package holds in part only. Loading R4's definitions takes long, so this runs when outcomes are
     * written: what is compared afterwards is what was valid then.
     */
    @Test
    @EnabledIfSystemProperty(named = "golden.write", matches = "true")
    void whatIsMade_isValidR4() throws IOException {
        var support = new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR));
        var instances = new FhirInstanceValidator(support);
        instances.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
        instances.setErrorForUnknownProfiles(false);
        var validator = FHIR.newValidator().registerValidatorModule(instances);
        for (var input : inputs()) {
            for (var entry : mapAll(input, new ArrayList<>()).getEntry()) {
                assertThat(errors(validator, entry)).as(input.toString()).isEmpty();
            }
        }
    }

    private static List<String> errors(FhirValidator validator, Bundle.BundleEntryComponent entry) {
        return validator.validateWithResult(entry.getResource()).getMessages().stream()
                .filter(message -> message.getSeverity() == ResultSeverityEnum.ERROR
                        || message.getSeverity() == ResultSeverityEnum.FATAL)
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .filter(text -> !text.contains("CodeSystem") && !text.contains("code system"))
                .toList();
    }

    private static Source source(Path folder) throws IOException {
        var catalogue = SourceCatalogue.read(folder, name -> null);
        assertThat(catalogue.problems()).as(folder.toString()).isEmpty();
        return catalogue.sources().get(0);
    }

    private static Bundle mapAll(Path input, List<String> notes) throws IOException {
        var source = source(input.getParent());
        var all = new Bundle().setType(Bundle.BundleType.TRANSACTION);
        if (input.toString().endsWith(".hl7")) {
            add(v2(input, source), "", all, notes);
        } else {
            csv(input, source, all, notes);
        }
        return all;
    }

    private static Mapped v2(Path input, Source source) throws IOException {
        var reading = (Reading.Readable) V2Reader.read(Files.readAllBytes(input), source.profile());
        return V2Mapper.map(reading.message(), reading.header(), source.profile());
    }

    private static void csv(Path input, Source source, Bundle all, List<String> notes) throws IOException {
        var feed = source.csv().values().iterator().next();
        try (var file =
                CsvFile.open(Files.newInputStream(input), input.getFileName().toString(), feed)) {
            file.problems().forEach(problem -> notes.add("REFUSED " + problem));
            file.unread().forEach(column -> notes.add("UNREAD " + column));
            if (!file.problems().isEmpty()) {
                return;
            }
            for (var entry = file.next(); entry != null; entry = file.next()) {
                add(CsvMapper.map(entry.content(), source.csv(), source.profile()), entry.place(), all, notes);
            }
        }
    }

    private static void add(Mapped mapped, String place, Bundle all, List<String> notes) {
        mapped.toBundle().getEntry().forEach(all::addEntry);
        notes.add((place + " " + mapped.trigger()
                        + (mapped.isFiltered() ? " filtered" : mapped.hasErrors() ? " failed" : " applied")
                        + (mapped.occurred() == null ? "" : " " + mapped.occurred()))
                .strip());
        mapped.issues()
                .forEach(issue -> notes.add(
                        "  " + issue.severity() + " " + issue.code() + " " + issue.path() + ": " + issue.text()));
    }

    private static void compare(Path expected, String actual) throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual + "\n");
        }
        assertThat(actual.strip())
                .isEqualTo(Files.readString(expected, StandardCharsets.UTF_8).strip());
    }
}
