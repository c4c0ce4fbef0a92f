package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.EipToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-orc-to-servicerequest.html">ORC to ServiceRequest</a>. */
final class OrcToServiceRequest {

    private static final String STATUS_REASON = "http://hl7.org/fhir/StructureDefinition/request-statusReason";

    private OrcToServiceRequest() {}

    /** Adds what the ORC says; the status stays absent if neither ORC-5 nor ORC-1 tells it. */
    static void add(ServiceRequest request, @Nullable SegmentReader orc, Translation translation) {
        if (orc == null) {
            return;
        }
        setStatus(request, orc, translation);
        var group = EiToIdentifier.map(orc.value(4), "PGN", translation);
        if (group != null) {
            request.setRequisition(group.setType(new CodeableConcept().setText("Placer Group Number")));
        }
        var filled = EiToIdentifier.map(orc.value(38), "FGN", translation);
        if (filled != null) {
            request.addIdentifier(filled.setType(new CodeableConcept().setText("Filler Group Number")));
        }
        for (var value : orc.values(33)) {
            var alternate = CxToIdentifier.map(value, "PLAC", translation);
            if (alternate != null && Identifiers.lacks(request.getIdentifier(), alternate)) {
                request.addIdentifier(alternate);
            }
        }
        for (var value : orc.values(8)) {
            ObrToServiceRequest.addParent(request, EipToIdentifier.placer(value, translation));
            ObrToServiceRequest.addParent(request, EipToIdentifier.filler(value, translation));
        }
        var authored = TsToDateTime.map(orc.value(9), translation);
        if (authored != null) {
            request.setAuthoredOnElement(authored);
        }
        setRequester(request, orc, translation);
        Tq1ToServiceRequest.addTq(request, orc.value(7), translation);
    }

    private static void setStatus(ServiceRequest request, SegmentReader orc, Translation translation) {
        var control = orc.text(1);
        var status = orc.text(5);
        var entry = status == null ? null : CodeTable.of("HL70038").get(status);
        if (entry == null && control != null) {
            entry = CodeTable.of("HL70119-ServiceRequestStatus").get(control);
        }
        if (entry != null) {
            request.setStatus(ServiceRequestStatus.fromCode(entry.target()));
        }
        var reason = CweToCodeableConcept.map(orc.value(16), translation);
        if (reason != null) {
            request.addExtension(new Extension(STATUS_REASON, reason));
        }
    }

    private static void setRequester(ServiceRequest request, SegmentReader orc, Translation translation) {
        var values = orc.values(12);
        var practitioner = values.isEmpty() ? null : XcnToPractitioner.map(values.get(0), translation);
        var organization = XonToOrganization.map(orc.value(21), translation);
        addContact(practitioner, organization, orc, translation);
        if (practitioner != null && organization != null) {
            request.setRequester(role(practitioner, organization, translation));
        } else if (practitioner != null || organization != null) {
            request.setRequester(practitioner == null ? organization : practitioner);
        }
    }

    /** Who asked, in the name of whom. */
    private static Reference role(Reference practitioner, Reference organization, Translation translation) {
        var role = new PractitionerRole().setPractitioner(practitioner.copy()).setOrganization(organization.copy());
        role.setId(translation.id("PractitionerRole", practitioner.getReference() + "|" + organization.getReference()));
        return translation.write(role).setDisplay(practitioner.getDisplay());
    }

    /** ORC-22 to 24: where the facility and the practitioner are to be found. */
    private static void addContact(
            @Nullable Reference practitioner,
            @Nullable Reference organization,
            SegmentReader orc,
            Translation translation) {
        if (organization != null && translation.written(organization.getReference()) instanceof Organization facility) {
            for (var value : orc.values(22)) {
                var address = XadToAddress.map(value, translation);
                if (address != null && facility.getAddress().stream().noneMatch(address::equalsDeep)) {
                    facility.addAddress(address);
                }
            }
            for (var value : orc.values(23)) {
                var point = XtnToContactPoint.map(value, ContactPointUse.WORK, translation);
                if (point != null && facility.getTelecom().stream().noneMatch(point::equalsDeep)) {
                    facility.addTelecom(point);
                }
            }
        }
        if (practitioner != null && translation.written(practitioner.getReference()) instanceof Practitioner person) {
            for (var value : orc.values(24)) {
                var address = XadToAddress.map(value, translation);
                if (address != null && person.getAddress().stream().noneMatch(address::equalsDeep)) {
                    person.addAddress(address);
                }
            }
        }
    }
}
