package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-obr-to-servicerequest.html">OBR to ServiceRequest</a>, with the
 * numbers and the time of its ORC: what a report is based on.
 */
public final class ObrToServiceRequest {

    private ObrToServiceRequest() {}

    /** Null if the order has no number. */
    public static @Nullable ServiceRequest map(
            SegmentReader obr, @Nullable SegmentReader orc, Order order, Translation translation) {
        if (order.requestKey() == null) {
            return null;
        }
        var request = new ServiceRequest().setIntent(ServiceRequestIntent.ORDER);
        request.setId(translation.id("ServiceRequest", order.requestKey() + "|" + order.service()));
        request.setStatus(status(obr));
        request.setSubject(order.patient().copy());
        if (order.encounter() != null) {
            request.setEncounter(order.encounter().copy());
        }
        addIdentifier(request, obr, orc, 2, "PLAC", translation);
        addIdentifier(request, obr, orc, 3, "FILL", translation);
        var code = CweToCodeableConcept.map(obr.value(4), translation);
        request.setCode(code == null ? new CodeableConcept().setText("Observations") : code);
        for (var value : obr.values(31)) {
            var reason = CweToCodeableConcept.map(value, translation);
            if (reason != null) {
                request.addReasonCode(reason);
            }
        }
        setRequester(request, obr, orc, translation);
        return request;
    }

    private static void addIdentifier(
            ServiceRequest request,
            SegmentReader obr,
            @Nullable SegmentReader orc,
            int field,
            String type,
            Translation translation) {
        var own = EiToIdentifier.map(obr.value(field), type, translation);
        var other = orc == null ? null : EiToIdentifier.map(orc.value(field), type, translation);
        if (own != null || other != null) {
            request.addIdentifier(own != null ? own : other);
        }
    }

    private static void setRequester(
            ServiceRequest request, SegmentReader obr, @Nullable SegmentReader orc, Translation translation) {
        var requester = XcnToPractitioner.map(obr.value(16), translation);
        if (requester == null && orc != null) {
            requester = XcnToPractitioner.map(orc.value(12), translation);
        }
        if (orc != null && orc.segment().raw(12).equals(obr.segment().raw(16))) {
            orc.ignore(12);
        }
        if (requester != null) {
            request.setRequester(requester);
        }
        var authored = orc == null ? null : TsToDateTime.map(orc.value(9), translation);
        if (authored != null) {
            request.setAuthoredOnElement(authored);
        }
    }

    private static ServiceRequestStatus status(SegmentReader obr) {
        var result = obr.text(25);
        if (result == null) {
            return ServiceRequestStatus.UNKNOWN;
        }
        return switch (result) {
            case "F", "C" -> ServiceRequestStatus.COMPLETED;
            case "X" -> ServiceRequestStatus.REVOKED;
            default -> ServiceRequestStatus.ACTIVE;
        };
    }
}
