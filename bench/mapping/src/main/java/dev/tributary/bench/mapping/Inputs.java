package dev.tributary.bench.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is mapped: invented people, the segments that hospitals send, and a summary made of the mapping's own golden documents. */
final class Inputs {

    private static final int DOCUMENT_SIZE = 200_000;
    private static final String BODY = "<structuredBody>";
    private static final String BODY_END = "</structuredBody>";
    private static final String FRAME = "problems/active_with_translations_and_author.xml";

    private Inputs() {}

    /** An admission of 1.5 KB, which is the median of real ones with next of kin, allergies, diagnoses and insurance. */
    static byte[] admission() {
        return message(
                header("ADT^A01^ADT_A01"),
                "EVN|A01|20260110081200-0500||||20260110080000-0500",
                patient(),
                segment("PD1", Map.of(3, "Ashford Family Practice^^4711", 4, "99881^Brandt^Otto^^^Dr")),
                "NK1|1|Larkin^Paul|SPO^Spouse^HL70063|12 Mill Lane^^Ashford^CT^06278|^PRN^PH^^1^860^5550103||C^Emergency Contact^HL70131",
                visit(),
                segment("PV2", Map.of(3, "I21.9^Acute myocardial infarction^I10C")),
                "AL1|1|DA|7980^Penicillin G^RXNORM|SV|Hives~Swelling|20010501",
                "AL1|2|FA|^Peanut|MO|Rash",
                "DG1|1||I21.9^Acute myocardial infarction, unspecified^I10C||20260110|A",
                "DG1|2||I10^Essential hypertension^I10C||20260110|A",
                "GT1|1||Larkin^Paul||12 Mill Lane^^Ashford^CT^06278|^PRN^PH^^1^860^5550103||19790301|M||SPO^Spouse^HL70063",
                segment(
                        "IN1",
                        Map.of(
                                1,
                                "1",
                                2,
                                "PPO1^Blue PPO",
                                3,
                                "4410^^^NAIC",
                                4,
                                "Blue Mutual",
                                8,
                                "G-100",
                                12,
                                "20250101",
                                16,
                                "Larkin^Nora",
                                17,
                                "SEL^Self^HL70063",
                                36,
                                "POL-55")));
    }

    /** A result with that many numeric observations under one order. */
    static byte[] results(int observations) {
        var lines = new String[observations + 5];
        lines[0] = header("ORU^R01^ORU_R01");
        lines[1] = patient();
        lines[2] = visit();
        lines[3] = "ORC|RE|P4711^EHR|F4711^LAB||CM||||20260110070000-0500|||1740283779^Hale^Iris^^^Dr^MD^^NPI";
        lines[4] = segment(
                "OBR",
                Map.of(
                        1,
                        "1",
                        2,
                        "P4711^EHR",
                        3,
                        "F4711^LAB",
                        4,
                        "24323-8^Comprehensive metabolic panel^LN",
                        7,
                        "20260110071500-0500",
                        16,
                        "1740283779^Hale^Iris^^^Dr^MD^^NPI",
                        22,
                        "20260110093000-0500",
                        24,
                        "CH",
                        25,
                        "F"));
        for (var i = 0; i < observations; i++) {
            lines[i + 5] = "OBX|" + (i + 1) + "|NM|" + (2000 + i) + "-" + i % 10 + "^Analyte " + i + "^LN||" + (40 + i)
                    + "." + i % 10 + "|mg/dL^mg/dL^UCUM|30-" + (60 + i)
                    + "|N|||F|||20260110071500-0500||8821^Moor^Lee|||20260110085900-0500";
        }
        return message(lines);
    }

    /** A continuity of care document of 200 KB, half of it narrative: all golden sections, again and again with other ids. */
    static byte[] summary() {
        var folder = Path.of(System.getProperty("bench.repository", "."), "mapping/src/test/resources/ccda");
        try (var files = Files.walk(folder)) {
            var cases = files.filter(
                            file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".xml"))
                    .filter(file -> !file.startsWith(folder.resolve("header")))
                    .sorted()
                    .toList();
            var frame = Files.readString(folder.resolve(FRAME));
            var start = frame.indexOf(BODY) + BODY.length();
            return (frame.substring(0, start) + sections(cases) + frame.substring(frame.indexOf(BODY_END)))
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sections(List<Path> cases) throws IOException {
        var sections = new StringBuilder();
        for (var round = 0; sections.length() < DOCUMENT_SIZE; round++) {
            for (var i = 0; i < cases.size() && sections.length() < DOCUMENT_SIZE; i++) {
                var text = Files.readString(cases.get(i));
                if (text.contains(BODY)) {
                    var body = text.substring(text.indexOf(BODY) + BODY.length(), text.indexOf(BODY_END));
                    sections.append(
                            withNarrative(body).replace("extension=\"", "extension=\"" + round + "-" + i + "-"));
                }
            }
        }
        return sections.toString();
    }

    private static String withNarrative(String body) {
        var row =
                "<tr><td>Hemoglobin</td><td><content styleCode=\"Bold\">10.2</content> g/dL</td><td>2012-08-06</td></tr>";
        var table = "<table><tbody>" + row.repeat(body.length() / row.length()) + "</tbody></table></text>";
        return body.replace("</text><entry>", table + "<entry>");
    }

    private static String header(String trigger) {
        return "MSH|^~\\&|ADT1|RIVERSIDE|HUB|TRIBUTARY|20260110081500-0500||" + trigger + "|C0001|P|2.5.1";
    }

    private static String patient() {
        return segment(
                "PID",
                Map.of(
                        1,
                        "1",
                        3,
                        "M1001^^^RIVERSIDE^MR~123-45-6789^^^USSSA^SS",
                        5,
                        "Larkin^Nora^Jane^^Mrs^^L",
                        7,
                        "19800214",
                        8,
                        "F",
                        10,
                        "2106-3^White^CDCREC",
                        11,
                        "12 Mill Lane^Apt 4^Ashford^CT^06278^USA^H",
                        13,
                        "^PRN^PH^^1^860^5550101~^NET^Internet^nora.larkin@example.org",
                        15,
                        "en^English^ISO639",
                        22,
                        "2186-5^Not Hispanic or Latino^CDCREC"));
    }

    private static String visit() {
        return segment(
                "PV1",
                Map.of(
                        1,
                        "1",
                        2,
                        "I",
                        3,
                        "3W^301^A^RIVERSIDE",
                        4,
                        "E",
                        7,
                        "1740283779^Hale^Iris^^^Dr^MD^^NPI^L^^^NPI",
                        10,
                        "MED",
                        14,
                        "7",
                        19,
                        "V5001^^^RIVERSIDE^VN",
                        44,
                        "20260110080000-0500"));
    }

    private static String segment(String name, Map<Integer, String> fields) {
        var text = new StringBuilder(name);
        var at = 0;
        for (var field : new TreeMap<>(fields).entrySet()) {
            text.append("|".repeat(field.getKey() - at)).append(field.getValue());
            at = field.getKey();
        }
        return text.toString();
    }

    private static byte[] message(String... segments) {
        return (String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8);
    }
}
