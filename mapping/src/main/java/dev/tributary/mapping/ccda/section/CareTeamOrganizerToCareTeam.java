package dev.tributary.mapping.ccda.section;

import dev.tributary.mapping.ccda.datatype.CdToCodeableConcept;
import dev.tributary.mapping.ccda.datatype.CdaTranslation;
import dev.tributary.mapping.ccda.datatype.IiToIdentifier;
import dev.tributary.mapping.ccda.datatype.IvlTsToPeriod;
import dev.tributary.mapping.ccda.datatype.NarrativeText;
import dev.tributary.mapping.ccda.header.Participants;
import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Objects;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Care Team Organizer and the performers of the header to <a href="https://hl7.org/fhir/us/core/STU6.1/StructureDefinition-us-core-careteam.html">CareTeam</a>. Ours: the guide has no map for it. */
public final class CareTeamOrganizerToCareTeam {

    private CareTeamOrganizerToCareTeam() {}

    static Reference map(Entry entry) {
        var element = entry.element();
        var translation = entry.translation();
        var team = new CareTeam();
        team.setId(translation.entryId("CareTeam", element));
        team.setIdentifier(IiToIdentifier.all(element, translation.profile()));
        team.setSubject(translation.patient());
        team.setStatus(
                switch (entry.statusCode()) {
                    case "completed", "aborted" -> CareTeamStatus.INACTIVE;
                    case "suspended", "held" -> CareTeamStatus.SUSPENDED;
                    case "nullified" -> CareTeamStatus.ENTEREDINERROR;
                    default -> CareTeamStatus.ACTIVE;
                });
        team.setName(NarrativeText.of(element.at("code", "originalText"), translation));
        team.setPeriod(IvlTsToPeriod.map(element.child("effectiveTime"), translation));
        for (var component : element.children("component")) {
            var act = component.child("act");
            for (var performer : act.children("performer")) {
                addMember(team, performer, act, translation);
            }
            for (var observation : component.children("observation")) {
                var type = CdToCodeableConcept.map(observation.child("value"), translation);
                if (type != null) {
                    team.addCategory(type);
                }
            }
        }
        return translation.write(team, element);
    }

    /** The team that the header names: who cared for the patient in the period of the document; null if nobody is named. */
    public static @Nullable Reference ofHeader(CdaElement root, CdaTranslation translation) {
        var team = new CareTeam();
        for (var event : root.children("documentationOf")) {
            var service = event.child("serviceEvent");
            for (var performer : service.children("performer")) {
                addMember(team, performer, CdaElement.absent(), translation);
            }
            if (!team.hasPeriod()) {
                team.setPeriod(IvlTsToPeriod.map(service.child("effectiveTime"), translation));
            }
        }
        if (!team.hasParticipant()) {
            return null;
        }
        team.setId(
                translation.id("CareTeam", "cda|header|" + translation.patient().getReference()));
        team.setStatus(CareTeamStatus.ACTIVE);
        team.setSubject(translation.patient());
        return translation.write(team, CdaElement.absent());
    }

    private static void addMember(CareTeam team, CdaElement performer, CdaElement act, CdaTranslation translation) {
        var role = performer.child("assignedEntity");
        var who = Participants.practitioner(role, translation);
        who = who == null ? Participants.organization(role.child("representedOrganization"), translation) : who;
        if (who == null) {
            return;
        }
        var member = team.addParticipant().setMember(who);
        var function = performer.child("functionCode").exists()
                ? performer.child("functionCode")
                : performer.child("sdtc:functionCode");
        var mapped = CdToCodeableConcept.map(function, translation);
        mapped = mapped == null ? CdToCodeableConcept.map(role.child("code"), translation) : mapped;
        // US Core: each member has a role.
        member.addRole(Objects.requireNonNullElseGet(mapped, () -> CdToCodeableConcept.absent("UNK")));
        var period = IvlTsToPeriod.map(performer.child("time"), translation);
        member.setPeriod(period == null ? IvlTsToPeriod.map(act.child("effectiveTime"), translation) : period);
    }
}
