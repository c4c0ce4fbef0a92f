package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.HubCommand.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private int run(String... arguments) {
        var streams = new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8));
        return HubCommand.run(Map.of("HUB_DATA_DIR", directory.toString()), streams, arguments);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void generatedPeople_canBeTrainedOnAndEvaluated() throws IOException {
        assertThat(run("identity", "generate", "--people", "200", "--out", file("people.csv")))
                .isZero();
        assertThat(run("identity", "train", file("people.csv"), "--out", file("own.yaml")))
                .isZero();
        assertThat(run(
                        "identity",
                        "evaluate",
                        file("people.csv"),
                        "--model",
                        file("own.yaml"),
                        "--links",
                        file("links.csv"),
                        "--curve",
                        file("curve.svg")))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("precision", "blocking completeness", "own");
        assertThat(Files.readAllLines(directory.resolve("links.csv")))
                .first()
                .isEqualTo("id_1,id_2,probability,outcome");
        assertThat(Files.readString(directory.resolve("curve.svg"))).contains("<svg", "recall");
    }

    @Test
    void aTruthFile_saysWhoIsWho() throws IOException {
        Files.writeString(directory.resolve("p.csv"), """
                id,given,surname,dob,postcode
                a,Ann,Featherstone,1980-01-02,62701
                b,Ann,Featherstone,1980-01-02,62701
                """);
        Files.writeString(directory.resolve("t.csv"), "id_1,id_2\na,b\n");
        assertThat(run("identity", "evaluate", file("p.csv"), "--truth", file("t.csv"), "--curve", file("c.svg")))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern("recall, linked +1\\.0000");
    }

    @ParameterizedTest
    @CsvSource({"UTF-8,''", "UTF-8,\uFEFF", "UTF-16LE,\uFEFF", "UTF-16BE,\uFEFF", "windows-1252,''"})
    void filesAsProgramsOfManyKindsWriteThem_areRead(String charset, String mark) throws IOException {
        Files.writeString(directory.resolve("p.csv"), mark + """
                id,given,surname,dob,postcode
                a,Zoë,Müller,1980-01-02,62701
                b,Zoë,Müller,1980-01-02,62701
                """, Charset.forName(charset));
        Files.writeString(directory.resolve("t.csv"), mark + "id_1,id_2\na,b\n", Charset.forName(charset));
        assertThat(run("identity", "evaluate", file("p.csv"), "--truth", file("t.csv"), "--links", file("l.csv")))
                .isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("id is id", "surname is family");
        assertThat(Files.readString(directory.resolve("l.csv"))).contains("a,b,");
    }

    /** Figures of a truth that is of other records would be figures of nothing. */
    @Test
    void aTruthOfOtherRecords_isRefused_andWhatIsOddIsSaid() throws IOException {
        Files.writeString(directory.resolve("p.csv"), "id,given,surname\na,Ann,Fox\nb,Ann,Fox\na,Ann,Fox\n");
        Files.writeString(directory.resolve("other.csv"), "id_1,id_2\n7,8\n");
        Files.writeString(directory.resolve("more.csv"), "id_1,id_2\na,b\na,8\n");
        Files.writeString(directory.resolve("map.yaml"), "geb: birth-date\n");
        Files.writeString(directory.resolve("broken.yaml"), "{{\n");
        assertThat(run("identity", "evaluate", file("p.csv"), "--truth", file("other.csv")))
                .isEqualTo(1);
        assertThat(said()).contains("names no record of", "7");
        var curve = file("c.svg");
        assertThat(run(
                        "identity",
                        "evaluate",
                        file("p.csv"),
                        "--truth",
                        file("more.csv"),
                        "--columns",
                        file("map.yaml"),
                        "--curve",
                        curve))
                .isZero();
        assertThat(said()).contains("id a is on several lines", "1 ids of", "geb, which");
        assertThat(run("identity", "evaluate", file("p.csv"), "--columns", file("broken.yaml")))
                .isEqualTo(1);
        assertThat(run("identity", "evaluate", directory.toString())).isEqualTo(1);
        assertThat(said()).contains("broken.yaml: The mapping of columns", "is a directory");
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void withoutTruth_orFile_itSaysWhatToDo() throws IOException {
        Files.writeString(directory.resolve("p.csv"), "id,given\na,Ann\n");
        assertThat(run("identity", "evaluate", file("p.csv"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--truth");
        assertThat(run("identity", "evaluate", file("none.csv"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("none.csv does not exist");
    }
}
