package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Dg1ToCondition;
import dev.tributary.mapping.v2.segment.NteToAnnotation;
import dev.tributary.mapping.v2.segment.ObrToServiceRequest;
import dev.tributary.mapping.v2.segment.ObxToAttachment;
import dev.tributary.mapping.v2.segment.ObxToDocumentReference;
import dev.tributary.mapping.v2.segment.Order;
import dev.tributary.mapping.v2.segment.PrtToPerformer;
import dev.tributary.mapping.v2.segment.Tq1ToServiceRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/** One patient's orders: for each OBR a request with its specimens, reasons, and what was observed or asked when it was ordered. */
final class RequestMaps {

    private static final Map<String, List<Integer>> ITEMS =
            Map.of("ODS", List.of(3), "RQD", List.of(2, 3, 4), "BPO", List.of(2));

    private final Subject subject;
    private final SpecimenMaps specimens;
    private final ObservationMaps observations;
    private final Translation translation;
    /** Specimens that several orders share are observed once. */
    private final Set<SpecimenGroup> observed = Collections.newSetFromMap(new IdentityHashMap<>());

    RequestMaps(Subject subject, SpecimenMaps specimens, ObservationMaps observations, Translation translation) {
        this.subject = subject;
        this.specimens = specimens;
        this.observations = observations;
        this.translation = translation;
    }

    /** Null, with a warning, if there is no OBR and so no service that was ordered. */
    @Nullable
    ServiceRequest map(OrderGroup group) {
        var segment = group.obr();
        if (segment == null) {
            return withoutObr(group);
        }
        var obr = translation.read(segment);
        var orc = group.orc() == null ? null : translation.read(group.orc());
        var order = Order.of(segment, group.orc(), subject.patient(), subject.encounter(), translation)
                .numbered();
        var request = Objects.requireNonNull(ObrToServiceRequest.map(obr, orc, order, translation));
        if (request.getStatus() == ServiceRequestStatus.UNKNOWN && group.orc() == null) {
            // An order message without ORC still orders.
            request.setStatus(ServiceRequestStatus.ACTIVE);
        }
        group.timings().forEach(tq1 -> Tq1ToServiceRequest.add(request, translation.read(tq1), translation));
        ObrToServiceRequest.addExpectedTime(request, obr, translation);
        var found = specimens.write(group, obr, order, false);
        PrtToPerformer.addCollector(found, group.others(), translation);
        found.forEach(request::addSpecimen);
        addReasons(request, group);
        annotate(request, group);
        PrtToPerformer.addTo(request, group.others(), translation);
        for (var each : group.observations()) {
            addSupport(request, each, order, null);
        }
        addObservedSpecimens(request, group, order);
        group.others().forEach(translation::read);
        writeDocuments(group, request);
        translation.write(request);
        return request;
    }

    private void writeDocuments(OrderGroup group, ServiceRequest request) {
        for (var document : group.documents()) {
            var content = new ArrayList<V2Segment>();
            document.observations().forEach(each -> content.add(each.obx()));
            var related = new ArrayList<Reference>();
            related.add(new Reference("ServiceRequest/" + request.getIdElement().getIdPart()));
            MdmT02.write(document.txa(), subject, related, content, translation);
        }
    }

    /** A new order without OBR is one all the same; what an ORC alone says of an older order cannot be told to which test it belongs. */
    private @Nullable ServiceRequest withoutObr(OrderGroup group) {
        var orc = group.orc();
        var item = item(group);
        var control = orc == null ? null : orc.value(1);
        if (orc == null || (item == null && (control == null || !"NW".equals(control.component(1))))) {
            leave(group);
            return null;
        }
        if (item == null) {
            translation.warn("structure", orc.path(), "An ORC without OBR: nobody can say what was ordered.");
        }
        var order = Order.of(null, orc, subject.patient(), subject.encounter(), translation)
                .numbered();
        var request = ObrToServiceRequest.ofOrc(translation.read(orc), item, order, translation);
        group.timings().forEach(tq1 -> Tq1ToServiceRequest.add(request, translation.read(tq1), translation));
        addReasons(request, group);
        annotate(request, group);
        PrtToPerformer.addTo(request, group.others(), translation);
        leaveObservations(group);
        translation.write(request);
        return request;
    }

    /** What a diet (ODS), a requisition (RQD) or an order of blood (BPO) asks for. */
    private @Nullable CodeableConcept item(OrderGroup group) {
        for (var segment : group.others()) {
            for (var field : ITEMS.getOrDefault(segment.name(), List.of())) {
                var item = CweToCodeableConcept.map(translation.read(segment).value(field), translation);
                if (item != null) {
                    return item;
                }
            }
        }
        return null;
    }

    private void leave(OrderGroup group) {
        var orc = group.orc();
        if (orc != null) {
            translation.warn(
                    "structure", orc.path(), "An ORC without OBR: nobody can say what was ordered; not recorded.");
            translation.read(orc);
        }
        group.timings().forEach(translation::read);
        group.notes().forEach(translation::read);
        leaveObservations(group);
    }

    private void leaveObservations(OrderGroup group) {
        group.others().forEach(translation::read);
        for (var document : group.documents()) {
            translation.read(document.txa());
            document.observations().forEach(each -> translation.read(each.obx()));
        }
        for (var each : group.observations()) {
            translation.read(each.obx());
            each.participations().forEach(translation::read);
        }
    }

    private void addReasons(ServiceRequest request, OrderGroup group) {
        for (var dg1 : group.diagnoses()) {
            var value = dg1.value(3);
            var reason = value == null ? null : CweToCodeableConcept.map(value, translation);
            if (reason != null && lacks(request, reason)) {
                request.addReasonCode(reason);
            }
            Dg1ToCondition.write(translation.read(dg1), subject.patientKey(), subject.patient(), null, translation);
        }
    }

    private static boolean lacks(ServiceRequest request, CodeableConcept reason) {
        var coding = reason.getCodingFirstRep();
        return request.getReasonCode().stream()
                .flatMap(each -> each.getCoding().stream())
                .noneMatch(each -> Objects.equals(each.getSystem(), coding.getSystem())
                        && Objects.equals(each.getCode(), coding.getCode()));
    }

    private void annotate(ServiceRequest request, OrderGroup group) {
        for (V2Segment nte : group.notes()) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                request.addNote(note);
            }
        }
    }

    private void addObservedSpecimens(ServiceRequest request, OrderGroup group, Order order) {
        for (var specimen : group.specimens()) {
            if (observed.add(specimen)) {
                specimen.observations()
                        .forEach(each -> addSupport(request, each, order, specimens.reference(specimen)));
            }
        }
    }

    /** @param specimen what was observed, if it is the specimen itself */
    private void addSupport(ServiceRequest request, ObservationGroup group, Order order, @Nullable Reference specimen) {
        var obx = translation.read(group.obx());
        if (ObxToAttachment.isAttachment(obx)) {
            var document = ObxToDocumentReference.ofOrder(obx, order, translation);
            if (document != null) {
                request.addSupportingInfo(translation.write(document));
            }
            group.notes().forEach(translation::read);
            group.participations().forEach(translation::read);
            return;
        }
        var observation = observations.map(group, obx, order, null);
        if (specimen != null) {
            observation.setSpecimen(specimen);
        }
        request.addSupportingInfo(translation.write(observation));
    }
}
