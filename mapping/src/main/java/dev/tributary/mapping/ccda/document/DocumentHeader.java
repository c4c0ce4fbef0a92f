package dev.tributary.mapping.ccda.document;

import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://hl7.org/fhir/us/ccda/CF-header.html">The participants of a document</a>, written as resources.
 *
 * @param root ClinicalDocument
 * @param date when the document was made, as precise as it was sent
 * @param authors people, else software, else organizations
 * @param legal who signed for it by law
 * @param custodian who keeps the original
 * @param encounter the visit that the document is about
 */
public record DocumentHeader(
        CdaElement root,
        @Nullable DateTimeType date,
        List<Reference> authors,
        @Nullable Reference legal,
        @Nullable Reference custodian,
        @Nullable Reference encounter) {

    public static DocumentHeader of(CdaElement root, @Nullable Reference encounter, CdaTranslation translation) {
        var authors = new ArrayList<Reference>();
        for (var author : root.children("author")) {
            var mapped = author(author.child("assignedAuthor"), translation);
            if (mapped != null && authors.stream().noneMatch(each -> each.equalsDeep(mapped))) {
                authors.add(mapped);
            }
        }
        var custodian = Participants.organization(
                root.at("custodian", "assignedCustodian", "representedCustodianOrganization"), translation);
        var legal = Participants.practitioner(root.at("legalAuthenticator", "assignedEntity"), translation);
        writeOthers(root, translation);
        return new DocumentHeader(
                root,
                IvlTsToPeriod.dateTime(root.child("effectiveTime"), translation),
                authors,
                legal,
                custodian,
                encounter);
    }

    /** A person, else software, else the organization; null if the element names nobody. */
    public static @Nullable Reference author(CdaElement assigned, CdaTranslation translation) {
        var person = Participants.practitioner(assigned, translation);
        if (person != null) {
            return person;
        }
        var device = Participants.device(assigned, translation);
        return device != null
                ? device
                : Participants.organization(assigned.child("representedOrganization"), translation);
    }

    private static void writeOthers(CdaElement root, CdaTranslation translation) {
        for (var participant : root.children("participant")) {
            var entity = participant.child("associatedEntity");
            if (isProfessional(entity)) {
                Participants.practitioner(entity, translation);
            } else if (entity.child("associatedPerson").exists()) {
                Participants.relatedPerson(entity, translation);
            } else {
                Participants.organization(entity.child("scopingOrganization"), translation);
            }
        }
        for (var informant : root.children("informant")) {
            if (informant.child("relatedEntity").exists()) {
                Participants.relatedPerson(informant.child("relatedEntity"), translation);
            } else {
                Participants.practitioner(informant.child("assignedEntity"), translation);
            }
        }
        for (var event : root.children("documentationOf")) {
            for (var performer : event.child("serviceEvent").children("performer")) {
                Participants.practitioner(performer.child("assignedEntity"), translation);
            }
        }
        for (var signer : root.children("authenticator")) {
            Participants.practitioner(signer.child("assignedEntity"), translation);
        }
        Participants.practitioner(root.at("dataEnterer", "assignedEntity"), translation);
    }

    /** Next of kin, guardians, caregivers and emergency contacts know the patient; others act for a living. */
    private static boolean isProfessional(CdaElement entity) {
        var type = entity.attribute("classCode");
        return type != null
                && !type.equals("NOK")
                && !type.equals("GUARD")
                && !type.equals("GUAR")
                && !type.equals("CAREGIVER")
                && !type.equals("ECON")
                && !type.equals("PRS")
                && !type.equals("AGNT")
                && !type.equals("CON");
    }
}
