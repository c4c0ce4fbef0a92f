package dev.tributary.subscriptions.message;

import dev.tributary.subscriptions.context.EventContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.jspecify.annotations.Nullable;

/**
 * What happened, in the codes of <a href="http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event">notification-event</a>. What the
 * guide has no code for is told under the hub's own: its value set is extensible.
 *
 * <p>The guide knows no correction. One is a progress update with the reason {@code edit}, so that nobody takes a cancelled discharge for
 * a discharge.
 */
final class NotificationEvents {

    static final String GUIDE = "http://hl7.org/fhir/us/davinci-alerts/";
    private static final String SYSTEM = GUIDE + "CodeSystem/notification-event";
    private static final String OWN = "https://tributary.dev/fhir/CodeSystem/event-kind";

    private static final Coding ADMIT = coding("notification-admit", "Admit Notification");
    private static final Coding DISCHARGE = coding("notification-discharge", "Discharge Notification");
    private static final Coding TRANSFER = coding("notification-transfer", "Transfer Notification");
    private static final Coding OUTPATIENT = coding("notification-outpatient-visit", "Outpatient Visit Notification");
    private static final Coding PROGRESS = coding("notification-progress-update", "Progress Update Notification");
    private static final Coding TREATMENT = coding("notification-tx-change", "Treatment Change Notification");
    private static final Coding LABORATORY = coding("notification-lab-report", "Laboratory Report Notification");
    private static final Coding REFERRAL = coding("notification-referral", "Referral Notification");
    private static final Coding VITALS = coding("notification-vitals", "Vital Statistics Notification");
    private static final Coding REPORT = coding("notification-summary-report", "Summary Report Notification");
    private static final Coding REMINDER =
            coding("notification-appointment-reminder", "Appointment Reminder Notification");

    private static final Map<String, Coding> CODES = Map.ofEntries(
            Map.entry("admission", ADMIT),
            Map.entry("emergency-visit", ADMIT),
            Map.entry("discharge", DISCHARGE),
            Map.entry("transfer", TRANSFER),
            Map.entry("encounter-cancelled", PROGRESS),
            Map.entry("encounter-corrected", PROGRESS),
            Map.entry("death", VITALS),
            Map.entry("death-corrected", PROGRESS),
            Map.entry("result-new", LABORATORY),
            Map.entry("result-corrected", LABORATORY),
            Map.entry("result-abnormal", LABORATORY),
            Map.entry("document-new", REPORT),
            Map.entry("appointment-booked", REMINDER),
            Map.entry("appointment-cancelled", PROGRESS),
            Map.entry("appointment-no-show", PROGRESS),
            Map.entry("medication-prescribed", TREATMENT),
            Map.entry("medication-stopped", TREATMENT),
            Map.entry("referral-changed", REFERRAL));

    private NotificationEvents() {}

    /** MessageHeader.event of an event. */
    static Coding of(EventContext context) {
        String kind = context.event().kind();
        Coding known = CODES.get(kind);
        if (known != null) {
            return known.copy();
        }
        if (kind.equals("encounter-start")) {
            return isHospital(context.encounter()) ? ADMIT.copy() : OUTPATIENT.copy();
        }
        return new Coding().setSystem(OWN).setCode(kind.substring(kind.lastIndexOf('/') + 1));
    }

    private static boolean isHospital(Optional<Encounter> encounter) {
        String code = encounter.map(each -> each.getClass_().getCode()).orElse("");
        return !Set.of("AMB", "VR", "HH", "FLD").contains(code);
    }

    /** The guide's profile of a header with this event; null if there is none but the general. */
    static @Nullable String headerProfile(Coding event) {
        return switch (String.valueOf(event.getCode())) {
            case "notification-admit" -> GUIDE + "StructureDefinition/admit-notification-messageheader";
            case "notification-discharge" -> GUIDE + "StructureDefinition/discharge-notification-messageheader";
            case "notification-transfer" -> GUIDE + "StructureDefinition/transfer-notification-messageheader";
            default -> null;
        };
    }

    static boolean isCorrection(String kind) {
        return kind.equals("encounter-cancelled") || kind.endsWith("-corrected");
    }

    private static Coding coding(String code, String display) {
        return new Coding(SYSTEM, code, display);
    }
}
