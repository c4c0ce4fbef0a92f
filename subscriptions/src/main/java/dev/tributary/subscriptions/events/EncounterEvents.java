package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened from an encounter's state before and after a write. Pure: the same two states give the same
 * kinds, and the same state twice gives none.
 *
 * <table>
 * <caption>Rules</caption>
 * <tr><td>encounter-start</td><td>becomes under way (in-progress, triaged, onleave) from nothing or from planned, arrived, unknown</td></tr>
 * <tr><td>emergency-visit</td><td>becomes an emergency encounter (EMER) under way: newly, or by a change of class</td></tr>
 * <tr><td>admission</td><td>becomes an inpatient stay (IMP, ACUTE, NONAC) under way: newly, or by a change of class (A06)</td></tr>
 * <tr><td>transfer</td><td>stays under way and changes the ward or the facility, or goes from emergency to inpatient;
 *     a move between beds of one ward is none (Da Vinci alerts)</td></tr>
 * <tr><td>discharge</td><td>becomes finished, also when first heard of finished: then nothing is said to start</td></tr>
 * <tr><td>encounter-cancelled</td><td>becomes cancelled or entered-in-error after having been known otherwise, or is deleted</td></tr>
 * <tr><td>encounter-corrected</td><td>goes back from finished or cancelled to under way (A13), from cancelled to finished, or is
 *     finished and stays so with another end or another discharge disposition</td></tr>
 * </table>
 *
 * <p>A correction and a cancellation name the kinds that they take back.
 */
public final class EncounterEvents {

    private static final Set<EncounterStatus> UNDER_WAY =
            EnumSet.of(EncounterStatus.INPROGRESS, EncounterStatus.TRIAGED, EncounterStatus.ONLEAVE);
    private static final Set<EncounterStatus> CANCELLED =
            EnumSet.of(EncounterStatus.CANCELLED, EncounterStatus.ENTEREDINERROR);
    private static final Set<String> INPATIENT = Set.of("IMP", "ACUTE", "NONAC");

    /** HL7 table 0112: expired, and expired at home, in a facility, in an unknown place; and FHIR's own code. */
    private static final Set<String> EXPIRED = Set.of("20", "40", "41", "42", "exp");

    private static final Detection CANCELLATION = Detection.correcting(
            EventKind.ENCOUNTER_CANCELLED,
            EventKind.ENCOUNTER_START,
            EventKind.EMERGENCY_VISIT,
            EventKind.ADMISSION,
            EventKind.TRANSFER,
            EventKind.DISCHARGE);

    private EncounterEvents() {}

    /**
     * What lies between the two states, in the order in which it is to be told.
     *
     * @param before the stored state; null when the encounter was not known
     * @param after the state that is stored now; null when the encounter was deleted
     * @param places gives a Location by its reference, to tell beds of one ward from those of another; null if it is not known
     */
    public static List<Detection> detect(
            @Nullable Encounter before, @Nullable Encounter after, Function<String, @Nullable Resource> places) {
        if (after == null) {
            return before == null || cancelled(before) ? List.of() : List.of(CANCELLATION);
        }
        if (before == null) {
            return firstSeen(after);
        }
        List<Detection> found = new ArrayList<>();
        if (underWay(after)) {
            addUnderWay(found, before, after, places);
        } else if (finished(after)) {
            addFinished(found, before, after);
        } else if (cancelled(after) && !cancelled(before)) {
            found.add(CANCELLATION);
        }
        return List.copyOf(found);
    }

    /** Whether the encounter ended with the patient's death, by its discharge disposition. */
    static boolean endedInDeath(@Nullable Encounter encounter) {
        return encounter != null
                && finished(encounter)
                && encounter.getHospitalization().getDischargeDisposition().getCoding().stream()
                        .anyMatch(coding -> EXPIRED.contains(String.valueOf(coding.getCode())));
    }

    private static List<Detection> firstSeen(Encounter after) {
        List<Detection> found = new ArrayList<>();
        if (underWay(after)) {
            found.add(Detection.of(EventKind.ENCOUNTER_START));
            if (emergency(after)) {
                found.add(Detection.of(EventKind.EMERGENCY_VISIT));
            }
            if (inpatient(after)) {
                found.add(Detection.of(EventKind.ADMISSION));
            }
        } else if (finished(after)) {
            found.add(Detection.of(EventKind.DISCHARGE));
        }
        return List.copyOf(found);
    }

    private static void addUnderWay(
            List<Detection> found, Encounter before, Encounter after, Function<String, @Nullable Resource> places) {
        boolean takenBack = finished(before) || cancelled(before);
        if (takenBack) {
            found.add(Detection.correcting(
                    EventKind.ENCOUNTER_CORRECTED,
                    finished(before) ? EventKind.DISCHARGE : EventKind.ENCOUNTER_CANCELLED));
        } else if (!underWay(before)) {
            found.add(Detection.of(EventKind.ENCOUNTER_START));
        }
        boolean wasThere = underWay(before) || takenBack;
        if (emergency(after) && !(wasThere && emergency(before))) {
            found.add(Detection.of(EventKind.EMERGENCY_VISIT));
        }
        if (inpatient(after) && !(wasThere && inpatient(before))) {
            found.add(Detection.of(EventKind.ADMISSION));
        }
        if (underWay(before) && transferred(before, after, places)) {
            found.add(Detection.of(EventKind.TRANSFER));
        }
    }

    private static void addFinished(List<Detection> found, Encounter before, Encounter after) {
        if (cancelled(before)) {
            found.add(Detection.correcting(EventKind.ENCOUNTER_CORRECTED, EventKind.ENCOUNTER_CANCELLED));
        } else if (!finished(before)) {
            found.add(Detection.of(EventKind.DISCHARGE));
        } else if (dischargeDiffers(before, after)) {
            found.add(Detection.correcting(EventKind.ENCOUNTER_CORRECTED, EventKind.DISCHARGE));
        }
    }

    private static boolean transferred(Encounter before, Encounter after, Function<String, @Nullable Resource> places) {
        boolean fromEmergency = emergency(before) && inpatient(after);
        return fromEmergency || facilityChanged(before, after) || Ward.changed(before, after, places);
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

    private static boolean emergency(Encounter encounter) {
        return "EMER".equals(encounter.getClass_().getCode());
    }

    private static boolean inpatient(Encounter encounter) {
        String code = encounter.getClass_().getCode();
        return code != null && INPATIENT.contains(code);
    }
}
