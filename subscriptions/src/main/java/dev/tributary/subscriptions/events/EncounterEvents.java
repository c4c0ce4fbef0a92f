package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened from an encounter's state before and after a write. Pure: the same two states give the same
 * kinds, and the same state twice gives none.
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>encounter-start</td><td>becomes under way (in-progress, triaged, onleave) from nothing or from planned, arrived, unknown</td></tr>
 * <tr><td>admission</td><td>becomes an inpatient stay (IMP, ACUTE, NONAC) under way: newly, or by a change of class (A06)</td></tr>
 * <tr><td>transfer</td><td>stays under way and changes the ward or the facility, or goes from emergency to inpatient;
 *     a move between beds of one ward is none (Da Vinci alerts)</td></tr>
 * <tr><td>discharge</td><td>becomes finished, also when first heard of finished: then nothing is said to start</td></tr>
 * <tr><td>encounter-cancelled</td><td>becomes cancelled or entered-in-error after having been known otherwise</td></tr>
 * <tr><td>encounter-corrected</td><td>goes back from finished or cancelled to under way (A13), from cancelled to finished, or is
 *     finished and stays so with another end or another discharge disposition</td></tr>
 * </table>
 */
public final class EncounterEvents {

    private static final Set<EncounterStatus> UNDER_WAY =
            EnumSet.of(EncounterStatus.INPROGRESS, EncounterStatus.TRIAGED, EncounterStatus.ONLEAVE);
    private static final Set<EncounterStatus> CANCELLED =
            EnumSet.of(EncounterStatus.CANCELLED, EncounterStatus.ENTEREDINERROR);
    private static final Set<String> INPATIENT = Set.of("IMP", "ACUTE", "NONAC");

    private EncounterEvents() {}

    /**
     * The kinds of event that lie between the two states, in the order in which they are to be told.
     *
     * @param before the stored state; null when the encounter was not known
     */
    public static List<EventKind> detect(@Nullable Encounter before, Encounter after) {
        if (before == null) {
            return firstSeen(after);
        }
        List<EventKind> kinds = new ArrayList<>();
        if (underWay(after)) {
            addUnderWay(kinds, before, after);
        } else if (finished(after)) {
            addFinished(kinds, before, after);
        } else if (cancelled(after) && !cancelled(before)) {
            kinds.add(EventKind.ENCOUNTER_CANCELLED);
        }
        return List.copyOf(kinds);
    }

    private static List<EventKind> firstSeen(Encounter after) {
        if (underWay(after)) {
            return inpatient(after)
                    ? List.of(EventKind.ENCOUNTER_START, EventKind.ADMISSION)
                    : List.of(EventKind.ENCOUNTER_START);
        }
        return finished(after) ? List.of(EventKind.DISCHARGE) : List.of();
    }

    private static void addUnderWay(List<EventKind> kinds, Encounter before, Encounter after) {
        boolean takenBack = finished(before) || cancelled(before);
        if (takenBack) {
            kinds.add(EventKind.ENCOUNTER_CORRECTED);
        } else if (!underWay(before)) {
            kinds.add(EventKind.ENCOUNTER_START);
        }
        boolean wasInpatientStay = inpatient(before) && (underWay(before) || takenBack);
        if (inpatient(after) && !wasInpatientStay) {
            kinds.add(EventKind.ADMISSION);
        }
        if (underWay(before) && transferred(before, after)) {
            kinds.add(EventKind.TRANSFER);
        }
    }

    private static void addFinished(List<EventKind> kinds, Encounter before, Encounter after) {
        if (cancelled(before)) {
            kinds.add(EventKind.ENCOUNTER_CORRECTED);
        } else if (!finished(before)) {
            kinds.add(EventKind.DISCHARGE);
        } else if (dischargeDiffers(before, after)) {
            kinds.add(EventKind.ENCOUNTER_CORRECTED);
        }
    }

    private static boolean transferred(Encounter before, Encounter after) {
        boolean fromEmergency = "EMER".equals(before.getClass_().getCode()) && inpatient(after);
        return fromEmergency || facilityChanged(before, after) || Ward.changed(before, after);
    }

    private static boolean facilityChanged(Encounter before, Encounter after) {
        Reference from = before.getServiceProvider();
        Reference to = after.getServiceProvider();
        return from.hasReference() && to.hasReference() && !from.getReference().equals(to.getReference());
    }

    private static boolean dischargeDiffers(Encounter before, Encounter after) {
        CodeableConcept from = before.getHospitalization().getDischargeDisposition();
        CodeableConcept to = after.getHospitalization().getDischargeDisposition();
        return !Objects.equals(end(before), end(after)) || !from.equalsDeep(to);
    }

    private static @Nullable Instant end(Encounter encounter) {
        return encounter.getPeriod().hasEnd() ? encounter.getPeriod().getEnd().toInstant() : null;
    }

    private static boolean underWay(Encounter encounter) {
        return encounter.hasStatus() && UNDER_WAY.contains(encounter.getStatus());
    }

    private static boolean finished(Encounter encounter) {
        return encounter.getStatus() == EncounterStatus.FINISHED;
    }

    private static boolean cancelled(Encounter encounter) {
        return encounter.hasStatus() && CANCELLED.contains(encounter.getStatus());
    }

    private static boolean inpatient(Encounter encounter) {
        String code = encounter.getClass_().getCode();
        return code != null && INPATIENT.contains(code);
    }
}
