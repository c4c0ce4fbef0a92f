package dev.tributary.mapping;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterParticipantComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Period;

/** What is special about an Encounter in {@link ElementMerge}: its status, period, stay and places have a history. */
final class EncounterMerge {

    private static final String NULL_FLAVOR = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor";

    private static final Set<EncounterStatus> OVER =
            EnumSet.of(EncounterStatus.FINISHED, EncounterStatus.CANCELLED, EncounterStatus.ENTEREDINERROR);
    private static final Set<EncounterStatus> OPEN =
            EnumSet.of(EncounterStatus.PLANNED, EncounterStatus.INPROGRESS, EncounterStatus.ONLEAVE);
    private static final String DATA_ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    private EncounterMerge() {}

    static void carryForward(Encounter incoming, Encounter existing, Set<String> cleared) {
        if (!incoming.hasStatus() || incoming.getStatus() == EncounterStatus.UNKNOWN) {
            incoming.setStatus(existing.getStatus());
        }
        carryClassHistory(incoming, existing);
        EncounterLocations.carry(incoming, existing, cleared);
        forgetEnd(incoming, existing);
        if (existing.hasPeriod()) {
            var period = incoming.hasPeriod() ? incoming.getPeriod() : new Period();
            ElementMerge.fillAbsent(period, existing.getPeriod(), "period.", cleared);
            incoming.setPeriod(period.isEmpty() ? null : period);
            existing.setPeriod(null);
        }
        if (existing.hasHospitalization()) {
            var stay = incoming.hasHospitalization()
                    ? incoming.getHospitalization()
                    : new EncounterHospitalizationComponent();
            ElementMerge.fillAbsent(stay, existing.getHospitalization(), "hospitalization.", cleared);
            incoming.setHospitalization(stay.isEmpty() ? null : stay);
            existing.setHospitalization(null);
        }
        carryParticipants(incoming, existing);
        carryDiagnoses(incoming, existing);
    }

    static boolean isOver(Encounter encounter) {
        return encounter.hasStatus() && OVER.contains(encounter.getStatus());
    }

    /** A visit that is under way, or to come, has not ended: an end that was told before was a mistake, or of an earlier stay. */
    private static void forgetEnd(Encounter incoming, Encounter existing) {
        if (incoming.hasStatus() && OPEN.contains(incoming.getStatus())) {
            if (existing.hasPeriod()) {
                existing.getPeriod().setEnd(null);
            }
            if (existing.hasHospitalization()) {
                existing.getHospitalization().setDischargeDisposition(null).setDestination(null);
            }
        }
    }

    /** Gives a new or merged Encounter what FHIR demands and what follows from its other elements. */
    static void complete(Encounter encounter) {
        completeClass(encounter);
        if (!encounter.hasStatus() || encounter.getStatus() == EncounterStatus.UNKNOWN) {
            encounter.setStatus(status(encounter));
        }
        if (isOver(encounter)) {
            EncounterLocations.end(encounter);
        }
    }

    static void completeClass(Encounter encounter) {
        if (!encounter.hasClass_()) {
            encounter.setClass_(new Coding(NULL_FLAVOR, "UNK", "unknown"));
        }
    }

    static void fillGaps(Encounter existing, Encounter late) {
        if (late.getPeriod().hasStart() && !existing.getPeriod().hasStart() && startsInTime(existing, late)) {
            existing.getPeriod().setStartElement(late.getPeriod().getStartElement());
        }
        if (late.hasClass_()
                && (!existing.hasClass_()
                        || NULL_FLAVOR.equals(existing.getClass_().getSystem()))) {
            existing.setClass_(late.getClass_());
        }
        if (!existing.hasType()) {
            existing.setType(late.getType());
        }
        if (!existing.getHospitalization().hasAdmitSource()
                && late.getHospitalization().hasAdmitSource()) {
            existing.getHospitalization()
                    .setAdmitSource(late.getHospitalization().getAdmitSource());
        }
        if (!existing.hasParticipant()) {
            existing.setParticipant(late.getParticipant());
        }
        if (!existing.hasReasonCode()) {
            existing.setReasonCode(late.getReasonCode());
        }
    }

    private static boolean startsInTime(Encounter existing, Encounter late) {
        return !existing.getPeriod().hasEnd()
                || !late.getPeriod().getStart().after(existing.getPeriod().getEnd());
    }

    /** A visit with a start and no end is under way; of one without either, nobody knows. */
    private static EncounterStatus status(Encounter encounter) {
        if (encounter.getPeriod().hasEnd()) {
            return EncounterStatus.FINISHED;
        }
        if ("PRENC".equals(encounter.getClass_().getCode())) {
            return EncounterStatus.PLANNED;
        }
        var isThere = encounter.getLocation().stream()
                .anyMatch(location -> location.getStatus() == EncounterLocationStatus.ACTIVE);
        return isThere || encounter.getPeriod().hasStart() ? EncounterStatus.INPROGRESS : EncounterStatus.UNKNOWN;
    }

    /** A class that differs from what was known is a change of class (A06, A07): what was is kept as history. */
    private static void carryClassHistory(Encounter incoming, Encounter existing) {
        var known = existing.getClass_();
        var isChange = incoming.hasClass_()
                && known.hasCode()
                && !NULL_FLAVOR.equals(known.getSystem())
                && !known.getCode().equals(incoming.getClass_().getCode());
        incoming.setClassHistory(existing.getClassHistory());
        if (isChange && incoming.getClassHistory().stream().noneMatch(each -> isSame(each.getClass_(), known))) {
            var period = new Period();
            if (existing.getPeriod().hasStart()) {
                period.setStartElement(existing.getPeriod().getStartElement().copy());
            }
            // FHIR wants a period, and nobody said when the class before began or ended.
            if (period.isEmpty()) {
                period.addExtension(DATA_ABSENT, new CodeType("unknown"));
            }
            incoming.addClassHistory().setClass_(known.copy()).setPeriod(period);
        }
        existing.setClassHistory(null);
    }

    private static boolean isSame(Coding one, Coding other) {
        return Objects.equals(one.getSystem(), other.getSystem()) && Objects.equals(one.getCode(), other.getCode());
    }

    /** Doctors of a role that the statement does not speak of stay. */
    private static void carryParticipants(Encounter incoming, Encounter existing) {
        if (!incoming.hasParticipant()) {
            return;
        }
        var roles = incoming.getParticipant().stream().map(EncounterMerge::role).toList();
        existing.getParticipant().stream()
                .filter(each -> !roles.contains(role(each)))
                .forEach(incoming::addParticipant);
    }

    private static String role(EncounterParticipantComponent participant) {
        return Objects.requireNonNullElse(
                participant.getTypeFirstRep().getCodingFirstRep().getCode(), "");
    }

    /** A diagnosis that the statement does not speak of stays. */
    private static void carryDiagnoses(Encounter incoming, Encounter existing) {
        if (!incoming.hasDiagnosis()) {
            return;
        }
        var stated = incoming.getDiagnosis().stream()
                .map(each -> each.getCondition().getReference())
                .toList();
        existing.getDiagnosis().stream()
                .filter(each -> !stated.contains(each.getCondition().getReference()))
                .forEach(incoming::addDiagnosis);
    }
}
