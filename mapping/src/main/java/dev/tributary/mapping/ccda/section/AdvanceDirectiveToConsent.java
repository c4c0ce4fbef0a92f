package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Consent;
import org.hl7.fhir.r4.model.Consent.ConsentState;
import org.hl7.fhir.r4.model.Reference;

/** Advance Directive Observation to <a href="https://hl7.org/fhir/R4/consent.html">Consent</a>. Ours: the guide has no map for it. */
final class AdvanceDirectiveToConsent {

    private static final String SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private AdvanceDirectiveToConsent() {}

    /** An observation, or every one of an organizer. */
    static List<Reference> map(Entry entry) {
        if (!entry.element().name().equals("organizer")) {
            return List.of(observation(entry));
        }
        var found = new ArrayList<Reference>();
        for (var component : entry.element().children("component")) {
            component.children("observation").forEach(each -> found.add(observation(entry.inner(each))));
        }
        return found;
    }

    private static Reference observation(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var consent = new Consent();
        consent.setId(translation.entryId("Consent", element));
        consent.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        consent.setPatient(translation.patient());
        consent.setStatus(
                switch (entry.statusCode()) {
                    case "nullified" -> ConsentState.ENTEREDINERROR;
                    case "aborted", "cancelled" -> ConsentState.INACTIVE;
                    default -> ConsentState.ACTIVE;
                });
        consent.setScope(concept(SCOPE, "adr", "Advanced Care Directive"));
        var kind = CdToCodeableConcept.map(element.child("code"), translation);
        consent.addCategory(kind == null ? concept(ACT_CODE, "ACD", "advance directive") : kind);
        // ppc-1: a consent names a policy; the directive itself is one.
        var value = Related.value(element, translation);
        consent.setPolicyRule(
                value == null
                        ? CdToCodeableConcept.absent(element.child("value").nullFlavor())
                        : value);
        var period = IvlTsToPeriod.map(element.child("effectiveTime"), translation);
        if (period != null) {
            consent.getProvision().setPeriod(period);
        }
        if (entry.isNegated()) {
            consent.getProvision().setType(Consent.ConsentProvisionType.DENY);
        }
        consent.setDateTimeElement(Related.authored(translation, element));
        addAgents(consent, element, translation);
        return translation.write(consent, element);
    }

    /** Who verified it and who speaks for the patient. */
    private static void addAgents(Consent consent, CdaElement element, CdaTranslation translation) {
        for (var participant : element.children("participant")) {
            var role = participant.child("participantRole");
            if (participant.has("typeCode", "VRF")) {
                var verifier = Participants.practitioner(role, translation);
                var verification = consent.addVerification().setVerified(true);
                verification.setVerificationDateElement(IvlTsToPeriod.dateTime(participant.child("time"), translation));
                if (verifier != null) {
                    consent.addPerformer(verifier);
                }
            } else if (participant.has("typeCode", "CST")) {
                var agent = Participants.relatedPerson(role, translation);
                if (agent != null) {
                    consent.getProvision()
                            .addActor()
                            .setReference(agent)
                            .getRole()
                            .addCoding()
                            .setSystem("http://terminology.hl7.org/CodeSystem/v3-ParticipationType")
                            .setCode("CST");
                }
            }
        }
    }

    private static CodeableConcept concept(String system, String code, String display) {
        return new CodeableConcept().addCoding(new Coding(system, code, display));
    }
}
