package dev.tributary.conformance;

import ca.uhn.fhir.parser.IParser;
import dev.tributary.conformance.report.CheckResult;
import dev.tributary.conformance.report.HtmlPage;
import dev.tributary.conformance.report.Outcome;
import dev.tributary.conformance.report.Report;
import dev.tributary.conformance.report.Table;
import dev.tributary.conformance.report.TestReports;
import dev.tributary.conformance.scene.Check;
import dev.tributary.conformance.scene.Fhir;
import dev.tributary.conformance.scene.NationalId;
import dev.tributary.conformance.scene.Role;
import dev.tributary.conformance.scene.Target;
import dev.tributary.conformance.scene.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The kit's command line. Exit code 0: nothing failed; 1: a check failed; 2: wrong use. */
@Command(
        name = "conformance",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Checks any FHIR R4 server, over HTTP and HL7 v2, and writes a TestReport and a page.")
public final class ConformanceKit implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--url", description = "FHIR base URL, such as http://127.0.0.1:8080/fhir")
    private String url = "";

    @Option(names = "--token", description = "Bearer token for every role without one of its own")
    private @Nullable String token;

    @Option(names = "--source-token", description = "Token of a source that writes FHIR; marks the target an exchange")
    private @Nullable String sourceToken;

    @Option(names = "--other-source-token", description = "Token of a second source that writes FHIR")
    private @Nullable String otherSourceToken;

    @Option(names = "--hl7v2-token", description = "Token of a source that sends HL7 v2 over HTTP")
    private @Nullable String hl7v2Token;

    @Option(names = "--reader-token", description = "Token of a reader")
    private @Nullable String readerToken;

    @Option(names = "--subscriber-token", description = "Token of a subscriber")
    private @Nullable String subscriberToken;

    @Option(names = "--operator-token", description = "Token of an operator")
    private @Nullable String operatorToken;

    @Option(names = "--mllp", paramLabel = "HOST:PORT", description = "MLLP listener")
    private @Nullable String mllp;

    @Option(
            names = "--hl7v2",
            paramLabel = "URL",
            description = "HL7 v2 over HTTP, such as http://127.0.0.1:8080/hl7v2")
    private @Nullable String hl7v2;

    @Option(
            names = "--receiver-host",
            defaultValue = "127.0.0.1",
            description = "Where the target reaches the kit's own receiver (default: ${DEFAULT-VALUE})")
    private String receiverHost = "127.0.0.1";

    @Option(
            names = "--national-id",
            paramLabel = "SYSTEM,CX4,CX5",
            description = "Identifier that makes two records one person, in FHIR and in HL7 v2 (default: US SSN)")
    private @Nullable String nationalId;

    @Option(
            names = "--topics",
            paramLabel = "START,DISCHARGE",
            description = "Canonicals of the topics for encounter start and discharge")
    private @Nullable String topics;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "20",
            description = "Longest wait for what happens asynchronously (default: ${DEFAULT-VALUE})")
    private int patience = 20;

    @Option(names = "--check", paramLabel = "ID", description = "Run only checks whose id starts so; may be repeated")
    private List<String> only = new ArrayList<>();

    @Option(names = "--list", description = "List the checks and what they prove, and do nothing else")
    private boolean list;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "conformance-report",
            description = "Where TestReport.json and index.html are written (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("conformance-report");

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new ConformanceKit());
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter console = spec.commandLine().getOut();
        Selection selection = only.isEmpty() ? Selection.all() : Selection.ids(only);
        if (selection.checks().isEmpty()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "No check has an id that starts with " + only + "; --list shows them all.");
        }
        if (list) {
            selection.checks().forEach(check -> console.println(line(check)));
            console.flush();
            return 0;
        }
        Report report = new Kit(Clock.systemUTC(), UUID::randomUUID, this::progress).check(target(), selection);
        console.println();
        console.println(Table.of(report));
        if (report.with(Outcome.PASS).isEmpty()) {
            console.println("Nothing passed. Is " + report.target() + " the FHIR base URL of a running server?");
        }
        write(report);
        console.println("Report: " + out.toAbsolutePath().resolve("index.html"));
        console.flush();
        return report.passed() ? 0 : 1;
    }

    private static String line(Check check) {
        return "%-40s %-24s %s".formatted(check.id(), String.join(" ", check.statements()), check.title());
    }

    private synchronized void progress(CheckResult result) {
        PrintWriter console = spec.commandLine().getOut();
        console.print(result.outcome() == Outcome.PASS ? '.' : result.outcome() == Outcome.FAIL ? 'F' : 's');
        console.flush();
    }

    private void write(Report report) throws IOException {
        Files.createDirectories(out);
        IParser json = Fhir.r4().newJsonParser().setPrettyPrint(true);
        Files.writeString(out.resolve("TestReport.json"), json.encodeResourceToString(TestReports.of(report)));
        Files.writeString(out.resolve("index.html"), HtmlPage.of(report));
    }

    private Target target() {
        if (!url.matches("https?://[^/\\s]+.*")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--url " + url + " is no http or https URL; give the FHIR base URL.");
        }
        Target target = Target.at(url).withReceiverHost(receiverHost).withPatience(Duration.ofSeconds(patience));
        target = token == null ? target : target.withToken(token);
        target = withToken(target, Role.SOURCE, sourceToken);
        target = withToken(target, Role.OTHER_SOURCE, otherSourceToken);
        target = withToken(target, Role.HL7V2_SOURCE, hl7v2Token);
        target = withToken(target, Role.READER, readerToken);
        target = withToken(target, Role.SUBSCRIBER, subscriberToken);
        target = withToken(target, Role.OPERATOR, operatorToken);
        target = hl7v2 == null ? target : target.withHl7v2(hl7v2);
        target = mllp == null ? target : withMllp(target, mllp);
        target = nationalId == null ? target : target.withNationalId(national(parts("--national-id", nationalId, 3)));
        return topics == null ? target : target.withTopics(topics(parts("--topics", topics, 2)));
    }

    private static Target withToken(Target target, Role role, @Nullable String own) {
        return own == null ? target : target.withToken(role, own);
    }

    private Target withMllp(Target target, String address) {
        if (!address.matches("[^:\\s]+:\\d{1,5}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--mllp " + address + " is not HOST:PORT, such as 127.0.0.1:2575.");
        }
        int colon = address.lastIndexOf(':');
        return target.withMllp(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    private static NationalId national(String[] parts) {
        return new NationalId(parts[0], parts[1], parts[2]);
    }

    private static Topics topics(String[] parts) {
        return new Topics(parts[0], parts[1]);
    }

    private String[] parts(String option, String value, int count) {
        String[] parts = value.split(",", -1);
        if (parts.length != count) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), option + " needs " + count + " values separated by commas, got " + value);
        }
        return parts;
    }
}
