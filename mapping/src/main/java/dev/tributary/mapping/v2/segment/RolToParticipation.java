package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.ActionCode;
import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.List;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamParticipantComponent;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-rol-to-careteam.html">ROL and PRT</a>: who takes part, in which
 * role. Where the segment stands decides in what: with PID in the care of the patient, with PV1 in the visit, with PR1 in the procedure.
 *
 * @param role as HL7 v2 names it; null if the segment does not
 * @param members practitioners, their roles and organizations, already written
 * @param isEnded whether the segment takes the participation back
 */
public record RolToParticipation(
        @Nullable CodeableConcept role,
        List<Reference> members,
        @Nullable Period period,
        boolean isEnded) {

    private static final String ROLES = "http://terminology.hl7.org/CodeSystem/v2-0443";
    private static final String PARTICIPATIONS = "http://terminology.hl7.org/CodeSystem/v2-0912";

    public static RolToParticipation map(SegmentReader segment, Translation translation) {
        return segment.segment().name().equals("PRT") ? prt(segment, translation) : rol(segment, translation);
    }

    private static RolToParticipation rol(SegmentReader rol, Translation translation) {
        rol.ignore(1);
        return new RolToParticipation(
                CweToCodeableConcept.map(rol.value(3), ROLES, translation),
                PrtToPractitionerRole.map(rol, translation),
                DrToPeriod.map(
                        TsToDateTime.map(rol.value(5), translation), TsToDateTime.map(rol.value(6), translation)),
                ActionCode.isDelete(rol.text(2)));
    }

    private static RolToParticipation prt(SegmentReader prt, Translation translation) {
        prt.ignore(1);
        return new RolToParticipation(
                CweToCodeableConcept.map(prt.value(4), PARTICIPATIONS, translation),
                PrtToPractitionerRole.map(prt, translation),
                DrToPeriod.map(
                        TsToDateTime.map(prt.value(11), translation), TsToDateTime.map(prt.value(12), translation)),
                ActionCode.isDelete(prt.text(2)));
    }

    /** Primary care and family doctors are general practitioners of the patient; true if this was one. */
    public boolean addTo(Patient patient) {
        var code = code();
        if (code == null || CodeTable.of("HL70443-Patient").get(code) == null) {
            return false;
        }
        for (var member : members) {
            var isKnown = patient.getGeneralPractitioner().stream()
                    .anyMatch(each -> each.getReference().equals(member.getReference()));
            if (!isKnown && !isEnded) {
                patient.addGeneralPractitioner(member.copy());
            }
        }
        return true;
    }

    public void addTo(Encounter encounter) {
        for (var member : members) {
            if (!isEnded && member.getReference().startsWith("Practitioner")) {
                add(encounter, member);
            }
        }
    }

    private void add(Encounter encounter, Reference member) {
        var code = code();
        var entry =
                code == null ? null : CodeTable.of("HL70443-ParticipationType").get(code);
        if (entry != null) {
            Pv1ToEncounter.add(encounter, entry.toCoding(), member.copy());
            return;
        }
        var participant =
                encounter.addParticipant().setIndividual(member.copy()).setPeriod(copyOfPeriod());
        if (role != null) {
            participant.addType(role.copy());
        }
    }

    public void addTo(Procedure procedure) {
        for (var member : members) {
            if (!isEnded) {
                var performer = procedure.addPerformer().setActor(member.copy());
                if (role != null) {
                    performer.setFunction(role.copy());
                }
            }
        }
    }

    public void addTo(CareTeam team) {
        team.setStatus(CareTeamStatus.ACTIVE);
        for (var member : members) {
            var participant =
                    new CareTeamParticipantComponent().setMember(member.copy()).setPeriod(copyOfPeriod());
            if (role != null) {
                participant.addRole(role.copy());
            }
            if (!isEnded) {
                team.addParticipant(participant);
            }
        }
    }

    private @Nullable Period copyOfPeriod() {
        return period == null ? null : period.copy();
    }

    private @Nullable String code() {
        return role == null ? null : role.getCodingFirstRep().getCode();
    }
}
