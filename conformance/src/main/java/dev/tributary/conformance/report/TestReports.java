package dev.tributary.conformance.report;

import dev.tributary.conformance.scene.Exchange;
import java.util.Date;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.TestReport;
import org.hl7.fhir.r4.model.TestReport.TestActionComponent;
import org.hl7.fhir.r4.model.TestReport.TestReportActionResult;
import org.hl7.fhir.r4.model.TestReport.TestReportParticipantType;
import org.hl7.fhir.r4.model.TestReport.TestReportResult;
import org.hl7.fhir.r4.model.TestReport.TestReportStatus;
import org.hl7.fhir.r4.model.TestReport.TestReportTestComponent;

/** A run as a FHIR TestReport: https://hl7.org/fhir/R4/testreport.html. */
public final class TestReports {
    static final String SYSTEM = "https://tributary.dev/conformance/run";
    private static final int MOST_EXCHANGES = 50;

    private TestReports() {}

    public static TestReport of(Report report) {
        TestReport resource = new TestReport();
        resource.setId(report.id());
        resource.getIdentifier().setSystem(SYSTEM).setValue(report.id());
        resource.setName("Tributary conformance kit");
        resource.setStatus(TestReportStatus.COMPLETED);
        resource.setTestScript(new Reference().setDisplay("dev.tributary.conformance checks"));
        resource.setResult(report.passed() ? TestReportResult.PASS : TestReportResult.FAIL);
        resource.setScore(score(report));
        resource.setTester("Tributary conformance kit");
        resource.setIssued(Date.from(report.started()));
        resource.addParticipant()
                .setType(TestReportParticipantType.SERVER)
                .setUri(report.target().toString())
                .setDisplay(report.software().isEmpty() ? null : report.software());
        resource.addParticipant()
                .setType(TestReportParticipantType.TESTENGINE)
                .setUri("https://tributary.dev/conformance")
                .setDisplay("Tributary conformance kit");
        report.results().forEach(result -> resource.addTest(test(result)));
        return resource;
    }

    /** Share of the checks that were run and passed, in percent. */
    private static double score(Report report) {
        int passed = report.with(Outcome.PASS).size();
        int run = passed + report.with(Outcome.FAIL).size();
        return run == 0 ? 0 : Math.round(1000.0 * passed / run) / 10.0;
    }

    private static TestReportTestComponent test(CheckResult result) {
        TestReportTestComponent test = new TestReportTestComponent();
        test.setName(result.check().id());
        test.setDescription(result.check().title() + " " + result.check().statements());
        TestActionComponent action = test.addAction();
        action.getAssert().setResult(actionResult(result.outcome()));
        if (!result.message().isEmpty()) {
            action.getAssert().setMessage(result.message());
        }
        if (result.outcome() == Outcome.FAIL && !result.exchanges().isEmpty()) {
            // A second action, because an assert has one message only.
            test.addAction()
                    .getAssert()
                    .setResult(TestReportActionResult.FAIL)
                    .setMessage(result.exchanges().stream()
                            .limit(MOST_EXCHANGES)
                            .map(Exchange::toString)
                            .collect(Collectors.joining("\n")));
        }
        return test;
    }

    private static TestReportActionResult actionResult(Outcome outcome) {
        return switch (outcome) {
            case PASS -> TestReportActionResult.PASS;
            case FAIL -> TestReportActionResult.FAIL;
            case SKIP -> TestReportActionResult.SKIP;
        };
    }
}
