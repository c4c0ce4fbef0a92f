package dev.tributary.subscriptions.events;

/**
 * The things that happen to a person or in a person's care and that somebody can subscribe to.
 *
 * <p>Each is one topic of the Subscriptions R5 Backport; its canonical URL is what a client writes into
 * {@code Subscription.criteria}.
 */
public enum EventKind {
    ENCOUNTER_START("encounter-start"),
    ADMISSION("admission"),
    TRANSFER("transfer"),
    DISCHARGE("discharge"),
    ENCOUNTER_CANCELLED("encounter-cancelled"),
    ENCOUNTER_CORRECTED("encounter-corrected"),
    EMERGENCY_VISIT("emergency-visit"),
    /** The focus is the Patient. */
    DEATH("death"),
    /** A death was told in error: the focus is the Patient. */
    DEATH_CORRECTED("death-corrected"),
    /** The focus is the DiagnosticReport, or the Observation that belongs to none. */
    RESULT_NEW("result-new"),
    RESULT_CORRECTED("result-corrected"),
    RESULT_ABNORMAL("result-abnormal"),
    DOCUMENT_NEW("document-new"),
    APPOINTMENT_BOOKED("appointment-booked"),
    APPOINTMENT_CANCELLED("appointment-cancelled"),
    APPOINTMENT_NO_SHOW("appointment-no-show"),
    MEDICATION_PRESCRIBED("medication-prescribed"),
    MEDICATION_STOPPED("medication-stopped"),
    /** The focus is the Task, or the ServiceRequest of a referral that has none. */
    REFERRAL_CHANGED("referral-changed"),
    /** Two persons turned out to be one: the focus is the one that lives on. */
    PATIENT_MERGED("patient-merged"),
    /** Records of one person turned out to be another's: the focus is the person that they went to. */
    PATIENT_SPLIT("patient-split"),
    /** A subscription went to error, told to its owner alone: the focus is the Subscription. */
    SUBSCRIPTION_ERROR("subscription-error");

    /** What every topic's canonical URL begins with. */
    public static final String TOPIC_BASE = "https://tributary.dev/fhir/SubscriptionTopic/";

    private final String code;

    EventKind(String code) {
        this.code = code;
    }

    /** The kind as it is written in tables, JSON and URLs, for instance {@code encounter-start}. */
    public String code() {
        return code;
    }

    /** The canonical URL of the kind's topic. */
    public String topic() {
        return TOPIC_BASE + code;
    }
}
