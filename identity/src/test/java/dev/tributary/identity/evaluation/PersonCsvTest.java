package dev.tributary.identity.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonCsvTest {

    private static PersonCsv read(String csv) throws IOException {
        return PersonCsv.read(new StringReader(csv), Map.of());
    }

    @ParameterizedTest
    @CsvSource({
        "Date of Birth,BIRTH_DATE",
        "DOB,BIRTH_DATE",
        "soc_sec_id,NATIONAL_ID",
        "NHS Number,NATIONAL_ID",
        "SSN,NATIONAL_ID",
        "MRN,RECORD_NUMBER",
        "Last Name,FAMILY",
        "surname,FAMILY",
        "first_name,GIVEN",
        "Vorname,GIVEN",
        "ZIP Code,POSTCODE",
        "suburb,CITY",
        "address_1,STREET",
        "street_number,STREET_NUMBER",
        "rec_id,ID",
    })
    void usualHeaders_areRecognised(String header, Column column) {
        assertThat(Column.of(header)).contains(column);
    }

    @Test
    void separatorsMarksAndQuotes_areUnderstood() throws IOException {
        var csv = read("\ufeffid;first;last;colour\n1;\"Ann; M.\";Miller;red\n");
        assertThat(csv.columns()).containsEntry("first", Column.GIVEN);
        assertThat(csv.ignored()).containsExactly("colour");
        assertThat(csv.rows().get(0).value(Column.GIVEN)).isEqualTo("Ann; M.");
    }

    @Test
    void aMapping_outranksRecognition() throws IOException {
        var mapping = ColumnMapping.parse("geb_dat: birth-date\nfamily: nn\n");
        var csv = PersonCsv.read(new StringReader("id,geb_dat,nn\n1,1980-01-02,Miller\n"), mapping);
        assertThat(csv.rows().get(0).value(Column.BIRTH_DATE)).isEqualTo("1980-01-02");
        assertThat(csv.rows().get(0).value(Column.FAMILY)).isEqualTo("Miller");
    }

    @Test
    void aFileWithoutKnownColumns_isRefused() {
        assertThatThrownBy(() -> read("a,b\n1,2\n")).hasMessageContaining("--columns");
        assertThatThrownBy(() -> read("")).hasMessageContaining("empty");
    }

    @ParameterizedTest
    @CsvSource({
        "19420127,1942-01-27",
        "1942-01-27,1942-01-27",
        "27/01/1942,1942-01-27",
        "27.1.1942,1942-01-27",
        "27 Jan 1942,1942-01-27",
        "19421327,1942",
        "19420231,1942-02",
        "1942,1942",
        "soon,''",
    })
    void dates_areReadAsTheyAreWritten(String written, String date) {
        assertThat(RowDates.of(List.of()).fhir(written)).isEqualTo(date);
    }

    @Test
    void whetherTheMonthComesFirst_isDecidedByTheWholeColumn() {
        var rows = List.of(
                new PersonRow("1", Map.of(Column.BIRTH_DATE, "03/25/1980")),
                new PersonRow("2", Map.of(Column.BIRTH_DATE, "03/04/1980")));
        assertThat(RowDates.of(rows).fhir("03/04/1980")).isEqualTo("1980-03-04");
    }

    @Test
    void truth_isReadAsPairsOrClusters() throws IOException {
        var rows = List.of(new PersonRow("a", Map.of()), new PersonRow("b", Map.of()), new PersonRow("c", Map.of()));
        assertThat(Truth.read(new StringReader("id_1,id_2\na,c\n")).persons(rows))
                .containsExactly(0, 1, 0);
        assertThat(Truth.read(new StringReader("rec_id,cluster\na,7\nb,8\nc,7\n"))
                        .persons(rows))
                .containsExactly(0, 1, 0);
    }

    @Test
    void febrlRecordIds_tellWhoIsWho() {
        var rows = List.of(
                new PersonRow("rec-1-org", Map.of()),
                new PersonRow("rec-2-org", Map.of()),
                new PersonRow("rec-1-dup-0", Map.of()));
        assertThat(Truth.of(rows).orElseThrow().persons(rows)).containsExactly(0, 1, 0);
    }
}
