package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.NdlToPractitioner;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obr-to-diagnosticreport.html">OBR to DiagnosticReport</a>. */
public final class ObrToDiagnosticReport {

    private static final String LABORATORY = "laboratory";
    private static final String PERFORMER_FUNCTION = "http://hl7.org/fhir/StructureDefinition/event-performerFunction";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    static final String SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074";

    private ObrToDiagnosticReport() {}

    /** @param key names the report within the source */
    public static DiagnosticReport map(
            SegmentReader obr, @Nullable SegmentReader orc, String key, Order order, Translation translation) {
        var report = new DiagnosticReport();
        obr.ignore(1);
        report.setId(translation.id("DiagnosticReport", key));
        report.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            report.setEncounter(order.encounter().copy());
        }
        addIdentifier(report, Identifiers.ofOrder(obr, orc, 3, "FILL", translation));
        addIdentifier(report, Identifiers.ofOrder(obr, orc, 2, "PLAC", translation));
        var code = CweToCodeableConcept.map(obr.value(4), translation);
        report.setCode(code == null ? new CodeableConcept().setText("Observations") : code);
        report.setStatus(status(obr));
        setSection(report, obr, translation);
        setTimes(report, obr, translation);
        setActors(report, obr, translation);
        if (orc != null) {
            SecurityLabels.addConfidentiality(report, orc.value(28), translation);
        }
        return report;
    }

    /** What OBR-25 leaves open follows from the observations; call it when they are known. */
    public static void completeStatus(
            DiagnosticReport report, List<Observation> observations, SegmentReader obr, Translation translation) {
        if (report.getStatus() != DiagnosticReportStatus.UNKNOWN) {
            return;
        }
        report.setStatus(status(observations));
        translation.warn(
                "code-invalid",
                obr.segment().path(25),
                report.getStatus() == DiagnosticReportStatus.UNKNOWN
                        ? "No result status that FHIR knows (table 0123); the report is stored with status unknown."
                        : "No result status that FHIR knows (table 0123); taken from the report's observations.");
    }

    private static DiagnosticReportStatus status(SegmentReader obr) {
        var code = obr.text(25);
        var entry = code == null ? null : CodeTable.of("HL70123").get(code);
        return entry == null ? DiagnosticReportStatus.UNKNOWN : DiagnosticReportStatus.fromCode(entry.target());
    }

    private static DiagnosticReportStatus status(List<Observation> observations) {
        var all = observations.stream().map(Observation::getStatus).distinct().toList();
        if (all.isEmpty() || all.contains(ObservationStatus.UNKNOWN)) {
            return DiagnosticReportStatus.UNKNOWN;
        }
        if (all.contains(ObservationStatus.REGISTERED) || all.contains(ObservationStatus.PRELIMINARY)) {
            return all.size() == 1 && all.contains(ObservationStatus.REGISTERED)
                    ? DiagnosticReportStatus.REGISTERED
                    : DiagnosticReportStatus.PRELIMINARY;
        }
        if (all.contains(ObservationStatus.CORRECTED) || all.contains(ObservationStatus.AMENDED)) {
            return DiagnosticReportStatus.CORRECTED;
        }
        if (all.contains(ObservationStatus.FINAL)) {
            return DiagnosticReportStatus.FINAL;
        }
        return all.equals(List.of(ObservationStatus.CANCELLED))
                ? DiagnosticReportStatus.CANCELLED
                : DiagnosticReportStatus.UNKNOWN;
    }

    private static void setSection(DiagnosticReport report, SegmentReader obr, Translation translation) {
        var section = CweToCodeableConcept.map(obr.value(24), SECTION, translation);
        if (section != null) {
            report.addCategory(section);
        }
    }

    /** That it is one of a laboratory, for searches ask for that: if its section says so, else what was observed. */
    public static void completeCategory(DiagnosticReport report, List<Observation> observations, SegmentReader obr) {
        var code = obr.text(24);
        var known = code == null ? null : CodeTable.of("HL70074-category").get(code);
        var isLaboratory = known != null
                ? known.target().equals(LABORATORY)
                : observations.stream().anyMatch(ObrToDiagnosticReport::isLaboratory)
                        || observations.isEmpty() && report.hasSpecimen();
        if (isLaboratory && !"LAB".equals(code)) {
            report.addCategory(new CodeableConcept().addCoding(new Coding(SECTION, "LAB", "Laboratory")));
        }
    }

    private static boolean isLaboratory(Observation observation) {
        return observation.getCategory().stream()
                .flatMap(category -> category.getCoding().stream())
                .anyMatch(coding -> LABORATORY.equals(coding.getCode()));
    }

    private static void setTimes(DiagnosticReport report, SegmentReader obr, Translation translation) {
        var start = TsToDateTime.map(obr.value(7), translation);
        var end = TsToDateTime.map(obr.value(8), translation);
        if (start != null && (end == null || start.getValueAsString().equals(end.getValueAsString()))) {
            report.setEffective(start);
        } else if (end != null) {
            report.setEffective(DrToPeriod.map(start, end));
        }
        var issued = TsToDateTime.instant(obr.value(22), translation);
        if (issued != null) {
            report.setIssuedElement(issued);
        }
    }

    private static void setActors(DiagnosticReport report, SegmentReader obr, Translation translation) {
        var performer = XonToOrganization.ofHd(translation.event().sendingFacility(), 0, translation);
        if (performer != null) {
            report.addPerformer(performer);
        }
        addPerformers(report, obr, 34, new Coding(PARTICIPATION, "SPRF", "secondary performer"), translation);
        addPerformers(report, obr, 35, new Coding(PARTICIPATION, "TRANS", "Transcriber"), translation);
        for (var field : new int[] {32, 33}) {
            for (var value : obr.values(field)) {
                var interpreter = NdlToPractitioner.map(value, translation);
                if (interpreter != null) {
                    report.addResultsInterpreter(interpreter);
                }
            }
        }
    }

    private static void addPerformers(
            DiagnosticReport report, SegmentReader obr, int field, Coding function, Translation translation) {
        for (var value : obr.values(field)) {
            var performer = NdlToPractitioner.map(value, translation);
            if (performer != null) {
                performer.addExtension(PERFORMER_FUNCTION, new CodeableConcept().addCoding(function.copy()));
                report.addPerformer(performer);
            }
        }
    }

    private static void addIdentifier(DiagnosticReport report, @Nullable Identifier identifier) {
        if (identifier != null) {
            report.addIdentifier(identifier);
        }
    }
}
