package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.CodeMap;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NullFlavor;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/CF-encounters.html">encompassingEncounter and Encounter Activity to Encounter</a>. */
public final class EncounterToEncounter {

    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";

    private EncounterToEncounter() {}

    /** The visit of the header; null if there is none. */
    public static @Nullable Reference encompassing(CdaElement element, CdaTranslation translation) {
        if (element.isAbsent() || element.children().isEmpty()) {
            return null;
        }
        var encounter = common(element, translation);
        encounter.setStatus(EncounterStatus.fromCode(statusByTime(element)));
        addParticipants(encounter, element, translation);
        addPlace(encounter, element.at("location", "healthCareFacility"), translation);
        return translation.write(encounter, element);
    }

    /** An encounter of a section; its diagnoses and reasons are added by the caller. */
    static Encounter map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var encounter = common(element, translation);
        var status = CodeMap.of("EncounterStatus").target(entry.statusCode());
        if (!element.has("moodCode", "EVN") && element.attribute("moodCode") != null) {
            status = "planned";
        }
        encounter.setStatus(
                EncounterStatus.fromCode(Objects.requireNonNullElseGet(status, () -> statusByTime(element))));
        for (var performer : element.children("performer")) {
            var type = CdToCodeableConcept.map(performer.child("sdtc:functionCode"), translation);
            addParticipant(encounter, performer.child("assignedEntity"), type, performer, translation);
        }
        for (var participant : element.children("participant")) {
            if (participant.has("typeCode", "LOC")) {
                addPlace(encounter, participant.child("participantRole"), translation);
            }
        }
        return encounter;
    }

    private static Encounter common(CdaElement element, CdaTranslation translation) {
        var encounter = new Encounter();
        encounter.setId(translation.entryId("Encounter", element));
        encounter.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        encounter.setSubject(translation.patient());
        encounter.setPeriod(IvlTsToPeriod.map(element.child("effectiveTime"), translation));
        var point = element.child("effectiveTime").attribute("value");
        if (point != null && encounter.hasPeriod()) {
            encounter.getPeriod().setEndElement(null);
        }
        setClassAndType(encounter, element.child("code"), translation);
        var disposition = CdToCodeableConcept.map(
                element.firstOf("dischargeDispositionCode", "sdtc:dischargeDispositionCode"), translation);
        if (disposition != null) {
            encounter.getHospitalization().setDischargeDisposition(disposition);
        }
        return encounter;
    }

    private static void setClassAndType(Encounter encounter, CdaElement code, CdaTranslation translation) {
        var concept = CdToCodeableConcept.map(code, translation);
        var type = new CodeableConcept();
        Coding implied = null;
        if (concept != null) {
            for (var coding : concept.getCoding()) {
                if (ACT_CODE.equals(coding.getSystem())) {
                    encounter.setClass_(encounter.hasClass_() ? encounter.getClass_() : coding);
                } else {
                    type.addCoding(coding);
                    implied = implied == null ? implied(coding) : implied;
                }
            }
            type.setText(concept.getText());
        }
        encounter.addType(type.isEmpty() ? CdToCodeableConcept.absent(code.nullFlavor()) : type);
        if (!encounter.hasClass_()) {
            encounter.setClass_(implied == null ? unknownClass(code) : implied);
        }
    }

    private static @Nullable Coding implied(Coding coding) {
        var entry = CodeMap.of("EncounterClass").get(coding.getCode());
        return entry == null ? null : new Coding(ACT_CODE, entry.target(), entry.display());
    }

    private static Coding unknownClass(CdaElement code) {
        var coding = new Coding();
        coding.addExtension(NullFlavor.dataAbsentReason(code.nullFlavor()));
        return coding;
    }

    /** A point in time or an end is a visit that is over. */
    private static String statusByTime(CdaElement element) {
        var time = element.child("effectiveTime");
        if (time.attribute("value") != null || time.child("high").attribute("value") != null) {
            return "finished";
        }
        return time.child("low").attribute("value") != null ? "in-progress" : "unknown";
    }

    private static void addParticipants(Encounter encounter, CdaElement element, CdaTranslation translation) {
        var responsible = element.child("responsibleParty");
        if (responsible.exists()) {
            addParticipant(
                    encounter, responsible.child("assignedEntity"), type("ATND", "attender"), responsible, translation);
        }
        for (var participant : element.children("encounterParticipant")) {
            var code = participant.attribute("typeCode");
            var type = code == null ? null : type(code, null);
            addParticipant(encounter, participant.child("assignedEntity"), type, participant, translation);
        }
    }

    private static CodeableConcept type(String code, @Nullable String display) {
        return new CodeableConcept()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code, display));
    }

    private static void addParticipant(
            Encounter encounter,
            CdaElement role,
            @Nullable CodeableConcept type,
            CdaElement participation,
            CdaTranslation translation) {
        var who = Participants.practitioner(role, translation);
        if (who == null) {
            return;
        }
        for (var known : encounter.getParticipant()) {
            if (known.getIndividual().getReference().equals(who.getReference())) {
                return;
            }
        }
        var participant = encounter.addParticipant().setIndividual(who);
        if (type != null) {
            participant.addType(type);
        }
        participant.setPeriod(IvlTsToPeriod.map(participation.child("time"), translation));
    }

    private static void addPlace(Encounter encounter, CdaElement role, CdaTranslation translation) {
        var place = Participants.location(role, translation);
        if (place != null) {
            encounter.addLocation().setLocation(place);
        }
        var provider = Participants.organization(role.child("serviceProviderOrganization"), translation);
        if (provider != null) {
            encounter.setServiceProvider(provider);
        }
    }
}
