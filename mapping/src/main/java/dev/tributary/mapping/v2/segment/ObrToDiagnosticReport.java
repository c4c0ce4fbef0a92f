package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obr-to-diagnosticreport.html">OBR to DiagnosticReport</a>. */
public final class ObrToDiagnosticReport {

    private static final String SECTION = "http://terminology.hl7.org/CodeSystem/v2-0074";

    private ObrToDiagnosticReport() {}

    public static DiagnosticReport map(SegmentReader obr, Order order, Translation translation) {
        var report = new DiagnosticReport();
        obr.ignore(1);
        report.setId(translation.id("DiagnosticReport", order.reportKey()));
        report.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            report.setEncounter(order.encounter().copy());
        }
        addIdentifier(report, obr, 3, "FILL", translation);
        addIdentifier(report, obr, 2, "PLAC", translation);
        var code = CweToCodeableConcept.map(obr.value(4), translation);
        report.setCode(code == null ? new CodeableConcept().setText("Observations") : code);
        setStatus(report, obr, translation);
        setCategory(report, obr, translation);
        setTimes(report, obr, translation);
        var performer = XonToOrganization.ofHd(translation.event().sendingFacility(), 0, translation);
        if (performer != null) {
            report.addPerformer(performer);
        }
        return report;
    }

    private static void addIdentifier(
            DiagnosticReport report, SegmentReader obr, int field, String type, Translation translation) {
        var identifier = EiToIdentifier.map(obr.value(field), type, translation);
        if (identifier != null) {
            report.addIdentifier(identifier);
        }
    }

    private static void setStatus(DiagnosticReport report, SegmentReader obr, Translation translation) {
        var value = obr.value(25);
        var code = value == null ? null : value.component(1);
        var entry = code == null ? null : CodeTable.of("HL70123").get(code);
        if (entry == null) {
            translation.warn(
                    "code-invalid",
                    obr.segment().path(25),
                    "No result status that FHIR knows (table 0123); the report is stored with status unknown.");
        }
        report.setStatus(
                entry == null ? DiagnosticReportStatus.UNKNOWN : DiagnosticReportStatus.fromCode(entry.target()));
    }

    private static void setCategory(DiagnosticReport report, SegmentReader obr, Translation translation) {
        var section = CweToCodeableConcept.map(obr.value(24), SECTION, translation);
        report.addCategory(
                section == null ? new CodeableConcept().addCoding(new Coding(SECTION, "LAB", "Laboratory")) : section);
    }

    private static void setTimes(DiagnosticReport report, SegmentReader obr, Translation translation) {
        var start = TsToDateTime.map(obr.value(7), translation);
        var end = TsToDateTime.map(obr.value(8), translation);
        if (start != null && end == null) {
            report.setEffective(start);
        } else if (end != null) {
            report.setEffective(DrToPeriod.map(start, end));
        }
        var issued = TsToDateTime.instant(obr.value(22), translation);
        if (issued != null) {
            report.setIssuedElement(issued);
        }
    }
}
