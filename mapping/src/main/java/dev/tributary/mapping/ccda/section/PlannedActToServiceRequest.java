package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.PqToQuantity;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DeviceRequest;
import org.hl7.fhir.r4.model.DeviceRequest.DeviceRequestStatus;
import org.hl7.fhir.r4.model.DeviceRequest.RequestIntent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;

/** Planned Act, Procedure, Observation and Supply to <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-servicerequest.html">ServiceRequest</a> and DeviceRequest. Ours: the guide has no map for them. */
final class PlannedActToServiceRequest {

    private PlannedActToServiceRequest() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var request = new ServiceRequest();
        request.setId(translation.entryId("ServiceRequest", element));
        request.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        request.setSubject(translation.patient());
        var status = CodeMap.of("RequestStatus").target(entry.statusCode());
        request.setStatus(ServiceRequestStatus.fromCode(Objects.requireNonNullElse(status, "unknown")));
        var intent = CodeMap.of("RequestIntent").target(element.attribute("moodCode"));
        request.setIntent(ServiceRequestIntent.fromCode(Objects.requireNonNullElse(intent, "plan")));
        if (entry.isNegated()) {
            request.setDoNotPerform(true);
        }
        request.setCode(ProcedureActivityToProcedure.code(element, translation));
        var time = IvlTsToPeriod.effective(element.child("effectiveTime"), translation);
        if (time != null) {
            request.setOccurrence(time);
        }
        request.setRequester(Related.author(translation, element));
        request.setAuthoredOnElement(Related.authored(translation, element));
        request.setPerformer(Related.performers(element, translation));
        request.setReasonCode(Related.reasons(element, translation));
        var site = CdToCodeableConcept.map(element.child("targetSiteCode"), translation);
        if (site != null) {
            request.addBodySite(site);
        }
        var place = Related.place(element, translation);
        if (place != null) {
            request.addLocationReference(place);
        }
        var instruction = Related.templated(element, "act", "2.16.840.1.113883.10.20.22.4.20");
        request.setPatientInstruction(NarrativeText.of(instruction.child("text"), translation));
        request.setNote(Related.notes(element, translation));
        return translation.write(request, element);
    }

    static Reference supply(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var request = new DeviceRequest();
        request.setId(translation.entryId("DeviceRequest", element));
        request.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        request.setSubject(translation.patient());
        var status = CodeMap.of("RequestStatus").target(entry.statusCode());
        request.setStatus(DeviceRequestStatus.fromCode(Objects.requireNonNullElse(status, "unknown")));
        var intent = CodeMap.of("RequestIntent").target(element.attribute("moodCode"));
        request.setIntent(RequestIntent.fromCode(Objects.requireNonNullElse(intent, "plan")));
        request.setCode(product(entry, element));
        var quantity = PqToQuantity.map(element.child("quantity"), translation);
        if (quantity != null) {
            request.addParameter().setValue(PqToQuantity.plain(quantity));
        }
        var time = IvlTsToPeriod.effective(element.child("effectiveTime"), translation);
        if (time != null) {
            request.setOccurrence(time);
        }
        request.setRequester(Related.author(translation, element));
        request.setAuthoredOnElement(Related.authored(translation, element));
        return translation.write(request, element);
    }

    private static CodeableConcept product(Entry entry, CdaElement element) {
        var material = element.at("product", "manufacturedProduct", "manufacturedMaterial", "code");
        var code = CdToCodeableConcept.map(material, entry.translation());
        for (var participant : element.children("participant")) {
            if (code == null) {
                code = CdToCodeableConcept.map(
                        participant.at("participantRole", "playingDevice", "code"), entry.translation());
            }
        }
        return code == null ? ProcedureActivityToProcedure.code(element, entry.translation()) : code;
    }
}
