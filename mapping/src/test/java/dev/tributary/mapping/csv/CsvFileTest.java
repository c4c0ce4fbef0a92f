package dev.tributary.mapping.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("one of its tests measures the heap")
class CsvFileTest {

    private static Mapped map(CsvEntry entry) {
        return CsvMapper.map(
                entry.content(),
                Map.of("people", Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ','))),
                Feeds.PROFILE);
    }

    private static List<String> families(String text, Charset charset, byte... mark) throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.write(mark);
        bytes.write(text.getBytes(charset));
        var declared = mark.length > 0 || charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset;
        return Feeds.entries(bytes.toByteArray(), Feeds.patients(Feeds.layout(declared, ','))).stream()
                .map(CsvFileTest::map)
                .map(mapped -> ((Patient) ((Change.Write) mapped.changes().get(0)).resource())
                        .getNameFirstRep()
                        .getFamily())
                .toList();
    }

    /** A feed without a header would take any file for its own. */
    @Test
    void aFileOfNoNamedFeed_isReadByTheFeedWhoseHeaderItHas() throws IOException {
        var headless = Feeds.patients(new CsvLayout(StandardCharsets.UTF_8, ',', '"', false, 0, null, Set.of()));
        var feeds = Map.of("all", headless, "people", Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ',')));

        try (var file = CsvFile.fitting("pid,name\n1,Doe\n".getBytes(StandardCharsets.UTF_8), feeds)) {
            assertThat(file.next().content()).contains("Doe");
            assertThat(file.next()).isNull();
        }
        try (var file = CsvFile.fitting("1,Doe\n2,Roe\n".getBytes(StandardCharsets.UTF_8), feeds)) {
            assertThat(file.next().content()).contains("Doe");
            assertThat(file.next().content()).contains("Roe");
        }
    }

    @Test
    void charsets_areReadAsDeclaredOrAsTheirMarkSays() throws IOException {
        var text = "pid,name\n1,Köhler\n2,Œuvre\n";
        var expected = List.of("Köhler", "Œuvre");
        assertThat(families(text, StandardCharsets.UTF_8)).isEqualTo(expected);
        assertThat(families(text, Charset.forName("windows-1252"))).isEqualTo(expected);
        assertThat(families(text, StandardCharsets.UTF_8, (byte) 0xEF, (byte) 0xBB, (byte) 0xBF))
                .isEqualTo(expected);
        assertThat(families(text, StandardCharsets.UTF_16LE, (byte) 0xFF, (byte) 0xFE))
                .isEqualTo(expected);
        assertThat(families(text, StandardCharsets.UTF_16BE, (byte) 0xFE, (byte) 0xFF))
                .isEqualTo(expected);
        assertThat(families(text, StandardCharsets.UTF_16LE)).isEqualTo(expected);
        assertThat(families(text, StandardCharsets.UTF_16BE)).isEqualTo(expected);
    }

    @Test
    void bytesOfAnotherCharset_parkTheirRowOnly() throws IOException {
        var file = "pid,name\n1,Köhler\n2,Plain\n".getBytes(Charset.forName("windows-1252"));
        var entries = Feeds.entries(file, Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ',')));

        assertThat(map(entries.get(0)).issues())
                .singleElement()
                .satisfies(issue -> assertThat(issue.text()).contains("do not belong to the character set UTF-8"));
        assertThat(map(entries.get(1)).hasErrors()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void separators_areTheFeeds(String separator) throws IOException {
        var layout = Feeds.layout(StandardCharsets.UTF_8, separator.charAt(0));
        var entries = Feeds.entries(
                "pid,name\n1,\"a,b\"\n".replace(",", separator).getBytes(StandardCharsets.UTF_8),
                Feeds.patients(layout));

        var mapped = CsvMapper.map(entries.get(0).content(), Map.of("people", Feeds.patients(layout)), Feeds.PROFILE);
        assertThat(((Patient) ((Change.Write) mapped.changes().get(0)).resource())
                        .getNameFirstRep()
                        .getFamily())
                .isEqualTo("a" + separator + "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void lines_areThoseOfTheFile(String end) throws IOException {
        var file =
                String.join(end, "pid,name", "", "1,\"Two", "lines\"", "2,One", "3,\"with \"\"quotes\"\"\"", ",", "");
        var entries = Feeds.entries(file);

        assertThat(entries).extracting(CsvEntry::place).containsExactly("people.csv:3", "people.csv:5", "people.csv:6");
        assertThat(entries)
                .allSatisfy(entry -> assertThat(map(entry).hasErrors()).isFalse());
        assertThat(entries.get(0).text()).contains("\"Two" + end + "lines\"");
    }

    @Test
    void aQuoteThatIsNeverClosed_spoilsItsOwnLineOnly() throws IOException {
        var entries = Feeds.entries("pid,name\n1,\"Open\n2,Good\n3,\"Also good\"\n4,\"Last\n");

        assertThat(entries)
                .extracting(CsvEntry::place)
                .containsExactly("people.csv:2", "people.csv:3", "people.csv:4", "people.csv:5");
        assertThat(entries).extracting(entry -> map(entry).hasErrors()).containsExactly(true, false, false, true);
        assertThat(map(entries.get(0)).issues().get(0).path()).isEqualTo("people.csv, line 2");
    }

    @Test
    void rowsOfAGroup_areOneMessage() throws IOException {
        var feed = Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ','), "pid");
        var entries = Feeds.entries("pid,name\n1,a\n1,b\n2,c\n1,\"x\" y\n1,d\n".getBytes(StandardCharsets.UTF_8), feed);

        assertThat(entries)
                .extracting(CsvEntry::lines)
                .containsExactly(List.of(2L, 3L), List.of(4L), List.of(5L), List.of(6L));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "''#The file is empty.",
                "This is no text file#The column pid is missing. The file has: This is no text file.",
                "PID,p_id,Name,other#",
                "pid,n_a_m_e#The column name is missing; there is n_a_m_e, which looks like it.",
                "pid,name,PID#The column PID is there twice.",
            })
    void aHeaderThatDoesNotFit_isRefusedByName(String header, String problem) throws IOException {
        try (var file = CsvFile.open(
                new ByteArrayInputStream(header.getBytes(StandardCharsets.UTF_8)),
                "x.csv",
                Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ',')))) {
            if (problem == null) {
                assertThat(file.problems()).isEmpty();
                assertThat(file.unread()).containsExactly("p_id", "other");
                assertThat(file.next()).isNull();
            } else {
                assertThat(file.problems()).anySatisfy(text -> assertThat(text).startsWith(problem));
            }
        }
    }

    @Test
    void whatTheFileHasAndNobodyReads_isToldOncePerRow() throws IOException {
        var mapped = map(Feeds.entries("pid,name,shoe\n1,a,38\n").get(0));
        assertThat(mapped.issues())
                .containsExactly(Issue.information(
                        "not-supported",
                        "people.shoe",
                        "The value is kept in the row only; nothing reads this column."));
    }

    @Test
    void aFeedThatIsGone_isSaid() {
        var entry = new CsvEntry("gone", "x.csv", List.of(2L), "pid\n1\n", "");
        assertThat(map(entry).issues().get(0).text()).contains("declares no feed gone any more");
        assertThat(CsvMapper.map("nonsense", Map.of(), Feeds.PROFILE).hasErrors())
                .isTrue();
    }

    /** Rows are made and mapped while they are read: neither the file nor its rows are ever in memory. {@code -Dcsv.rows=1000000}. */
    @Test
    void aLongFile_isReadAndMappedInBoundedMemory() throws IOException {
        var rows = Integer.getInteger("csv.rows", 50_000);
        var feed = Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ','));
        var begin = System.nanoTime();
        var usedBefore = 0L;
        var most = 0L;
        var count = 0;
        try (var file = CsvFile.open(new Endless(rows), "long.csv", feed)) {
            for (var entry = file.next(); entry != null; entry = file.next()) {
                assertThat(map(entry).changes()).hasSize(1);
                if (++count % (rows / 5) == 0) {
                    var used = used();
                    usedBefore = usedBefore == 0 ? used : usedBefore;
                    most = Math.max(most, used - usedBefore);
                }
            }
            assertThat(file.rows()).isEqualTo((long) rows);
        }
        System.out.printf(
                Locale.ROOT,
                "%d rows read and mapped: %.0f a second, %d KB more on the heap than after the first fifth%n",
                rows,
                rows * 1e9 / (System.nanoTime() - begin),
                most >> 10);
        assertThat(count).isEqualTo(rows);
        assertThat(most).isLessThan(8L << 20);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** What no converter can make a time of parks its row, and the issue says where. */
    @Test
    void aTimeThatNobodyCanGoBy_parksItsRow() throws IOException {
        var plain = Feeds.patients(Feeds.layout(StandardCharsets.UTF_8, ','));
        var feed = new CsvFeed(
                plain.name(),
                null,
                plain.layout(),
                plain.zone(),
                plain.columns(),
                plain.extra(),
                List.of(),
                List.of(),
                plain.resources(),
                Feeds.rule("Patient.name[0].text", "name"));
        var entry = Feeds.entries("pid,name\n1,2026-02-30\n".getBytes(StandardCharsets.UTF_8), feed)
                .get(0);

        var mapped = CsvMapper.map(entry.content(), Map.of("people", feed), Feeds.PROFILE);
        assertThat(mapped.changes()).isEmpty();
        assertThat(mapped.issues()).singleElement().satisfies(issue -> {
            assertThat(issue.path()).isEqualTo("people.csv, line 2, column name");
            assertThat(issue.text()).startsWith("\"2026-02-30\" is no time to go by");
        });
    }

    /** Never throws, never hangs, and accounts for every line. Seed 1 to 300. */
    @Test
    void anyBytes_areReadToTheirEnd() throws IOException {
        var alphabet = "1a,\"\n\r; \u00fc\0\"\"";
        for (var seed = 1; seed <= 300; seed++) {
            var random = new Random(seed);
            var file = new StringBuilder("pid,name\n");
            for (var i = random.nextInt(400); i > 0; i--) {
                file.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (var entry : Feeds.entries(file.toString())) {
                var mapped = map(entry);
                assertThat(mapped.hasErrors() || !mapped.changes().isEmpty())
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    private static final class Endless extends InputStream {

        private final int rows;
        private int row;
        private byte[] line = "pid,name\n".getBytes(StandardCharsets.UTF_8);
        private int at;

        Endless(int rows) {
            this.rows = rows;
        }

        @Override
        public int read() {
            if (at == line.length) {
                if (row == rows) {
                    return -1;
                }
                line = (row++ + ",\"Name of somebody " + "x".repeat(100) + "\"\n").getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            return line[at++];
        }
    }
}
