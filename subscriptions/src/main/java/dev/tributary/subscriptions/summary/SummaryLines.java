package dev.tributary.subscriptions.summary;

import dev.tributary.subscriptions.context.EventContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hl7.fhir.r4.model.AllergyIntolerance;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.Appointment.AppointmentStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.DiagnosisComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterHospitalizationComponent;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestIntent;
import org.hl7.fhir.r4.model.ServiceRequest.ServiceRequestStatus;
import org.jspecify.annotations.Nullable;

/** What the sections of a summary say of one stay. */
final class SummaryLines {

    private static final int MOST = 200;
    private static final Set<String> NOT_TRUE = Set.of("entered-in-error", "refuted");
    private static final Set<DiagnosticReportStatus> PENDING = Set.of(
            DiagnosticReportStatus.REGISTERED, DiagnosticReportStatus.PARTIAL, DiagnosticReportStatus.PRELIMINARY);
    private static final Set<AppointmentStatus> PLANNED = Set.of(
            AppointmentStatus.PROPOSED,
            AppointmentStatus.PENDING,
            AppointmentStatus.BOOKED,
            AppointmentStatus.WAITLIST);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);

    private final Encounter encounter;
    private final EventContext context;
    private final Instant admitted;
    private final Instant discharged;

    SummaryLines(Encounter encounter, EventContext context) {
        this.encounter = encounter;
        this.context = context;
        Period period = encounter.getPeriod();
        Instant occurred = context.event().occurred();
        this.discharged = period.hasEnd() ? period.getEnd().toInstant() : occurred;
        this.admitted = period.hasStart() ? period.getStart().toInstant() : discharged;
    }

    private String visit() {
        return "Encounter/" + encounter.getIdElement().getIdPart();
    }

    private String patient() {
        return context.event().patient();
    }

    List<Line> reason() {
        List<Line> lines = new ArrayList<>();
        for (CodeableConcept reason : encounter.getReasonCode()) {
            add(lines, Line.words(reason), null);
        }
        for (Reference reference : encounter.getReasonReference()) {
            context.read(reference, Condition.class)
                    .ifPresent(condition -> add(lines, Line.words(condition.getCode()), condition));
        }
        return lines;
    }

    /** Those that the visit lists, by rank, then what else was recorded in it. */
    List<Line> diagnoses() {
        Map<String, Line> lines = new LinkedHashMap<>();
        encounter.getDiagnosis().stream()
                .sorted((one, other) -> Integer.compare(rank(one), rank(other)))
                .forEach(diagnosis -> context.read(diagnosis.getCondition(), Condition.class)
                        .ifPresent(condition -> add(lines, condition, Line.words(diagnosis.getUse()))));
        context.find(Condition.class, "encounter", visit(), MOST).forEach(condition -> add(lines, condition, null));
        return List.copyOf(lines.values());
    }

    private static int rank(DiagnosisComponent diagnosis) {
        return diagnosis.hasRank() ? diagnosis.getRank() : Integer.MAX_VALUE;
    }

    private static void add(Map<String, Line> lines, Condition condition, @Nullable String use) {
        String words = Line.words(condition.getCode());
        if (words != null && holds(condition.getVerificationStatus())) {
            String text = use == null ? words : words + " – " + use.toLowerCase(Locale.ROOT);
            lines.putIfAbsent(words.toLowerCase(Locale.ROOT), new Line(text, condition));
        }
    }

    List<Line> disposition() {
        List<Line> lines = new ArrayList<>();
        EncounterHospitalizationComponent stay = encounter.getHospitalization();
        add(lines, Line.words(stay.getDischargeDisposition()), null);
        if (stay.getDestination().hasDisplay()) {
            add(lines, "To: " + stay.getDestination().getDisplay(), null);
        }
        if (encounter.getPeriod().hasEnd()) {
            String from = context.read(encounter.getServiceProvider(), Organization.class)
                    .map(Organization::getName)
                    .orElse(encounter.getServiceProvider().getDisplay());
            add(
                    lines,
                    "Discharged " + day(encounter.getPeriod().getEnd()) + (from == null ? "" : " from " + from),
                    null);
        }
        return lines;
    }

    /** The same substance of several sources once. */
    List<Line> allergies() {
        Map<String, Line> lines = new LinkedHashMap<>();
        for (AllergyIntolerance allergy : context.find(AllergyIntolerance.class, "patient", patient(), MOST)) {
            String words = Line.words(allergy.getCode());
            boolean active = allergy.getClinicalStatus().isEmpty()
                    || "active"
                            .equals(allergy.getClinicalStatus()
                                    .getCodingFirstRep()
                                    .getCode());
            if (words != null && active && holds(allergy.getVerificationStatus())) {
                boolean severe = allergy.getCriticality() == AllergyIntolerance.AllergyIntoleranceCriticality.HIGH;
                lines.putIfAbsent(
                        words.toLowerCase(Locale.ROOT),
                        new Line(severe ? words + " – high criticality" : words, allergy));
            }
        }
        return List.copyOf(lines.values());
    }

    List<Line> medications() {
        return new Medications(context, admitted, discharged)
                .changes(context.find(MedicationRequest.class, "patient", patient(), MOST));
    }

    /** Reports that are not final, and orders of the stay that nobody has reported on. */
    List<Line> pending() {
        List<Line> lines = new ArrayList<>();
        Set<String> reported = new HashSet<>();
        for (DiagnosticReport report : context.find(DiagnosticReport.class, "encounter", visit(), MOST)) {
            report.getBasedOn().forEach(order -> reported.add(String.valueOf(order.getReference())));
            if (PENDING.contains(report.getStatus())) {
                add(
                        lines,
                        named(report.getCode(), "Report") + " – "
                                + report.getStatus().toCode(),
                        report);
            }
        }
        for (ServiceRequest order : orders()) {
            boolean isOpen =
                    !reported.contains("ServiceRequest/" + order.getIdElement().getIdPart());
            if (isOpen && !isLater(order)) {
                add(lines, named(order.getCode(), "Order") + " – no result yet", order);
            }
        }
        return lines;
    }

    /** Appointments and orders for the time after the stay. */
    List<Line> followUp() {
        List<Line> lines = new ArrayList<>();
        for (Appointment appointment : context.find(Appointment.class, "patient", patient(), MOST)) {
            boolean later =
                    appointment.hasStart() && appointment.getStart().toInstant().isAfter(discharged);
            if (later && PLANNED.contains(appointment.getStatus())) {
                String what = appointment.hasDescription()
                        ? appointment.getDescription()
                        : named(appointment.getServiceTypeFirstRep(), "Appointment");
                add(lines, day(appointment.getStart()) + ": " + what, appointment);
            }
        }
        for (ServiceRequest order : orders()) {
            if (isLater(order)) {
                add(lines, named(order.getCode(), "Order"), order);
            }
        }
        return lines;
    }

    private List<ServiceRequest> orders() {
        return context.find(ServiceRequest.class, "encounter", visit(), MOST).stream()
                .filter(order -> order.getStatus() == ServiceRequestStatus.ACTIVE)
                .filter(order -> order.getIntent() != ServiceRequestIntent.PROPOSAL)
                .filter(order -> !order.getDoNotPerform())
                .toList();
    }

    private boolean isLater(ServiceRequest order) {
        Date due = null;
        if (order.getOccurrence() instanceof DateTimeType time) {
            due = time.getValue();
        } else if (order.getOccurrence() instanceof Period period) {
            due = period.getStart();
        }
        return due != null && due.toInstant().isAfter(discharged);
    }

    private static String named(CodeableConcept concept, String otherwise) {
        return Objects.requireNonNullElse(Line.words(concept), otherwise);
    }

    private static boolean holds(CodeableConcept verification) {
        return verification.getCoding().stream().noneMatch(coding -> NOT_TRUE.contains(coding.getCode()));
    }

    private static void add(
            List<Line> lines, @Nullable String text, org.hl7.fhir.r4.model.@Nullable Resource resource) {
        if (text != null) {
            lines.add(new Line(Line.clean(text), resource));
        }
    }

    private static String day(Date date) {
        return DAY.format(date.toInstant());
    }
}
