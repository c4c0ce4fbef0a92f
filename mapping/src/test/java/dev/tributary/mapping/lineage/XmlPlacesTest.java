package dev.tributary.mapping.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.Mapped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

/** Places of documents, and how they are tried several at a time. */
class XmlPlacesTest {

    private static final String DOCUMENT = """
            <?xml version="1.0"?>
            <!-- not a place: <id root="9"/> -->
            <ClinicalDocument xmlns="urn:hl7-org:v3">
              <templateId root="2.16.840"/>
              <id root="1.2" extension='a > b'/>
              <id root="1.3"/>
              <title>Summary</title>
              <component><section>
                <text><list><item>one</item><item>two</item></list></text>
                <entry typeCode="DRIV"><observation classCode="OBS"><value value="5"/></observation></entry>
                <entry><observation><value value="6"/><note>lost</note></observation></entry>
              </section></component>
            </ClinicalDocument>
            """;

    private static List<String> paths(String document) {
        return new XmlPlaces()
                .places(document.getBytes(StandardCharsets.UTF_8)).stream()
                        .map(Place::path)
                        .toList();
    }

    @Test
    void attributesAndTexts_areNamedByXPath() {
        assertThat(paths(DOCUMENT))
                .containsExactly(
                        "/ClinicalDocument/id[1]/@root",
                        "/ClinicalDocument/id[1]/@extension",
                        "/ClinicalDocument/id[2]/@root",
                        "/ClinicalDocument/title",
                        "/ClinicalDocument/component/section/text",
                        "/ClinicalDocument/component/section/entry[1]/observation/value/@value",
                        "/ClinicalDocument/component/section/entry[2]/observation/value/@value",
                        "/ClinicalDocument/component/section/entry[2]/observation/note");
    }

    @Test
    void brokenXml_givesWhatThereIs() {
        assertThat(paths("<a><b c=\"1\"")).containsExactly("/a/b/@c");
        assertThat(paths("</a></b><c>x</c>")).containsExactly("/c");
        assertThat(paths("no xml")).isEmpty();
    }

    /** Each entry's value becomes an Observation. */
    private static Mapped map(byte[] input) {
        var values = Pattern.compile("<value value=\"([^\"]*)\"").matcher(new String(input, StandardCharsets.UTF_8));
        var changes = new ArrayList<Change>();
        while (values.find()) {
            var observation = new Observation();
            observation.setId("o" + changes.size());
            observation.setValue(new StringType(values.group(1)));
            changes.add(Change.Write.whole(observation));
        }
        return new Mapped("C-CDA", null, changes, List.of());
    }

    @Test
    void entriesOfALargeDocument_areTriedTogetherAndToldApart() {
        var entry = "<entry><observation><value value=\"5\"/><note>a</note><note>b</note></observation></entry>";
        var document = ("<ClinicalDocument><id root=\"1\"/><component><section>" + entry.repeat(60)
                        + "</section></component></ClinicalDocument>")
                .getBytes(StandardCharsets.UTF_8);
        var runs = new AtomicInteger();
        Function<byte[], Mapped> counted = input -> {
            runs.incrementAndGet();
            return map(input);
        };
        var lineage = new LineageTracer(new XmlPlaces(), counted, 200L * document.length).trace(document);

        var path = "/ClinicalDocument/component/section/entry[7]/observation";
        assertThat(lineage.untried()).isZero();
        assertThat(runs.get()).isLessThan(lineage.places().size());
        assertThat(lineage.elements())
                .filteredOn(element -> element.path().equals("Observation[6].valueString"))
                .extracting(Lineage.Element::from)
                .containsExactly(List.of(path + "/value/@value"));
        assertThat(lineage.notCarried().map(Place::path))
                .contains(path + "/note[1]", path + "/note[2]")
                .doesNotContain(path + "/value/@value");
    }

    @Test
    void entriesOfASmallDocument_areTriedOneByOne() {
        var lineage = new LineageTracer(new XmlPlaces(), XmlPlacesTest::map, Long.MAX_VALUE)
                .trace(DOCUMENT.getBytes(StandardCharsets.UTF_8));

        assertThat(lineage.elements())
                .filteredOn(element -> element.path().equals("Observation[1].valueString"))
                .extracting(Lineage.Element::from)
                .containsExactly(List.of("/ClinicalDocument/component/section/entry[2]/observation/value/@value"));
    }
}
