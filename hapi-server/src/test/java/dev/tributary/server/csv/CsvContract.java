package dev.tributary.server.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.Answer;
import dev.tributary.server.Face;
import dev.tributary.server.HubUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;
import org.springframework.core.env.Environment;

/** Text files from the request or the folder to the record, on one database. */
abstract class CsvContract {

    private static final String SYSTEM = "https://registry.example/person";
    private static final String HEADER = "pid,surname,first,born,shoe\n";

    private final String number = UUID.randomUUID().toString().substring(0, 8);

    abstract HubUnderTest hub();

    private Answer post(String path, String file) {
        return hub().source("registry").send("POST", path, "text/csv", file);
    }

    private JsonNode settled(Face face, String job) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> face.get("/csv/jobs/" + job).expect(200).json(),
                        answer -> answer.path("state").asText().equals("done"));
    }

    private Patient patient(String pid) {
        return hub().reader().one(Patient.class, Face.identifier(SYSTEM, pid));
    }

    @Test
    void aFileThatIsTooLarge_isRefusedAndAmongTheJobs() {
        var name = "large-" + number + ".csv";
        post("/csv/people?file=" + name, HEADER + "x".repeat(2 << 20)).expect(413);

        assertThat(hub().source("registry").get("/csv/jobs").expect(200).json().path("jobs"))
                .filteredOn(job -> job.path("file").asText().equals(name))
                .singleElement()
                .satisfies(job -> {
                    assertThat(job.path("state").asText()).isEqualTo("refused");
                    assertThat(job.path("problems").toString()).contains("larger than", "hub.csv.max-file");
                });
    }

    @Test
    void aBadRowIsParked_andTheOthersGoThrough() {
        var file = HEADER + number + "a,Hale,Iris Ada,29.02.1980,38\n" + number + "b,\"Bad\nName\",Bob,31.02.1980,\n"
                + number + "c,TESTER,Tom,,\n" + number + "d,Dee,Dora,,\n";
        var answer = post("/csv/people?file=people-1.csv", file).expect(202);
        var job = answer.json();
        assertThat(answer.header("Location"))
                .isEqualTo("/csv/jobs/" + job.path("id").asText());
        assertThat(job.path("rows").asInt()).isEqualTo(4);
        assertThat(job.path("unread").toString()).isEqualTo("[\"shoe\"]");

        var done = settled(hub().source("registry"), job.path("id").asText());
        assertThat(done.path("messages").toString())
                .isEqualTo("{\"waiting\":0,\"applied\":2,\"parked\":1,\"filtered\":1}");
        assertThat(patient(number + "a").getNameFirstRep().getGivenAsSingleString())
                .isEqualTo("Iris Ada");
        assertThat(patient(number + "d").getNameFirstRep().getFamily()).isEqualTo("Dee");
        var parked = done.path("parkedRows").path(0);
        assertThat(parked.path("place").asText()).isEqualTo("people-1.csv:3");
        assertThat(parked.path("reason").asText())
                .isEqualTo("people-1.csv, line 3, column born: \"31.02.1980\" is no date of the form dd.MM.yyyy.");
        replays(parked.path("id").asText());

        var corrected = post("/csv/people?file=people-2.csv", HEADER + number + "b,Bad,Bob,28.02.1980,\n")
                .expect(202)
                .json();
        settled(hub().operator(), corrected.path("id").asText());
        assertThat(patient(number + "b").getBirthDateElement().getValueAsString())
                .isEqualTo("1980-02-28");
    }

    private void replays(String message) {
        hub().operator().post("/intake/messages/" + message + "/$replay").expect(202);
        var detail = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> hub().journal().detail(message),
                        found -> found.path("attempts").asInt() == 2);
        assertThat(detail.path("state").asText()).isEqualTo("failed");
        assertThat(detail.path("trigger").asText()).isEqualTo("people");
        assertThat(detail.path("raw").asText()).contains("\"Bad\nName\"").startsWith("#csv people 3 people-1.csv\n");
    }

    @Test
    void theSameFileAgain_isAppliedOnce() {
        var file = HEADER + number + "a,Hale,Iris,,\n" + number + "a,Hale,Iris,,\n";
        var first = post("/csv/people", file).expect(202).json();
        assertThat(first.path("duplicates").asInt()).isZero();
        settled(hub().operator(), first.path("id").asText());

        var again = post("/csv/people", file).expect(202).json();
        assertThat(again.path("rows").asInt()).isEqualTo(2);
        assertThat(again.path("duplicates").asInt()).isEqualTo(2);
        assertThat(again.path("state").asText()).isEqualTo("done");
        assertThat(patient(number + "a").getMeta().getVersionId()).isEqualTo("1");
    }

    @Test
    void aFileThatDoesNotFit_isRefusedByName() {
        assertThat(post("/csv/people", "pid;surname;first;born\n1;a;b;c\n")
                        .expect(400)
                        .body())
                .contains("The column pid is missing. The file has: pid;surname;first;born.");
        assertThat(post("/csv/nothing", HEADER).expect(404).body()).contains("It has: people.");
        hub().source("registry")
                .send("POST", "/csv/people", "application/json", "{}")
                .expect(415);
        hub().source("hospital").send("POST", "/csv/people", "text/csv", HEADER).expect(404);
        hub().reader().send("POST", "/csv/people", "text/csv", HEADER).expect(403);
        hub().operator().send("POST", "/csv/people", "text/csv", HEADER).expect(403);
        var empty = hub().operator()
                .send("POST", "/csv/people?source=registry", "text/csv; charset=windows-1252", HEADER)
                .expect(202)
                .json();
        assertThat(empty.path("state").asText()).isEqualTo("done");
        var id = empty.path("id").asText();
        hub().source("hospital").get("/csv/jobs/" + id).expect(404);
        assertThat(hub().source("registry").get("/csv/jobs").expect(200).body()).contains(id);
        assertThat(hub().source("hospital").get("/csv/jobs").expect(200).body()).isEqualTo("{\"jobs\":[]}");
    }

    @Test
    void aFileInTheFolder_isReadRowByRow() throws IOException {
        var folder = Path.of(hub().part(Environment.class).getRequiredProperty("hub.data-dir"), "registry");
        drop(folder, "people-" + number + ".csv", HEADER + number + "f,Folder,Fay,,\n");
        drop(folder, "other-" + number + ".csv", HEADER);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(folder.resolve("done/people-" + number + ".csv")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Files.exists(folder.resolve("failed/other-" + number + ".csv")));
        assertThat(Files.readString(folder.resolve("failed/other-" + number + ".csv.ack")))
                .contains("No feed of source registry takes files of this name.");
        Function<String, Boolean> isThere = pid -> !hub().reader()
                .search(Patient.class, Face.identifier(SYSTEM, pid))
                .isEmpty();
        await().atMost(Duration.ofSeconds(30)).until(() -> isThere.apply(number + "f"));
    }

    private static void drop(Path folder, String name, String content) throws IOException {
        Files.createDirectories(folder);
        var hidden = folder.resolve(name + ".tmp");
        Files.write(hidden, content.getBytes(StandardCharsets.UTF_8));
        Files.move(hidden, folder.resolve(name));
    }
}
