package dev.tributary.subscriptions.topics;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.topics.TopicDefinition.FilterBy;
import dev.tributary.subscriptions.topics.TopicDefinition.Shape;
import dev.tributary.subscriptions.topics.TopicDefinition.Trigger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The topics that every hub has, one per {@link EventKind}; docs/topics.md describes each. */
public final class ShippedTopics implements Topics {

    private static final List<String> OF_PATIENT = names("_id birthdate gender general-practitioner organization");
    private static final List<String> OF_ENCOUNTER = names(
            "patient subject class type status service-provider facility location ward participant participant-type practitioner reason-code diagnosis discharge-disposition identifier date _source");
    private static final List<String> OF_REPORT =
            names("patient subject code category status interpretation performer encounter conclusion _source");
    private static final List<String> OF_VALUE =
            names("patient subject code category status interpretation performer encounter _source");
    private static final List<String> OF_DOCUMENT =
            names("patient subject type category status author custodian encounter _source");
    private static final List<String> OF_APPOINTMENT =
            names("patient status date service-type specialty actor _source");
    private static final List<String> OF_PRESCRIPTION =
            names("patient subject code category status requester encounter _source");
    private static final List<String> OF_TASK =
            names("patient subject code status business-status owner requester focus based-on _source");
    private static final List<String> OF_REQUEST =
            names("patient subject code category status requester performer _source");

    private static List<String> names(String text) {
        return List.of(text.split(" "));
    }

    private final List<TopicDefinition> definitions =
            Arrays.stream(EventKind.values()).map(ShippedTopics::define).toList();
    private final List<Topic> topics = Arrays.stream(EventKind.values())
            .map(kind -> define(kind).toTopic(kind.code()))
            .toList();
    private final Map<String, Topic> byCanonical =
            topics.stream().collect(Collectors.toUnmodifiableMap(Topic::canonical, Function.identity()));

    @Override
    public Optional<Topic> find(String canonical) {
        return Optional.ofNullable(byCanonical.get(canonical.split("\\|", 2)[0]));
    }

    @Override
    public List<Topic> all() {
        return topics;
    }

    /** Them as SubscriptionTopics, for whoever wants to know what there is. */
    public List<TopicDefinition> definitions() {
        return definitions;
    }

    private static TopicDefinition define(EventKind kind) {
        return switch (kind) {
            case ENCOUNTER_START ->
                visit(kind, "Encounter started", "An encounter becomes under way (in-progress, triaged, onleave).");
            case ADMISSION ->
                visit(
                        kind,
                        "Admission",
                        "An inpatient stay (class IMP, ACUTE, NONAC) becomes under way, newly or by a change of class.");
            case TRANSFER ->
                visit(
                        kind,
                        "Transfer",
                        "A stay under way changes ward or facility, or goes from emergency to inpatient; a move between beds is none.");
            case DISCHARGE -> visit(kind, "Discharge", "An encounter becomes finished.");
            case ENCOUNTER_CANCELLED ->
                visit(
                        kind,
                        "Encounter cancelled",
                        "An encounter that was known becomes cancelled or entered-in-error, or is deleted. Goes also to everybody who was told of the encounter before.");
            case ENCOUNTER_CORRECTED ->
                visit(
                        kind,
                        "Encounter corrected",
                        "A discharge or a cancellation is taken back, or the end or the disposition of a discharge changes. Goes also to everybody who was told of it before.");
            case EMERGENCY_VISIT ->
                visit(kind, "Emergency visit", "An emergency encounter (class EMER) becomes under way.");
            case DEATH ->
                person(
                        kind,
                        "Death",
                        "A person is recorded as deceased, or an encounter ends with disposition expired.");
            case DEATH_CORRECTED ->
                person(
                        kind,
                        "Death corrected",
                        "A person that was recorded as deceased is not any more. Goes also to everybody who was told of the death.");
            case PATIENT_MERGED ->
                person(kind, "Patients merged", "Two persons turned out to be one, who is the focus.");
            case PATIENT_SPLIT ->
                person(kind, "Patient split", "Records of one person turned out to be another's, who is the focus.");
            case SUBSCRIPTION_ERROR -> subscriptionError(kind);
            default -> care(kind);
        };
    }

    private static TopicDefinition subscriptionError(EventKind kind) {
        String rule = "A Subscription goes to error. Only its own owner is told.";
        return new TopicDefinition(
                kind.topic(),
                null,
                "Subscription in error",
                rule,
                "active",
                List.of(new Trigger(rule, "Subscription", Set.of(), null, null)),
                List.of(new FilterBy(null, "Subscription", "_id", List.of())),
                List.of());
    }

    private static TopicDefinition care(EventKind kind) {
        return switch (kind) {
            case RESULT_NEW ->
                result(
                        kind,
                        "New result",
                        "A report, or a value without one, becomes preliminary or final; once for each version.");
            case RESULT_CORRECTED ->
                result(
                        kind,
                        "Result corrected",
                        "A final result changes or is withdrawn. Goes also to everybody who was told of it before.");
            case RESULT_ABNORMAL ->
                result(
                        kind,
                        "Abnormal result",
                        "A result has a value that is abnormal and was not told as such before.");
            case DOCUMENT_NEW ->
                topic(
                        kind,
                        "New document",
                        "A document becomes current, is signed, or gets other content.",
                        Map.of("DocumentReference", OF_DOCUMENT));
            case APPOINTMENT_BOOKED ->
                appointment(kind, "Appointment booked", "An appointment is booked, newly or for another time.");
            case APPOINTMENT_CANCELLED -> appointment(kind, "Appointment cancelled", "An appointment is cancelled.");
            case APPOINTMENT_NO_SHOW ->
                appointment(kind, "Appointment missed", "The patient did not come to an appointment.");
            case MEDICATION_PRESCRIBED ->
                prescription(kind, "Medication prescribed", "An order of a medication becomes active.");
            case MEDICATION_STOPPED ->
                prescription(kind, "Medication stopped", "A running order of a medication is stopped or cancelled.");
            default ->
                topic(
                        kind,
                        "Referral changed",
                        "A Task about an order, or a referral without one, is new or changes its status or whose turn it is.",
                        Map.of("Task", OF_TASK, "ServiceRequest", OF_REQUEST));
        };
    }

    private static TopicDefinition visit(EventKind kind, String title, String rule) {
        return topic(kind, title, rule, Map.of("Encounter", OF_ENCOUNTER));
    }

    private static TopicDefinition person(EventKind kind, String title, String rule) {
        return topic(kind, title, rule, Map.of("Patient", List.of("_id")));
    }

    private static TopicDefinition result(EventKind kind, String title, String rule) {
        return topic(kind, title, rule, Map.of("DiagnosticReport", OF_REPORT, "Observation", OF_VALUE));
    }

    private static TopicDefinition appointment(EventKind kind, String title, String rule) {
        return topic(kind, title, rule, Map.of("Appointment", OF_APPOINTMENT));
    }

    private static TopicDefinition prescription(EventKind kind, String title, String rule) {
        return topic(kind, title, rule, Map.of("MedicationRequest", OF_PRESCRIPTION));
    }

    private static TopicDefinition topic(
            EventKind kind, String title, String rule, Map<String, List<String>> filtersByType) {
        List<Trigger> triggers = new ArrayList<>();
        List<FilterBy> filters = new ArrayList<>();
        List<Shape> shapes = new ArrayList<>();
        new TreeMap<>(filtersByType).forEach((type, names) -> {
            triggers.add(new Trigger(rule, type, Set.of(), null, null));
            names.forEach(name -> filters.add(new FilterBy(null, type, name, List.of())));
            if (!type.equals("Patient")) {
                shapes.add(new Shape(type, includes(type), List.of()));
            }
        });
        OF_PATIENT.stream()
                .filter(name -> !(filtersByType.containsKey("Patient") && name.equals("_id")))
                .forEach(name -> filters.add(new FilterBy(null, "Patient", name, List.of())));
        return new TopicDefinition(kind.topic(), null, title, rule, "active", triggers, filters, shapes);
    }

    private static List<String> includes(String type) {
        return switch (type) {
            case "DiagnosticReport" -> List.of("DiagnosticReport:patient", "DiagnosticReport:result");
            case "Encounter" -> List.of("Encounter:patient", "Encounter:location", "Encounter:service-provider");
            case "Task" -> List.of("Task:patient", "Task:focus");
            default -> List.of(type + ":patient");
        };
    }
}
