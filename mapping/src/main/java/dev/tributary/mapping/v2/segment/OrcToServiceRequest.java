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
import dev.tributary.mapping.v2.er7.V2Value;
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

    private static final String CALLBACK =
            "http://hl7.org/fhir/StructureDefinition/servicerequest-order-callback-phone-number";

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
        addAlternateNumbers(request, orc, 33, translation);
        for (var value : orc.values(8)) {
            ObrToServiceRequest.addParent(request, EipToIdentifier.placer(value, translation));
            ObrToServiceRequest.addParent(request, EipToIdentifier.filler(value, translation));
        }
        var authored = TsToDateTime.map(orc.value(9), translation);
        if (authored != null) {
            request.setAuthoredOnElement(authored);
        }
        addCallback(request, orc, 14, translation);
        SecurityLabels.addConfidentiality(request, orc.value(28), translation);
        var place = CweToCodeableConcept.translate(orc.value(29), "HL70482-locationCode", translation);
        if (place != null) {
            request.addLocationCode(place);
        }
        Tq1ToServiceRequest.addTq(request, orc.value(7), translation);
    }

    /** ORC-33, and OBR-53 that means the same. */
    static void addAlternateNumbers(ServiceRequest request, SegmentReader segment, int field, Translation translation) {
        for (var value : segment.values(field)) {
            var alternate = CxToIdentifier.map(value, "PLAC", translation);
            if (alternate != null && Identifiers.lacks(request.getIdentifier(), alternate)) {
                request.addIdentifier(alternate);
            }
        }
    }

    /** ORC-14, and OBR-17 that means the same. */
    static void addCallback(ServiceRequest request, SegmentReader segment, int field, Translation translation) {
        for (var value : segment.values(field)) {
            for (var phone : XtnToContactPoint.map(value, null, translation)) {
                if (request.getExtensionsByUrl(CALLBACK).stream()
                        .noneMatch(each -> phone.equalsDeep(each.getValue()))) {
                    request.addExtension(CALLBACK, phone);
                }
            }
        }
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

    /** ORC-12, else OBR-16, in the name of ORC-21. */
    static void setRequester(
            ServiceRequest request, @Nullable SegmentReader orc, @Nullable SegmentReader obr, Translation translation) {
        var ordering = orc == null ? null : XcnToPractitioner.map(first(orc, 12), translation);
        var ordered = obr == null ? null : XcnToPractitioner.map(first(obr, 16), translation);
        var practitioner = ordering == null ? ordered : ordering;
        var organization = orc == null ? null : XonToOrganization.map(orc.value(21), translation);
        if (orc != null) {
            addContact(practitioner, organization, orc, translation);
        }
        if (practitioner != null && organization != null) {
            request.setRequester(role(practitioner, organization, translation));
        } else if (practitioner != null || organization != null) {
            request.setRequester(practitioner == null ? organization : practitioner);
        }
    }

    private static @Nullable V2Value first(SegmentReader segment, int field) {
        var values = segment.values(field);
        return values.isEmpty() ? null : values.get(0);
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
                for (var point : XtnToContactPoint.map(value, ContactPointUse.WORK, translation)) {
                    if (facility.getTelecom().stream().noneMatch(point::equalsDeep)) {
                        facility.addTelecom(point);
                    }
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
