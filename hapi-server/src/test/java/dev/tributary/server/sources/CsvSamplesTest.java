package dev.tributary.server.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.mapping.csv.CsvFile;
import dev.tributary.mapping.csv.CsvMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Public samples of CSV feeds, which lie beside the checkout and not in it; skipped where they are missing. */
class CsvSamplesTest {

    private static final List<Path> PLACES = List.of(
            Path.of("../../../shared/samples/csv"),
            Path.of("../../shared/samples/csv"),
            Path.of("../shared/samples/csv"));
    private static final Source SOURCE = SourceCatalogue.read(Path.of("src/test/resources/samples/csv"), name -> null)
            .byId("prime")
            .orElseThrow();

    @BeforeAll
    static void samplesAreThere() {
        assumeTrue(samples().isPresent(), "no public samples beside the checkout");
    }

    private static Optional<Path> samples() {
        return PLACES.stream().filter(Files::isDirectory).findFirst();
    }

    private record Read(List<String> problems, List<Mapped> rows) {

        List<Resource> resources() {
            return rows.stream()
                    .flatMap(row -> row.changes().stream())
                    .map(change -> ((Change.Write) change).resource())
                    .toList();
        }

        <T> Stream<T> all(Class<T> type) {
            return resources().stream().filter(type::isInstance).map(type::cast);
        }

        List<String> errors() {
            return rows.stream()
                    .flatMap(row -> row.issues().stream())
                    .filter(issue -> issue.severity() == Issue.Severity.ERROR)
                    .map(issue -> issue.path() + ": " + issue.text())
                    .toList();
        }
    }

    private static Read read(String name, String feed) throws IOException {
        var declared = SOURCE.csv().get(feed);
        var rows = new ArrayList<Mapped>();
        try (var file =
                CsvFile.open(Files.newInputStream(samples().orElseThrow().resolve(name)), name, declared)) {
            if (file.problems().isEmpty()) {
                for (var entry = file.next(); entry != null; entry = file.next()) {
                    rows.add(CsvMapper.map(entry.content(), SOURCE.csv(), SOURCE.profile()));
                }
            }
            return new Read(file.problems(), rows);
        }
    }

    @Test
    void happyPath_isAllThere() throws IOException {
        var read = read("happy-path.csv", "simple");
        assertThat(read.errors()).isEmpty();
        assertThat(read.rows()).hasSize(7);
        assertThat(read.rows()).allSatisfy(row -> assertThat(row.issues()).isEmpty());
        assertThat(FhirContext.forR4Cached()
                        .newJsonParser()
                        .encodeResourceToString(read.resources().get(1)))
                .contains("\"effectiveDateTime\":\"2020-10-10T17:42:31+00:00\"")
                .contains("\"code\":\"260415000\"")
                .contains("\"coding\":[{\"system\":\"https://samples.example/test\",\"code\":\"covid-19\"}]");
        assertThat(read.all(Observation.class)
                        .map(each -> each.getValueCodeableConcept()
                                .getCodingFirstRep()
                                .getDisplay()))
                .containsExactly(
                        "Not detected",
                        "Not detected",
                        "Not detected",
                        "Detected",
                        "Not detected",
                        "Not detected",
                        "Detected");
    }

    @Test
    void aThousandLines_areRowsOfSevenPeople() throws IOException {
        var read = read("1001-lines.csv", "simple");
        assertThat(read.errors()).isEmpty();
        assertThat(read.rows()).hasSizeBetween(999, 1000);
        assertThat(new HashSet<>(read.all(Patient.class).map(Resource::getId).toList()))
                .hasSize(7);
    }

    @Test
    void whatIsNoRow_isRefusedAlone() throws IOException {
        assertThat(read("column-headers-only.csv", "simple").rows()).isEmpty();
        assertThat(read("column-headers-only.csv", "simple").problems()).isEmpty();
        assertThat(read("not-a-csv-file.csv", "simple").problems())
                .contains("The column first_name is missing. The file has: This is not a csv file..");
        assertThat(read("too-much-data.csv", "simple").errors())
                .containsExactly(
                        "too-much-data.csv, line 2: The row has 8 values and the header 7. A separator is too many"
                                + " or not quoted.");
    }

    @Test
    void quotedCommas_stayInTheirValue() throws IOException {
        var read = read("quoted-strings-with-embedded-commas.csv", "simple");
        assertThat(read.errors()).isEmpty();
        assertThat(read.all(Observation.class)
                        .map(each -> each.getPerformerFirstRep().getDisplay()))
                .containsExactly(
                        "Bob's Country Bunker Lab",
                        "Labs, Inc",
                        "'Labs Inc'",
                        "This Lab Name is Very Long with Lots of Spaces and Even\ta Tab Character In it.");
    }

    /** 31/01/2020 fits none of the declared patterns: guessing would turn other days into months. */
    @Test
    void weirdDates_areReadAsDeclaredOrRefused() throws IOException {
        var read = read("weird-dates.csv", "simple");
        assertThat(read.all(Observation.class)
                        .map(each -> each.getEffectiveDateTimeType().getValueAsString()))
                .hasSize(6)
                .containsOnly("2020-01-31");
        assertThat(read.errors())
                .singleElement()
                .asString()
                .startsWith("weird-dates.csv, line 5, column test_time: \"31/01/2020\" is no date");
    }

    @Test
    void wideReports_areCarriedOver() throws IOException {
        var read = read("simplereport.csv", "report");
        assertThat(read.problems()).isEmpty();
        assertThat(read.errors()).isEmpty();
        assertThat(read.rows()).hasSize(50);
        var fifth = read.all(Patient.class).toList().get(4);
        assertThat(FhirContext.forR4Cached().newJsonParser().encodeResourceToString(fifth))
                .contains("{\"family\":\"Beatty\",\"given\":[\"Margarito\"],\"suffix\":[\"IV\"]}")
                .contains("\"birthDate\":\"1943-05-31\"")
                .contains("{\"line\":[\"06074 Wesley Branch\"],\"city\":\"North Doramouth\",\"district\":\"Reeves\","
                        + "\"state\":\"AZ\",\"postalCode\":\"53468\"}")
                .contains("{\"url\":\"ombCategory\",\"valueCoding\":{\"system\":\"urn:oid:2.16.840.1.113883.6.238\","
                        + "\"code\":\"2131-1\",\"display\":\"Other Race\"}}");

        var other = read("sample-pdi-covid-19-nh.csv", "report");
        assertThat(other.errors()).isEmpty();
        assertThat(other.all(Observation.class)
                        .map(each -> each.getEffectiveDateTimeType().getValueAsString()))
                .containsExactly("2022-06-15T12:13:35+00:00");
    }
}
