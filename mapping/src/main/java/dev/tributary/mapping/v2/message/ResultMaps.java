package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObrToDiagnosticReport;
import dev.tributary.mapping.v2.segment.ObrToServiceRequest;
import dev.tributary.mapping.v2.segment.ObxToAttachment;
import dev.tributary.mapping.v2.segment.ObxToDocumentReference;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PrtToPerformer;
import dev.tributary.mapping.v2.segment.Tq1ToServiceRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;

/** One patient's results: for each OBR a report with its observations and specimens, and the request that it answers. */
final class ResultMaps {

    private final Subject subject;
    private final SpecimenMaps specimens;
    private final ObservationMaps observations;
    private final Translation translation;
    private final Map<String, Integer> reports = new HashMap<>();
    /** Specimens that several orders share are observed once. */
    private final Set<SpecimenGroup> observed = Collections.newSetFromMap(new IdentityHashMap<>());

    ResultMaps(Subject subject, SpecimenMaps specimens, ObservationMaps observations, Translation translation) {
        this.subject = subject;
        this.specimens = specimens;
        this.observations = observations;
        this.translation = translation;
    }

    /** One OBR while it is mapped. */
    private record Group(
            Order order,
            SegmentReader obr,
            DiagnosticReport report,
            @Nullable ServiceRequest request,
            List<Reference> specimens,
            @Nullable Reference parent) {}

    /** Observations without an OBR: they belong to no report, but to the patient. */
    void withoutOrder(List<ObservationGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        translation.warn(
                "structure", groups.get(0).obx().path(), "An OBX without OBR belongs to no report; stored on its own.");
        var order = Order.of(null, null, subject.patient(), subject.encounter(), translation);
        groups.forEach(group -> write(group, order, null));
    }

    void map(OrderGroup group) {
        var obr = group.obr();
        if (obr == null) {
            withoutObr(group);
            return;
        }
        var begun = begin(group, obr);
        var results = new ArrayList<Observation>();
        for (var each : group.observations()) {
            var observation = observe(each, begun);
            if (observation != null) {
                results.add(observation);
            }
        }
        NarrativeText.add(begun.report(), group.observations());
        ObrToDiagnosticReport.completeStatus(begun.report(), results, begun.obr(), translation);
        ObrToDiagnosticReport.completeCategory(begun.report(), results, begun.obr());
        write(begun, results);
        specimenObservations(group, begun.order());
        writeDocuments(group, begun.report().getBasedOn());
        group.others().forEach(translation::read);
    }

    private void withoutObr(OrderGroup group) {
        var orc = group.orc();
        if (orc != null) {
            translation.read(orc);
        }
        group.timings().forEach(translation::read);
        group.notes().forEach(translation::read);
        group.others().forEach(translation::read);
        writeDocuments(group, List.of());
        withoutOrder(group.observations());
    }

    private Group begin(OrderGroup group, V2Segment segment) {
        var obr = translation.read(segment);
        var order = Order.of(segment, group.orc(), subject.patient(), subject.encounter(), translation);
        var orc = group.orc() == null ? null : translation.read(group.orc());
        var request = ObrToServiceRequest.map(obr, orc, order, translation);
        var occurrence = reports.merge(order.reportKey(), 1, Integer::sum);
        var key = occurrence == 1 ? order.reportKey() : order.reportKey() + "|" + occurrence;
        var report = ObrToDiagnosticReport.map(obr, orc, key, order, translation);
        var found = specimens.write(group, obr, order, true);
        PrtToPerformer.addCollector(found, group.others(), translation);
        var parent = observations.parent(obr);
        if (found.isEmpty() && parent != null) {
            addSpecimen(found, parent);
        }
        found.forEach(each -> report.addSpecimen(each.copy()));
        if (request != null) {
            report.addBasedOn(
                    new Reference("ServiceRequest/" + request.getIdElement().getIdPart()));
            found.forEach(each -> request.addSpecimen(each.copy()));
            group.timings().forEach(tq1 -> Tq1ToServiceRequest.add(request, translation.read(tq1), translation));
        }
        annotate(group.notes(), request, report);
        PrtToPerformer.addTo(report, request, group.others(), translation);
        return new Group(order, obr, report, request, found, parent);
    }

    /** What was grown from a specimen is of that specimen. */
    private void addSpecimen(List<Reference> specimens, Reference parent) {
        if (parent.hasReference()
                && translation.written(parent.getReference()) instanceof Observation observation
                && observation.hasSpecimen()) {
            specimens.add(observation.getSpecimen().copy());
        }
    }

    /** A comment on the order; where no order is known, FHIR has the report's conclusion for it. */
    private void annotate(List<V2Segment> notes, @Nullable ServiceRequest request, DiagnosticReport report) {
        for (var nte : notes) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null && request != null) {
                request.addNote(note);
            } else if (note != null) {
                var before = report.hasConclusion() ? report.getConclusion() + "\n" : "";
                report.setConclusion(before + note.getText());
            }
        }
    }

    private @Nullable Observation observe(ObservationGroup group, Group current) {
        var obx = translation.read(group.obx());
        if (ObxToAttachment.isAttachment(obx)) {
            var attachment = ObxToAttachment.map(obx, translation);
            if (attachment != null) {
                current.report().addPresentedForm(attachment);
            }
            group.notes().forEach(translation::read);
            group.participations().forEach(translation::read);
            return null;
        }
        var observation = observations.map(group, obx, current.order(), current.obr());
        inherit(observation, current);
        return observation;
    }

    /** What the OBR says counts for its observations, where they say nothing themselves. */
    private void inherit(Observation observation, Group current) {
        var report = current.report();
        if (!observation.hasEffective() && report.hasEffective()) {
            observation.setEffective(report.getEffective().copy());
        }
        if (report.hasIssued()) {
            observation.setIssuedElement(report.getIssuedElement().copy());
        } else {
            issuedWhenAnalysed(observation);
        }
        if (!observation.hasPerformer()) {
            report.getPerformer().forEach(each -> observation.addPerformer(each.copy()));
        }
        if (current.request() != null) {
            observation.addBasedOn(report.getBasedOnFirstRep().copy());
        }
        if (!current.specimens().isEmpty() && !observation.hasSpecimen()) {
            observation.setSpecimen(current.specimens().get(0).copy());
        }
        if (current.parent() != null) {
            observation.addDerivedFrom(current.parent().copy());
        }
    }

    private static void issuedWhenAnalysed(Observation observation) {
        for (var extension : observation.getExtension()) {
            var time =
                    extension.getValue() == null ? null : extension.getValue().primitiveValue();
            if (extension.getUrl().endsWith("observation-analysis-date-time") && time != null && time.length() >= 19) {
                observation.setIssuedElement(new InstantType(time));
            }
        }
    }

    private void write(Group current, List<Observation> results) {
        var request = current.request();
        if (request != null) {
            ObrToServiceRequest.completeStatus(request, current.report());
            translation.write(request);
        }
        for (var observation : results) {
            current.report().addResult(translation.write(observation));
        }
        translation.write(current.report());
    }

    /** An OBX that belongs to no report, be it a document or an observation. */
    private void write(ObservationGroup group, Order order, @Nullable Reference specimen) {
        var obx = translation.read(group.obx());
        if (ObxToAttachment.isAttachment(obx)) {
            var document = ObxToDocumentReference.ofOrder(obx, order, translation);
            if (document != null) {
                translation.write(document);
            }
            group.notes().forEach(translation::read);
            group.participations().forEach(translation::read);
            return;
        }
        var observation = observations.map(group, obx, order, null);
        if (specimen != null) {
            observation.setSpecimen(specimen);
        }
        translation.write(observation);
    }

    /** What TXA tells of a document that came with the results; the report keeps those of its own OBX, too. */
    private void writeDocuments(OrderGroup group, List<Reference> orders) {
        for (var document : group.documents()) {
            var content = new ArrayList<V2Segment>();
            document.observations().forEach(each -> content.add(each.obx()));
            if (content.isEmpty()) {
                group.observations().stream()
                        .map(ObservationGroup::obx)
                        .filter(obx -> ObxToAttachment.isAttachment(translation.read(obx)))
                        .forEach(content::add);
            }
            var related = orders.stream().map(Reference::copy).toList();
            MdmT02.write(document.txa(), subject, new ArrayList<>(related), content, translation);
            for (var each : document.observations()) {
                each.notes().forEach(translation::read);
                each.participations().forEach(translation::read);
            }
        }
    }

    /** What was observed on the specimen itself: its weight, its colour. */
    private void specimenObservations(OrderGroup group, Order order) {
        for (var specimen : group.specimens()) {
            if (!observed.add(specimen)) {
                continue;
            }
            for (var each : specimen.observations()) {
                write(each, order, specimens.reference(specimen));
            }
        }
    }
}
