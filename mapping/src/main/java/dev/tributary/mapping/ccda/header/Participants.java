package dev.tributary.mapping.ccda.header;

import dev.tributary.mapping.ccda.datatype.AdToAddress;
import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.datatype.PnToHumanName;
import dev.tributary.mapping.ccda.datatype.TelToContactPoint;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Device.DeviceNameType;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.RelatedPerson;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-participations.html">Participations</a>: people, organizations, places and devices. */
public final class Participants {

    private static final String NUCC = "http://nucc.org/provider-taxonomy";
    private static final String SPECIALTIES = "http://snomed.info/sct";

    private Participants() {}

    /**
     * A person who acts professionally, for elements that take a Practitioner; with an organization or a role code a PractitionerRole is
     * written too. Null if neither a name nor a number tells who it is.
     *
     * @param role assignedAuthor, assignedEntity, associatedEntity or participantRole
     */
    public static @Nullable Reference practitioner(CdaElement role, CdaTranslation translation) {
        return role.isAbsent()
                ? null
                : translation.participant("practitioner", role, () -> writePractitioner(role, translation));
    }

    private static @Nullable Reference writePractitioner(CdaElement role, CdaTranslation translation) {
        var person = role.firstOf("assignedPerson", "associatedPerson", "playingEntity", "relatedPerson");
        var name = name(person, translation);
        var identifiers = IiToIdentifier.all(role, translation.profile());
        var isNumbered = identifiers.stream().anyMatch(each -> each.hasValue());
        if (name == null && (!isNumbered || isDevice(role) || isOrganizationAlone(role, person))) {
            return null;
        }
        var practitioner = new Practitioner();
        practitioner.setId(personId("Practitioner", role, person, isNumbered, translation));
        practitioner.setIdentifier(identifiers);
        practitioner.addName(withFamily(name == null ? new HumanName() : name));
        practitioner.setAddress(addresses(role, translation));
        practitioner.setTelecom(telecoms(role, translation));
        var reference = translation.write(practitioner, role);
        writeRole(reference, role, translation);
        if (name != null) {
            reference.setDisplay(display(name));
        }
        return reference;
    }

    private static boolean isDevice(CdaElement role) {
        return role.child("assignedAuthoringDevice").exists();
    }

    private static boolean isOrganizationAlone(CdaElement role, CdaElement person) {
        return person.isAbsent()
                && role.child("representedOrganization").child("name").exists();
    }

    /** Somebody without a number of his own is known by the words about him. */
    private static String personId(
            String type, CdaElement role, CdaElement person, boolean isNumbered, CdaTranslation translation) {
        return translation.sharedId(type, isNumbered ? role : person);
    }

    private static void writeRole(Reference practitioner, CdaElement role, CdaTranslation translation) {
        var organization = organization(role.firstOf("representedOrganization", "scopingOrganization"), translation);
        var code = CdToCodeableConcept.map(role.child("code"), translation);
        if (organization == null && code == null) {
            return;
        }
        var mapped = new PractitionerRole();
        mapped.setId(translation.id(
                "PractitionerRole",
                "cda|" + practitioner.getReference() + "|"
                        + (organization == null ? "" : organization.getReference())));
        mapped.setPractitioner(practitioner.copy());
        if (organization != null) {
            mapped.setOrganization(organization);
        }
        if (code != null) {
            var system = code.getCodingFirstRep().getSystem();
            if (NUCC.equals(system) || SPECIALTIES.equals(system)) {
                mapped.addSpecialty(code);
            } else {
                mapped.addCode(code);
            }
        }
        mapped.setTelecom(telecoms(role, translation));
        translation.write(mapped, CdaElement.absent());
    }

    /** Null if the element says nothing. */
    public static @Nullable Reference organization(CdaElement element, CdaTranslation translation) {
        return element.isAbsent()
                ? null
                : translation.participant("organization", element, () -> writeOrganization(element, translation));
    }

    private static @Nullable Reference writeOrganization(CdaElement element, CdaTranslation translation) {
        var name = NarrativeText.words(element.firstOf("name", "desc"));
        var identifiers = IiToIdentifier.all(element, translation.profile());
        if (name == null && isUnnumbered(identifiers)) {
            return null;
        }
        var organization = new Organization();
        organization.setId(translation.sharedId("Organization", element));
        organization.setActive(true);
        organization.setIdentifier(identifiers);
        organization.setNameElement(name(name));
        organization.setAddress(addresses(element, translation));
        organization.setTelecom(telecoms(element, translation));
        var type = CdToCodeableConcept.map(element.firstOf("standardIndustryClassCode", "code"), translation);
        if (type != null) {
            organization.addType(type);
        }
        var whole = organization(element.at("asOrganizationPartOf", "wholeOrganization"), translation);
        if (whole != null && !whole.getReference().endsWith(organization.getIdPart())) {
            organization.setPartOf(whole);
        }
        return translation.write(organization, element).setDisplay(name);
    }

    /** A relative, friend or caregiver of the patient; null if nothing tells who it is. */
    public static @Nullable Reference relatedPerson(CdaElement role, CdaTranslation translation) {
        var person = role.firstOf("associatedPerson", "relatedPerson", "assignedPerson", "playingEntity");
        var name = name(person, translation);
        var relationship = CdToCodeableConcept.map(role.child("code"), translation);
        if (name == null && relationship == null) {
            return null;
        }
        var related = new RelatedPerson();
        related.setId(translation.entryId("RelatedPerson", role));
        related.setActive(true);
        related.setIdentifier(IiToIdentifier.all(role, translation.profile()));
        related.setPatient(translation.patient());
        if (name != null) {
            related.addName(name);
        }
        if (relationship != null) {
            related.addRelationship(relationship);
        }
        var precise = CdToCodeableConcept.map(person.at("sdtc:asPatientRelationship", "code"), translation);
        if (precise != null) {
            related.addRelationship(precise);
        }
        related.setAddress(addresses(role, translation));
        related.setTelecom(telecoms(role, translation));
        var reference = translation.write(related, role);
        return name == null ? reference : reference.setDisplay(display(name));
    }

    /** The software that wrote something; null if there is none. */
    public static @Nullable Reference device(CdaElement author, CdaTranslation translation) {
        var software = author.child("assignedAuthoringDevice");
        var model = NarrativeText.words(software.child("manufacturerModelName"));
        var name = NarrativeText.words(software.child("softwareName"));
        if (model == null && name == null) {
            return null;
        }
        var device = new Device();
        device.setId(translation.sharedId("Device", software));
        if (model != null) {
            device.addDeviceName().setName(model).setType(DeviceNameType.MODELNAME);
        }
        if (name != null && !name.equals(model)) {
            device.addDeviceName().setName(name).setType(DeviceNameType.OTHER);
        }
        var owner = organization(author.child("representedOrganization"), translation);
        if (owner != null) {
            device.setOwner(owner);
        }
        return translation.write(device, software).setDisplay(name == null ? model : name);
    }

    /** A place of service (participantRole SDLOC or healthCareFacility); null if it says nothing. */
    public static @Nullable Reference location(CdaElement role, CdaTranslation translation) {
        var place = role.firstOf("playingEntity", "location");
        var name = NarrativeText.words(place.child("name"));
        var type = CdToCodeableConcept.map(role.child("code"), translation);
        var identifiers = IiToIdentifier.all(role, translation.profile());
        if (name == null && type == null && role.child("addr").isAbsent() && isUnnumbered(identifiers)) {
            return null;
        }
        var location = new Location();
        location.setId(translation.sharedId("Location", role));
        location.setIdentifier(identifiers);
        location.setNameElement(name(name));
        if (type != null) {
            location.addType(type);
        }
        var address = AdToAddress.map(role.child("addr"), translation);
        location.setAddress(address == null ? AdToAddress.map(place.child("addr"), translation) : address);
        location.setTelecom(telecoms(role, translation));
        var owner = organization(role.firstOf("serviceProviderOrganization", "scopingEntity"), translation);
        if (owner != null) {
            location.setManagingOrganization(owner);
        }
        return translation.write(location, role).setDisplay(name);
    }

    private static boolean isUnnumbered(List<Identifier> identifiers) {
        return identifiers.stream().noneMatch(Identifier::hasValue);
    }

    /** US Core demands a name of places and organizations. */
    private static StringType name(@Nullable String name) {
        var element = new StringType(name);
        if (name == null) {
            element.addExtension(NullFlavor.dataAbsentReason("UNK"));
        }
        return element;
    }

    /** US Core demands a family name of practitioners. */
    private static HumanName withFamily(HumanName name) {
        if (!name.hasFamily()) {
            name.getFamilyElement().addExtension(NullFlavor.dataAbsentReason("UNK"));
        }
        return name;
    }

    private static @Nullable HumanName name(CdaElement person, CdaTranslation translation) {
        for (var name : person.children("name")) {
            var mapped = PnToHumanName.map(name, translation);
            if (mapped != null) {
                return mapped;
            }
        }
        return null;
    }

    private static @Nullable String display(HumanName name) {
        var words = name.hasText() ? name.getText() : name.getNameAsSingleString();
        return words == null || words.isBlank() ? null : words;
    }

    private static List<Address> addresses(CdaElement role, CdaTranslation translation) {
        var mapped = new ArrayList<Address>(1);
        for (var address : role.children("addr")) {
            var one = AdToAddress.map(address, translation);
            if (one != null) {
                mapped.add(one);
            }
        }
        return mapped;
    }

    private static List<ContactPoint> telecoms(CdaElement role, CdaTranslation translation) {
        var mapped = new ArrayList<ContactPoint>(1);
        for (var telecom : role.children("telecom")) {
            var one = TelToContactPoint.map(telecom, translation);
            if (one != null) {
                mapped.add(one);
            }
        }
        return mapped;
    }
}
