package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObrToDiagnosticReport;
import dev.tributary.mapping.v2.segment.ObrToServiceRequest;
import dev.tributary.mapping.v2.segment.ObxToAttachment;
import dev.tributary.mapping.v2.segment.ObxToObservation;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.Pv1ToEncounter;
import dev.tributary.mapping.v2.segment.Visit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-message-oru-r01-to-bundle.html">ORU_R01</a>: a report for each OBR with
 * the observations that follow it, and the request that it answers.
 */
final class OruR01 {

    private final Translation translation;
    private final Reference patient;
    private final @Nullable Reference encounter;
    private final Map<String, Integer> occurrences = new HashMap<>();
    private @Nullable V2Segment orc;
    private @Nullable Group group;
    private @Nullable Observation last;

    private OruR01(Translation translation, Reference patient, @Nullable Reference encounter) {
        this.translation = translation;
        this.patient = patient;
        this.encounter = encounter;
    }

    /** One OBR and what has followed it so far. */
    private record Group(
            Order order,
            @Nullable String section,
            DiagnosticReport report,
            @Nullable ServiceRequest request,
            List<Observation> observations) {}

    static void map(V2Message message, Translation translation) {
        translation.mentionPatient();
        var patientKey = PatientSegments.write(message, translation);
        if (patientKey == null) {
            return;
        }
        var patient = new Reference("Patient/" + translation.id("Patient", patientKey));
        var encounter = encounter(message, patientKey, patient, translation);
        var results = new OruR01(translation, patient, encounter);
        message.segments().forEach(results::take);
        results.finish();
        results.leaveOrc();
    }

    /** The visit is named, not told: its state is for ADT to say. */
    private static @Nullable Reference encounter(
            V2Message message, String patientKey, Reference patient, Translation translation) {
        var pv1 = message.first("PV1").orElse(null);
        if (pv1 == null) {
            return null;
        }
        if (!pv1.isValued(2) || Visit.basis(pv1) != Visit.Basis.VISIT_NUMBER) {
            translation.read(pv1).ignore(1, 2);
            return null;
        }
        var visit = Visit.of(pv1, patientKey, patient, translation.profile());
        var reader = translation.read(pv1);
        return translation.write(Pv1ToEncounter.reference(reader, visit, translation));
    }

    private void take(V2Segment segment) {
        switch (segment.name()) {
            case "MSH", "EVN", "PID", "PD1", "NK1", "PV1" -> {}
            case "ORC" -> {
                leaveOrc();
                orc = segment;
            }
            case "OBR" -> begin(segment);
            case "OBX" -> observe(segment);
            case "NTE" -> annotate(segment);
            default -> translation.read(segment);
        }
    }

    private void begin(V2Segment obr) {
        finish();
        var reader = translation.read(obr);
        var order = Order.of(obr, orc, patient, encounter, translation.event().controlId(), translation.profile());
        var orderReader = orc == null ? null : common(orc);
        var request = ObrToServiceRequest.map(reader, orderReader, order, translation);
        var report = ObrToDiagnosticReport.map(reader, order, translation);
        if (request != null) {
            report.addBasedOn(
                    new Reference("ServiceRequest/" + request.getIdElement().getIdPart()));
        }
        orc = null;
        last = null;
        group = new Group(order, reader.text(24), report, request, new ArrayList<>());
    }

    private SegmentReader common(V2Segment segment) {
        var reader = translation.read(segment);
        reader.ignore(1, 5);
        return reader;
    }

    private void observe(V2Segment obx) {
        var current = group;
        if (current == null) {
            translation.warn("structure", obx.path(), "An OBX before any OBR belongs to no report; left out.");
            translation.read(obx);
            return;
        }
        var reader = translation.read(obx);
        if (ObxToAttachment.isAttachment(reader)) {
            var attachment = ObxToAttachment.map(reader, translation);
            if (attachment != null) {
                current.report().addPresentedForm(attachment);
            }
            return;
        }
        var key = current.order().key() + "|" + ObxToObservation.key(obx, translation);
        var occurrence = occurrences.merge(key, 1, Integer::sum);
        var unique = occurrence == 1 ? key : key + "|" + occurrence;
        var observation = ObxToObservation.map(reader, unique, current.order(), current.section(), translation);
        if (!observation.hasEffective() && current.report().hasEffective()) {
            observation.setEffective(current.report().getEffective().copy());
        }
        if (!observation.hasIssued() && current.report().hasIssued()) {
            observation.setIssuedElement(current.report().getIssuedElement().copy());
        }
        if (!observation.hasPerformer()) {
            current.report().getPerformer().forEach(each -> observation.addPerformer(each.copy()));
        }
        if (current.request() != null) {
            observation.addBasedOn(current.report().getBasedOnFirstRep().copy());
        }
        current.observations().add(observation);
        last = observation;
    }

    private void annotate(V2Segment nte) {
        var current = group;
        if (last == null && (current == null || current.request() == null)) {
            translation.read(nte);
            return;
        }
        var note = NteToAnnotation.map(translation.read(nte), translation);
        if (note == null) {
            return;
        }
        if (last != null) {
            last.addNote(note);
        } else if (current != null && current.request() != null) {
            current.request().addNote(note);
        }
    }

    private void finish() {
        var current = group;
        if (current != null) {
            if (current.request() != null) {
                translation.write(current.request());
            }
            for (var observation : current.observations()) {
                current.report().addResult(translation.write(observation));
            }
            translation.write(current.report());
        }
        group = null;
        last = null;
    }

    /** An ORC without an OBR of its own. */
    private void leaveOrc() {
        if (orc != null) {
            translation.read(orc);
        }
        orc = null;
    }
}
