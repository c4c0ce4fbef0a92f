package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.Concepts;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestPriority;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/**
 * RF1 to ServiceRequest. Ours: HL7's guide has no map for it; rests on
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/RF1">chapter 11 of HL7 v2</a> and the mappings of
 * <a href="https://hl7.org/fhir/R4/servicerequest-mappings.html">ServiceRequest</a>.
 */
public final class Rf1ToServiceRequest {

    private static final String TABLE = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String CANCEL = "I14";

    private Rf1ToServiceRequest() {}

    /** {@code system|number}: RF1-6, else RF1-11; null if there is neither. */
    public static @Nullable String key(V2Segment rf1, Translation translation) {
        var own = EiToIdentifier.key(rf1.value(6), "PLAC", translation.profile());
        if (own != null) {
            return own;
        }
        var external = rf1.value(11);
        return external == null ? null : EiToIdentifier.key(external, "FILL", translation.profile());
    }

    public static ServiceRequest map(
            SegmentReader rf1, String key, Reference patient, @Nullable Reference encounter, Translation translation) {
        var request = new ServiceRequest().setIntent(ServiceRequestIntent.ORDER);
        request.setId(translation.id("ServiceRequest", "referral|" + key));
        request.setSubject(patient.copy());
        if (encounter != null) {
            request.setEncounter(encounter.copy());
        }
        for (var field : new int[] {6, 11}) {
            for (var value : rf1.values(field)) {
                var identifier = EiToIdentifier.map(value, field == 6 ? "PLAC" : "FILL", translation);
                if (identifier != null) {
                    request.addIdentifier(identifier);
                }
            }
        }
        request.setStatus(status(rf1, translation));
        setKind(request, rf1, translation);
        setTimes(request, rf1, translation);
        return request;
    }

    private static ServiceRequestStatus status(SegmentReader rf1, Translation translation) {
        var code = rf1.text(1);
        var entry = code == null ? null : CodeTable.of("HL70283").get(code);
        if (translation.event().code().equals(CANCEL)) {
            return ServiceRequestStatus.REVOKED;
        }
        if (code != null && entry == null) {
            translation.warn("code-invalid", rf1.segment().path(1), "Not a status of table 0283; taken for active.");
        }
        return entry == null ? ServiceRequestStatus.ACTIVE : ServiceRequestStatus.fromCode(entry.target());
    }

    private static void setKind(ServiceRequest request, SegmentReader rf1, Translation translation) {
        var code = rf1.text(2);
        var priority = code == null ? null : CodeTable.of("HL70280").get(code);
        if (priority != null) {
            request.setPriority(ServiceRequestPriority.fromCode(priority.target()));
        }
        request.addCategory(Concepts.concept("referral"));
        var type = CweToCodeableConcept.map(rf1.value(3), TABLE + "0281", translation);
        request.setCode(type == null ? new CodeableConcept().setText("Referral") : type);
        for (var value : rf1.values(4)) {
            var disposition = CweToCodeableConcept.map(value, TABLE + "0282", translation);
            if (disposition != null) {
                request.addOrderDetail(disposition);
            }
        }
        var patientClass = CweToCodeableConcept.map(rf1.value(5), TABLE + "0284", translation);
        if (patientClass != null) {
            request.addCategory(patientClass);
        }
        for (var value : rf1.values(10)) {
            var reason = CweToCodeableConcept.map(value, TABLE + "0336", translation);
            if (reason != null) {
                request.addReasonCode(reason);
            }
        }
    }

    private static void setTimes(ServiceRequest request, SegmentReader rf1, Translation translation) {
        var period = DrToPeriod.map(
                TsToDateTime.map(rf1.value(7), translation), TsToDateTime.map(rf1.value(8), translation));
        if (period != null) {
            request.setOccurrence(period);
        }
        var processed = TsToDateTime.map(rf1.value(9), translation);
        var occurred = translation.event().occurred();
        if (processed != null) {
            request.setAuthoredOnElement(processed);
        } else if (occurred != null) {
            request.setAuthoredOnElement(occurred.copy());
        }
    }
}
