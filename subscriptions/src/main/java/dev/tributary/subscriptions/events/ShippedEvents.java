package dev.tributary.subscriptions.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.jspecify.annotations.Nullable;

/** All that the shipped topics tell of what one transaction changed. Pure: the same changes give the same events, in the same order. */
public final class ShippedEvents {

    private static final Set<String> TYPES = Set.of(
            "Appointment",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "MedicationRequest",
            "Observation",
            "Patient",
            "ServiceRequest",
            "Task");

    private final List<RecordChange> changes;
    private final Instant occurred;
    private final Surroundings surroundings;
    private final RecordFacts facts;
    private final List<Happening> found = new ArrayList<>();
    private final Set<String> deaths = new HashSet<>();

    private ShippedEvents(List<RecordChange> changes, Instant occurred, Surroundings surroundings) {
        this.changes = changes;
        this.occurred = occurred;
        this.surroundings = surroundings;
        this.facts = new RecordFacts(surroundings);
    }

    /** Types of resources whose changes mean something to a shipped topic. */
    public static Set<String> resourceTypes() {
        return TYPES;
    }

    /**
     * The events of one transaction.
     *
     * @param occurred when it happened, by the source's account
     */
    public static List<Happening> detect(List<RecordChange> changes, Instant occurred, Surroundings surroundings) {
        ShippedEvents events = new ShippedEvents(changes, occurred, surroundings);
        changes.forEach(events::visitOrCare);
        changes.forEach(events::death);
        ResultEvents.detect(changes, surroundings.told())
                .forEach(told -> events.add(told.focus(), told.detections(), told.values()));
        return List.copyOf(events.found);
    }

    /**
     * What there is to tell of a message about the past: that a document has come, and that somebody has died of whom nobody knew; whatever else
     * it says happened long ago.
     */
    public static List<Happening> detectArrivals(
            List<RecordChange> changes, Instant occurred, Surroundings surroundings) {
        ShippedEvents events = new ShippedEvents(changes, occurred, surroundings);
        for (RecordChange change : changes) {
            if (change.latest() instanceof DocumentReference) {
                events.visitOrCare(change);
            } else if (change.latest() instanceof Patient) {
                events.death(change);
            }
        }
        return List.copyOf(events.found);
    }

    private void visitOrCare(RecordChange change) {
        Resource latest = change.latest();
        if (latest instanceof Encounter) {
            add(
                    change,
                    EncounterEvents.detect(
                            before(change, Encounter.class), after(change, Encounter.class), surroundings::find));
        } else if (latest instanceof DocumentReference) {
            add(
                    change,
                    CareEvents.document(
                            before(change, DocumentReference.class), after(change, DocumentReference.class)));
        } else if (latest instanceof Appointment) {
            add(change, CareEvents.appointment(before(change, Appointment.class), after(change, Appointment.class)));
        } else if (latest instanceof MedicationRequest) {
            add(
                    change,
                    CareEvents.medication(
                            before(change, MedicationRequest.class), after(change, MedicationRequest.class)));
        } else if (latest instanceof Task) {
            add(change, ReferralEvents.task(before(change, Task.class), after(change, Task.class)));
        } else if (latest instanceof ServiceRequest && !hasTask(change.reference())) {
            add(
                    change,
                    ReferralEvents.request(before(change, ServiceRequest.class), after(change, ServiceRequest.class)));
        }
    }

    /** Whoever hears of the Task need not hear of its order as well. */
    private boolean hasTask(String request) {
        return changes.stream()
                .map(RecordChange::after)
                .anyMatch(after -> after instanceof Task task
                        && (request.equals(task.getFocus().getReference())
                                || task.getBasedOn().stream().anyMatch(each -> request.equals(each.getReference()))));
    }

    /** Somebody dies once, whether the Patient says so, or the discharge, or both. */
    private void death(RecordChange change) {
        if (change.latest() instanceof Patient) {
            for (Detection detection :
                    PatientEvents.detect(before(change, Patient.class), after(change, Patient.class), occurred)) {
                tell(detection, change.reference(), change.after());
            }
        } else if (change.latest() instanceof Encounter encounter) {
            boolean was = EncounterEvents.endedInDeath(before(change, Encounter.class));
            boolean is = EncounterEvents.endedInDeath(after(change, Encounter.class));
            String patient = Subjects.of(encounter);
            if (was != is && !patient.isEmpty()) {
                deathByDischarge(patient, is);
            }
        }
    }

    private void deathByDischarge(String reference, boolean isDead) {
        Resource stored = surroundings.find(reference);
        boolean isSaidOtherwise = stored instanceof Patient patient && PatientEvents.dead(patient);
        if (isDead) {
            tell(Detection.of(EventKind.DEATH), reference, stored);
        } else if (!isSaidOtherwise) {
            tell(Detection.correcting(EventKind.DEATH_CORRECTED, EventKind.DEATH), reference, stored);
        }
    }

    private void tell(Detection detection, String patient, @Nullable Resource stored) {
        if (!deaths.add(patient)) {
            return;
        }
        Resource focus = stored == null ? new Patient() : stored;
        String version = focus.getIdElement().getVersionIdPart();
        found.add(new Happening(
                detection.kind(),
                detection.corrects(),
                patient,
                version == null ? "" : version,
                patient,
                facts.of(focus, patient, List.of())));
    }

    private void add(RecordChange change, List<Detection> detections) {
        add(change.latest(), detections, List.of());
    }

    private void add(Resource focus, List<Detection> detections, List<Observation> values) {
        if (detections.isEmpty()) {
            return;
        }
        String patient = Subjects.of(focus);
        Facts known = facts.of(focus, patient, values);
        String version = focus.getIdElement().getVersionIdPart();
        for (Detection detection : detections) {
            found.add(new Happening(
                    detection.kind(),
                    detection.corrects(),
                    focus.fhirType() + "/" + focus.getIdElement().getIdPart(),
                    version == null ? "" : version,
                    patient,
                    known));
        }
    }

    private static <T extends Resource> @Nullable T before(RecordChange change, Class<T> type) {
        return type.isInstance(change.before()) ? type.cast(change.before()) : null;
    }

    private static <T extends Resource> @Nullable T after(RecordChange change, Class<T> type) {
        return type.isInstance(change.after()) ? type.cast(change.after()) : null;
    }
}
