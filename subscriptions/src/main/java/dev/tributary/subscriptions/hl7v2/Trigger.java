package dev.tributary.subscriptions.hl7v2;

import dev.tributary.subscriptions.context.EventContext;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;

/**
 * The <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch03.html">trigger event</a> that tells of an event of the hub, with its structure.
 *
 * @param code such as {@code A01}
 * @param structure MSH-9.3
 * @param visit whether it is about a visit
 * @param details whether its structure has room for diagnoses, allergies and insurance
 */
record Trigger(String code, String structure, boolean visit, boolean details) {

    static final Trigger MERGE = new Trigger("A40", "ADT_A39", false, false);

    private static final Trigger ADMIT = new Trigger("A01", "ADT_A01", true, true);
    private static final Trigger TRANSFER = new Trigger("A02", "ADT_A02", true, false);
    private static final Trigger DISCHARGE = new Trigger("A03", "ADT_A03", true, true);
    private static final Trigger REGISTER = new Trigger("A04", "ADT_A01", true, true);
    private static final Trigger UPDATE = new Trigger("A08", "ADT_A01", true, true);
    private static final Trigger CANCEL_ADMIT = new Trigger("A11", "ADT_A09", true, false);
    private static final Trigger CANCEL_DISCHARGE = new Trigger("A13", "ADT_A01", true, true);
    private static final Trigger UPDATE_PERSON = new Trigger("A31", "ADT_A05", false, false);

    private static final Set<String> INPATIENT = Set.of("IMP", "ACUTE", "NONAC");
    private static final Set<String> TOLD = Set.of(
            "encounter-start",
            "emergency-visit",
            "admission",
            "transfer",
            "discharge",
            "encounter-cancelled",
            "encounter-corrected",
            "death",
            "death-corrected",
            "patient-merged");

    /** Whether events of this kind can be told: the shipped ones about visits and persons, and users' own about these types. */
    static boolean exists(String kind, Set<String> resourceTypes) {
        return TOLD.contains(kind)
                || (kind.contains(":") && Set.of("Encounter", "Patient").containsAll(resourceTypes));
    }

    /** The trigger of one event, by its kind and by what the visit is now. */
    static Trigger of(String kind, EventContext context) {
        Optional<Encounter> visit = context.encounter();
        return switch (kind) {
            case "patient-merged" -> MERGE;
            case "encounter-start", "emergency-visit" ->
                visit.filter(Trigger::inpatient).isPresent() ? ADMIT : REGISTER;
            case "admission" -> ADMIT;
            case "transfer" -> TRANSFER;
            case "discharge" -> DISCHARGE;
            case "encounter-cancelled" -> CANCEL_ADMIT;
            case "encounter-corrected" -> visit.filter(Trigger::finished).isPresent() ? UPDATE : CANCEL_DISCHARGE;
            default -> visit.isPresent() ? UPDATE : UPDATE_PERSON;
        };
    }

    private static boolean inpatient(Encounter encounter) {
        String code = encounter.getClass_().getCode();
        return code != null && INPATIENT.contains(code);
    }

    private static boolean finished(Encounter encounter) {
        return encounter.getStatus() == EncounterStatus.FINISHED;
    }
}
