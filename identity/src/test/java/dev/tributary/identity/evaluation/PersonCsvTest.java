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
        "Patient First Name,GIVEN",
        "PAT_DOB,BIRTH_DATE",
        "patient_zip_code,POSTCODE",
        "Straße,STREET",
        "Prénom,GIVEN",
        "PatientID,RECORD_NUMBER",
        "Phone No.,PHONE",
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
        "1942/1/27,1942-01-27",
        "19420127.0,1942-01-27",
        "27-JAN-42,1942-01-27",
        "'January 27, 1942',1942-01-27",
        "27th January 1942,1942-01-27",
        "1942-Jan-27,1942-01-27",
        "27/01/1942 00:00,1942-01-27",
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

    /** Eight digits with the year last: 04031980 is in no year 403. */
    @Test
    void theYearComesLast_ifTheWholeColumnSaysSo() {
        var rows = List.of(
                new PersonRow("1", Map.of(Column.BIRTH_DATE, "03251980")),
                new PersonRow("2", Map.of(Column.BIRTH_DATE, "03041980")));
        assertThat(RowDates.of(rows).fhir("03041980")).isEqualTo("1980-03-04");
    }

    /** Of "index" and "rec_id" the truth means the latter; numbers that no two lines share name lines, not people. */
    @Test
    void ids_areFoundInAnyPlace() throws IOException {
        var csv = read("index,surname,rec_id\n0,Miller,rec-1-org\n");
        assertThat(csv.rows().get(0).id()).isEqualTo("rec-1-org");
        assertThat(csv.ignored()).containsExactly("index");
        var numbered = read("surname,patient_id\nMiller,p1\nMiller,p2\n").rows().get(1);
        assertThat(read(",surname,patient_id\n0,Miller,p1\n1,Miller,p2\n")
                        .rows()
                        .get(1)
                        .id())
                .isEqualTo("p2");
        assertThat(numbered.id()).isEqualTo("p2");
        assertThat(numbered.value(Column.RECORD_NUMBER)).isEmpty();
    }

    @Test
    void birthDates_inThreeColumns() throws IOException {
        var rows = read("id,birth_day,birth_month,birth_year\n1,27,1,1942\n").rows();
        assertThat(new RowToPatient(rows)
                        .patient(rows.get(0))
                        .getBirthDateElement()
                        .getValueAsString())
                .isEqualTo("1942-01-27");
    }

    @Test
    void aBrokenQuote_isToldWithItsLine() {
        assertThatThrownBy(() -> read("id,surname\n1,Miller\n2,\"O\"Brien\n")).hasMessageContaining("Line 3");
    }

    @Test
    void truthFiles_areSeparatedAndLabelledInManyWays() throws IOException {
        var rows = List.of(new PersonRow("a", Map.of()), new PersonRow("b", Map.of()), new PersonRow("c", Map.of()));
        assertThat(Truth.read(new StringReader("\ufeffid_1;id_2;match\na;b;0\na;c;1\n"))
                        .persons(rows))
                .containsExactly(0, 1, 0);
        assertThat(Truth.read(new StringReader("cluster_id\trecord\n7\ta\n8\tb\n7\tc\n"))
                        .persons(rows))
                .containsExactly(0, 1, 0);
        assertThat(Truth.read(new StringReader("label,id1,id2\n1,a,c\n")).persons(rows))
                .containsExactly(0, 1, 0);
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

    /** Each facility numbers anew, so that no two lines share a number: that they differ is no evidence against one person. */
    @Test
    void recordNumbersThatNoTwoLinesShare_areNotUsed() throws IOException {
        var apart = read("id,given,family,mrn\n1,Ann,Miller,4711\n2,Anne,Miller,4712\n3,Bob,Smith,\n");
        assertThat(apart.ignored()).containsExactly("mrn");
        assertThat(apart.rows()).allMatch(row -> row.value(Column.RECORD_NUMBER).isEmpty());
        var shared = read("id,given,family,mrn\n1,Ann,Miller,4711\n2,Anne,Miller,4711\n3,Bob,Smith,4713\n");
        assertThat(shared.columns()).containsEntry("mrn", Column.RECORD_NUMBER);
    }
}
