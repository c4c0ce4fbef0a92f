package dev.tributary.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.hl7.fhir.r4.model.TestReport;
import org.hl7.fhir.r4.model.TestReport.TestReportActionResult;
import org.hl7.fhir.r4.model.TestReport.TestReportResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConformanceKitTest {
    @TempDir
    Path out;

    private final StringWriter console = new StringWriter();

    private int run(String... arguments) {
        CommandLine command = ConformanceKit.commandLine();
        command.setOut(new PrintWriter(console, true));
        command.setErr(new PrintWriter(console, true));
        return command.execute(arguments);
    }

    private int runOn(Fault fault) throws IOException {
        try (FakeFhirServer server = new FakeFhirServer(fault)) {
            return run(
                    "--url",
                    server.url(),
                    "--token",
                    FakeFhirServer.TOKEN,
                    "--out",
                    out.toString(),
                    "--check",
                    "core.metadata",
                    "--check",
                    "core.create",
                    "--check",
                    "mllp.ack");
        }
    }

    private TestReport testReport() throws IOException {
        return FhirContext.forR4Cached()
                .newJsonParser()
                .setParserErrorHandler(new StrictErrorHandler())
                .parseResource(TestReport.class, Files.readString(out.resolve("TestReport.json")));
    }

    @Test
    void exitsWith0_andWritesATestReportAndAPage_whenNothingFails() throws IOException {
        assertThat(runOn(Fault.NONE)).as(console.toString()).isZero();

        TestReport report = testReport();
        assertThat(report.getResult()).isEqualTo(TestReportResult.PASS);
        assertThat(report.getStatus()).isEqualTo(TestReport.TestReportStatus.COMPLETED);
        assertThat(report.hasTestScript()).isTrue();
        assertThat(report.getScore().intValue()).isEqualTo(100);
        assertThat(report.getTest())
                .extracting(t -> t.getName())
                .containsExactly("core.metadata", "core.create", "mllp.ack");
        assertThat(report.getTest())
                .allSatisfy(
                        test -> assertThat(test.getActionFirstRep().getAssert().hasResult())
                                .isTrue());
        assertThat(report.getTest().get(2).getActionFirstRep().getAssert().getResult())
                .isEqualTo(TestReportActionResult.SKIP);
        assertThat(Files.readString(out.resolve("index.html")))
                .contains("core.create", "R4-10", "2 passed", "needs the address of an MLLP listener")
                .doesNotContain("<script", "src=", "<link", FakeFhirServer.TOKEN);
        assertThat(console.toString()).contains("PASS  core.metadata", "2 passed, 0 failed, 1 skipped");
    }

    @Test
    void exitsWith1_andSaysWhatCame_whenACheckFails() throws IOException {
        assertThat(runOn(Fault.NO_LOCATION)).isEqualTo(1);
        assertThat(testReport().getResult()).isEqualTo(TestReportResult.FAIL);
        assertThat(testReport().getScore().intValue()).isEqualTo(50);
        assertThat(console.toString()).contains("FAIL  core.create", "header Location is missing");
        assertThat(Files.readString(out.resolve("TestReport.json"))).doesNotContain(FakeFhirServer.TOKEN);
    }

    @Test
    void exitsWith2_andSaysWhatToDo_whenUsedWrongly() {
        assertThat(run("--url", "localhost")).isEqualTo(2);
        assertThat(console.toString()).contains("give the FHIR base URL");
        assertThat(run("--url", "http://localhost/fhir", "--mllp", "2575")).isEqualTo(2);
        assertThat(console.toString()).contains("HOST:PORT");
        assertThat(run("--url", "http://localhost/fhir", "--check", "zz.")).isEqualTo(2);
        assertThat(console.toString()).contains("--list");
    }

    @Test
    void lists_checksWithTheirStatements() {
        assertThat(run("--url", "http://localhost/fhir", "--list")).isZero();
        assertThat(console.toString()).contains("core.transaction-atomic", "R4-01", "SB-14", "V2-09");
    }
}
