package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.PlToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XadToAddress;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.datatype.XtnToContactPoint;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-prt-to-practitionerrole.html">PRT to PractitionerRole</a>, and ROL
 * alike. Who is only a person, or only an organization, is named without a role between.
 */
final class PrtToPractitionerRole {

    private final SegmentReader segment;
    private final boolean isPrt;
    private final Translation translation;

    private PrtToPractitionerRole(SegmentReader segment, Translation translation) {
        this.segment = segment;
        this.isPrt = segment.segment().name().equals("PRT");
        this.translation = translation;
    }

    /** Those that the segment names, already written; a segment names one as a rule. */
    static List<Reference> map(SegmentReader segment, Translation translation) {
        return new PrtToPractitionerRole(segment, translation).actors();
    }

    /** As what they take part; null if the segment does not say. */
    static @Nullable CodeableConcept function(SegmentReader segment, Translation translation) {
        var isPrt = segment.segment().name().equals("PRT");
        return CweToCodeableConcept.map(
                segment.value(isPrt ? 4 : 3),
                "http://terminology.hl7.org/CodeSystem/" + (isPrt ? "v2-0912" : "v2-0443"),
                translation);
    }

    private List<Reference> actors() {
        var organization = XonToOrganization.map(segment.value(isPrt ? 8 : 14), translation);
        var actors = new ArrayList<Reference>();
        for (var value : segment.values(isPrt ? 5 : 4)) {
            var practitioner = XcnToPractitioner.map(value, translation);
            if (practitioner != null) {
                addAddresses(practitioner);
                actors.add(role(practitioner, organization));
            }
        }
        if (actors.isEmpty() && organization != null) {
            actors.add(organization);
        }
        return actors;
    }

    private void addAddresses(Reference practitioner) {
        if (translation.written(practitioner.getReference()) instanceof Practitioner person) {
            for (var value : segment.values(isPrt ? 14 : 11)) {
                var address = XadToAddress.map(value, translation);
                if (address != null && person.getAddress().stream().noneMatch(address::equalsDeep)) {
                    person.addAddress(address);
                }
            }
        }
    }

    private Reference role(Reference practitioner, @Nullable Reference organization) {
        var role = new PractitionerRole().setPractitioner(practitioner.copy());
        if (organization != null) {
            role.setOrganization(organization.copy());
        }
        addDetails(role);
        addTelecom(role);
        if (!role.hasOrganization() && !role.hasSpecialty() && !role.hasLocation() && !role.hasTelecom()) {
            return practitioner;
        }
        var function = function(segment, translation);
        if (function != null) {
            role.addCode(function);
        }
        var first = isPrt ? 11 : 5;
        role.setPeriod(DrToPeriod.map(
                TsToDateTime.map(segment.value(first), translation),
                TsToDateTime.map(segment.value(first + 1), translation)));
        role.setId(translation.id("PractitionerRole", key(practitioner, organization, function)));
        return translation.write(role).setDisplay(practitioner.getDisplay());
    }

    private static String key(
            Reference practitioner, @Nullable Reference organization, @Nullable CodeableConcept function) {
        return practitioner.getReference() + "|" + (organization == null ? "" : organization.getReference()) + "|"
                + (function == null ? "" : function.getCodingFirstRep().getCode());
    }

    private void addDetails(PractitionerRole role) {
        var specialty = CweToCodeableConcept.map(segment.value(isPrt ? 6 : 9), translation);
        if (specialty != null) {
            role.addSpecialty(specialty);
        }
        var location = PlToLocation.map(segment.value(isPrt ? 9 : 13), translation);
        if (location != null) {
            role.addLocation(location);
        }
    }

    private void addTelecom(PractitionerRole role) {
        for (var value : segment.values(isPrt ? 15 : 12)) {
            XtnToContactPoint.map(value, null, translation).forEach(role::addTelecom);
        }
    }
}
