package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.EipToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obr-to-servicerequest.html">OBR to ServiceRequest</a>, together
 * with its ORC.
 */
public final class ObrToServiceRequest {

    private ObrToServiceRequest() {}

    /** Null if the order has no number. */
    public static @Nullable ServiceRequest map(
            SegmentReader obr, @Nullable SegmentReader orc, Order order, Translation translation) {
        if (order.requestKey() == null) {
            return null;
        }
        var request = new ServiceRequest().setIntent(intent(obr));
        obr.ignore(1);
        request.setId(translation.id("ServiceRequest", order.requestKey() + "|" + order.service()));
        request.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            request.setEncounter(order.encounter().copy());
        }
        addNumbers(request, obr, orc, translation);
        OrcToServiceRequest.addAlternateNumbers(request, obr, 53, translation);
        OrcToServiceRequest.addCallback(request, obr, 17, translation);
        setService(request, obr, translation);
        var section = CweToCodeableConcept.map(obr.value(24), ObrToDiagnosticReport.SECTION, translation);
        if (section != null) {
            request.addCategory(section); // ours: the guide has it in the report only
        }
        OrcToServiceRequest.add(request, orc, translation);
        request.setStatus(status(request, obr));
        OrcToServiceRequest.setRequester(request, orc, obr, translation);
        setTimes(request, obr, translation);
        addParent(request, obr, translation);
        return request;
    }

    /**
     * An order that has no OBR: of a diet, of supplies, of blood.
     *
     * @param service what is ordered; null if the message does not say
     */
    public static ServiceRequest ofOrc(
            SegmentReader orc, @Nullable CodeableConcept service, Order order, Translation translation) {
        var request = new ServiceRequest().setIntent(ServiceRequestIntent.ORDER);
        request.setId(translation.id("ServiceRequest", order.requestKey() + "|" + order.service()));
        request.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            request.setEncounter(order.encounter().copy());
        }
        addNumbers(request, orc, null, translation);
        request.setCode(service == null ? new CodeableConcept().setText("Unnamed service") : service);
        OrcToServiceRequest.add(request, orc, translation);
        OrcToServiceRequest.setRequester(request, orc, null, translation);
        if (!request.hasStatus()) {
            request.setStatus(ServiceRequestStatus.UNKNOWN);
        }
        return request;
    }

    private static ServiceRequestIntent intent(SegmentReader obr) {
        var action = obr.text(11);
        var entry =
                action == null ? null : CodeTable.of("HL70065-RequestIntent").get(action);
        return entry == null ? ServiceRequestIntent.ORDER : ServiceRequestIntent.fromCode(entry.target());
    }

    /** ORC-5 and ORC-1 speak first; of a result without them, OBR-25 tells how far the order is. */
    private static ServiceRequestStatus status(ServiceRequest request, SegmentReader obr) {
        var result = obr.text(25);
        if (request.hasStatus()) {
            return request.getStatus();
        }
        var entry = result == null
                ? null
                : CodeTable.of("HL70123-ServiceRequestStatus").get(result);
        return entry == null ? ServiceRequestStatus.UNKNOWN : ServiceRequestStatus.fromCode(entry.target());
    }

    /** What neither ORC nor OBR-25 tells follows from the report. */
    public static void completeStatus(ServiceRequest request, DiagnosticReport report) {
        if (request.getStatus() != ServiceRequestStatus.UNKNOWN) {
            return;
        }
        request.setStatus(
                switch (report.getStatus()) {
                    case FINAL, CORRECTED, AMENDED, APPENDED -> ServiceRequestStatus.COMPLETED;
                    case REGISTERED, PARTIAL, PRELIMINARY -> ServiceRequestStatus.ACTIVE;
                    case CANCELLED -> ServiceRequestStatus.REVOKED;
                    default -> ServiceRequestStatus.UNKNOWN;
                });
    }

    private static void setService(ServiceRequest request, SegmentReader obr, Translation translation) {
        var code = CweToCodeableConcept.map(obr.value(4), translation);
        request.setCode(code == null ? new CodeableConcept().setText("Unnamed service") : code);
        for (var field : new int[] {46, 47}) {
            for (var value : obr.values(field)) {
                var detail = CweToCodeableConcept.map(value, translation);
                if (detail != null) {
                    request.addOrderDetail(detail);
                }
            }
        }
        for (var value : obr.values(31)) {
            var reason = ReadableConcept.map(value, translation);
            if (reason != null) {
                request.addReasonCode(reason);
            }
        }
        for (var value : obr.values(13)) {
            var text = value.text();
            if (text != null) {
                request.addNote(new Annotation().setText(text));
            }
        }
    }

    private static void setTimes(ServiceRequest request, SegmentReader obr, Translation translation) {
        var requested = TsToDateTime.map(obr.value(6), translation);
        if (requested != null && !request.hasOccurrence()) {
            request.setOccurrence(requested);
        }
        Tq1ToServiceRequest.addTq(request, obr.value(27), translation);
        var priority = obr.text(5);
        if (priority != null && !request.hasPriority()) {
            Tq1ToServiceRequest.setPriority(request, priority, obr.segment().path(5), translation);
        }
    }

    /** In an order that has no other time: when it is scheduled (OBR-36), or when it is to be observed (OBR-7). */
    public static void addExpectedTime(ServiceRequest request, SegmentReader obr, Translation translation) {
        for (var field : new int[] {36, 7}) {
            var time = request.hasOccurrence() ? null : TsToDateTime.map(obr.value(field), translation);
            if (time != null) {
                request.setOccurrence(time);
            }
        }
    }

    /** The parent order, wherever it came from: named by its numbers. */
    private static void addParent(ServiceRequest request, SegmentReader obr, Translation translation) {
        for (var field : new int[] {29, 54}) {
            var value = obr.value(field);
            addParent(request, EipToIdentifier.placer(value, translation));
            addParent(request, EipToIdentifier.filler(value, translation));
        }
    }

    static void addParent(ServiceRequest request, @Nullable Identifier identifier) {
        if (identifier != null
                && request.getBasedOn().stream()
                        .noneMatch(each -> each.getIdentifier().equalsDeep(identifier))) {
            request.addBasedOn(new Reference().setType("ServiceRequest").setIdentifier(identifier));
        }
    }

    /** Of OBR and of ORC, which should be the same; where they are not, both are known. */
    private static void addNumbers(
            ServiceRequest request, SegmentReader obr, @Nullable SegmentReader orc, Translation translation) {
        for (var field : new int[] {2, 3}) {
            var type = field == 2 ? "PLAC" : "FILL";
            addNumber(request, EiToIdentifier.map(obr.value(field), type, translation));
            addNumber(request, orc == null ? null : EiToIdentifier.map(orc.value(field), type, translation));
        }
    }

    private static void addNumber(ServiceRequest request, @Nullable Identifier number) {
        if (number != null && Identifiers.lacks(request.getIdentifier(), number)) {
            request.addIdentifier(number);
        }
    }
}
