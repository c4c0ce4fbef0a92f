package dev.tributary.mapping.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.lineage.Lineage;
import dev.tributary.mapping.lineage.LineageTracer;
import dev.tributary.mapping.lineage.Place;
import dev.tributary.mapping.template.ValueCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lineage of rows: which column gave which element. */
class CsvPlacesTest {

    private static final CsvLayout COMMAS = Feeds.layout(StandardCharsets.UTF_8, ',');

    private static Lineage trace(String file, CsvFeed feed) throws IOException {
        var feeds = Map.of("people", feed);
        var entry = Feeds.entries(file.getBytes(StandardCharsets.UTF_8), feed).get(0);
        return new LineageTracer(
                        new CsvPlaces(feeds), input -> CsvMapper.map(input, feeds, Feeds.PROFILE), Long.MAX_VALUE)
                .trace(entry.content().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> from(Lineage lineage, String element) {
        return lineage.elements().stream()
                .filter(each -> each.path().equals(element))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + element + " in " + lineage.elements()))
                .from();
    }

    @Test
    void anElement_namesTheColumnItCameFrom() throws IOException {
        var lineage = trace("pid,name,shoe\n7,\"Köhler, \"\"K\"\"\",38\n", Feeds.patients(COMMAS));

        assertThat(from(lineage, "Patient.name[0].family")).containsExactly("people.name");
        assertThat(from(lineage, "Patient.identifier[0].value")).containsExactly("people.pid");
        assertThat(from(lineage, "Patient.id")).containsExactly("people.pid");
        assertThat(lineage.places()).extracting(use -> use.place().value()).containsExactly("7", "Köhler, \"K\"", "38");
        assertThat(lineage.notCarried().map(Place::path)).containsExactly("people.shoe");
    }

    @Test
    void rowsOfAGroup_areToldApart_andAliasesHaveTheFeedsName() throws IOException {
        var feed = Feeds.patients(COMMAS, "pid");
        var lineage = trace("PID,Name\r\n1,a\r\n1,\"b\r\nc\"\r\n", feed);

        assertThat(lineage.places())
                .extracting(use -> use.place().path())
                .containsExactly("people.pid", "people.name", "people[2].pid", "people[2].name");
        assertThat(from(lineage, "Patient.name[0].family")).contains("people[2].name");
    }

    @Test
    void columnsOfFixedWidth_keepTheirPlaces() throws IOException {
        var layout = new CsvLayout(StandardCharsets.UTF_8, CsvLayout.FIXED_WIDTH, null, false, 0, null, Set.of());
        var plain = Feeds.patients(layout);
        var feed = new CsvFeed(
                "people",
                null,
                layout,
                plain.zone(),
                List.of(
                        new Column("name", List.of(), false, false, ValueCheck.ANY, 1, 8),
                        new Column("pid", List.of(), false, false, ValueCheck.ANY, 9, 12)),
                plain.extra(),
                List.of(),
                List.of(),
                plain.resources(),
                null);
        var lineage = trace("Köhler  0042\n", feed);

        assertThat(from(lineage, "Patient.name[0].family")).containsExactly("people.name");
        assertThat(from(lineage, "Patient.identifier[0].value")).containsExactly("people.pid");
        // A value that fills its column has no room for one letter more.
        assertThat(from(trace("Schröder0042\n", feed), "Patient.name[0].family"))
                .containsExactly("people.name");
    }

    @Test
    void whatIsNoRow_hasNoPlaces() {
        var places = new CsvPlaces(Map.of("people", Feeds.patients(COMMAS)));

        assertThat(places.places("pid,name\n1,a\n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(places.places(new byte[] {(byte) 0xFF, 0})).isEmpty();
        assertThat(places.places("#csv gone 2 x.csv\npid\n1\n".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
