package dev.tributary.subscriptions.events;

import static dev.tributary.subscriptions.events.EventKind.RESULT_ABNORMAL;
import static dev.tributary.subscriptions.events.EventKind.RESULT_CORRECTED;
import static dev.tributary.subscriptions.events.EventKind.RESULT_NEW;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultEventsTest {

    @Test
    void aNewReport_isOneEvent_howeverManyValuesItHas() {
        Scene scene = new Scene()
                .change(null, report("final", "a", "b", "c"))
                .change(null, value("a", "5", null))
                .change(null, value("b", "6", null))
                .change(null, value("c", "7", null));
        assertThat(scene.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(RESULT_NEW);
            assertThat(event.focus()).isEqualTo("DiagnosticReport/r");
            assertThat(event.patient()).isEqualTo("Patient/p");
            assertThat(event.facts().of("code")).contains("http://loinc.org|a", "http://loinc.org|panel");
        });
    }

    @Test
    void anAbnormalValue_isToldOnce() {
        assertThat(new Scene()
                        .change(null, report("preliminary", "a"))
                        .change(null, value("a", "500", "HH"))
                        .kinds())
                .containsExactly(RESULT_NEW, RESULT_ABNORMAL);
        assertThat(new Scene()
                        .change(report("preliminary", "a"), report("final", "a"))
                        .change(value("a", "500", "HH"), value("a", "501", "HH"))
                        .kinds())
                .containsExactly(RESULT_NEW);
    }

    @Test
    void aValueThatWasFinal_isCorrected() {
        Scene scene = new Scene()
                .change(report("final", "a"), report("corrected", "a"))
                .change(value("a", "500", "HH"), value("a", "5", "N"));
        assertThat(scene.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(RESULT_CORRECTED);
            assertThat(event.corrects()).containsExactlyInAnyOrder(RESULT_NEW, RESULT_ABNORMAL);
        });
    }

    /** The report's own lines are as before: it was in the message and is not written. */
    @Test
    void aValueThatChangesUnderAnUnchangedReport_isTheReportsNews() {
        Scene scene = new Scene().told(report("final", "a", "b")).change(value("a", "5", null), value("a", "6", null));
        assertThat(scene.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(RESULT_CORRECTED);
            assertThat(event.focus()).isEqualTo("DiagnosticReport/r");
        });
    }

    @Test
    void aCorrectionThatMakesAValueAbnormal_isBoth() {
        assertThat(new Scene()
                        .change(report("final", "a"), report("corrected", "a"))
                        .change(value("a", "5", "N"), value("a", "500", "H"))
                        .kinds())
                .containsExactly(RESULT_CORRECTED, RESULT_ABNORMAL);
    }

    @Test
    void whatSaysNothingNew_isNoEvent() {
        assertThat(new Scene()
                        .change(report("final", "a"), report("final", "a"))
                        .kinds())
                .isEmpty();
        assertThat(new Scene().change(null, report("registered")).kinds()).isEmpty();
    }

    @Test
    void aWithdrawnReport_isACorrection() {
        assertThat(new Scene()
                        .change(report("final", "a"), report("entered-in-error", "a"))
                        .kinds())
                .containsExactly(RESULT_CORRECTED);
        assertThat(new Scene().change(report("final", "a"), null).kinds()).containsExactly(RESULT_CORRECTED);
    }

    @Test
    void aValueWithoutReport_countsIfItIsAResult() {
        assertThat(new Scene().change(null, laboratory(value("a", "5", null))).kinds())
                .containsExactly(RESULT_NEW);
        assertThat(new Scene().change(null, value("a", "5", null)).kinds()).isEmpty();
        assertThat(new Scene()
                        .change(laboratory(value("a", "5", null)), laboratory(value("a", "6", "H")))
                        .kinds())
                .containsExactly(RESULT_CORRECTED, RESULT_ABNORMAL);
    }

    @Test
    void aPanel_isOneEvent() {
        Observation panel = laboratory(value("panel", "", null));
        panel.addHasMember().setReference("Observation/a");
        Scene scene =
                new Scene().change(null, laboratory(value("a", "5", null))).change(null, panel);
        assertThat(scene.events())
                .singleElement()
                .satisfies(event -> assertThat(event.focus()).isEqualTo("Observation/panel"));
    }

    private static DiagnosticReport report(String status, String... values) {
        DiagnosticReport report = new DiagnosticReport();
        report.setId("DiagnosticReport/r/_history/3");
        report.setStatus(DiagnosticReportStatus.fromCode(status));
        report.getSubject().setReference("Patient/p");
        report.getCode().addCoding().setSystem("http://loinc.org").setCode("panel");
        for (String value : values) {
            report.addResult().setReference("Observation/" + value);
        }
        return report;
    }

    private static Observation laboratory(Observation value) {
        value.addCategory().addCoding().setCode("laboratory");
        return value;
    }

    private static Observation value(String code, String text, @Nullable String interpretation) {
        Observation value = new Observation();
        value.setId("Observation/" + code + "/_history/1");
        value.setStatus(ObservationStatus.FINAL);
        value.getSubject().setReference("Patient/p");
        value.getCode().addCoding().setSystem("http://loinc.org").setCode(code);
        if (!text.isEmpty()) {
            value.setValue(new StringType(text));
        }
        if (interpretation != null) {
            value.addInterpretation().addCoding().setCode(interpretation);
        }
        return value;
    }
}
