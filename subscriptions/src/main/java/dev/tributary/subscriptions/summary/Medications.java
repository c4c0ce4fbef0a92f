package dev.tributary.subscriptions.summary;

import dev.tributary.subscriptions.context.EventContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * What a stay changed in a person's medication, over all sources: prescriptions before the admission against those written in the stay.
 *
 * <p>Orders for the stay itself (category inpatient, and nothing else) are not what the person goes home with. What is prescribed as before is not
 * listed.
 */
final class Medications {

    private static final Set<MedicationRequestStatus> RUNNING =
            Set.of(MedicationRequestStatus.ACTIVE, MedicationRequestStatus.ONHOLD);
    private static final Set<MedicationRequestStatus> ENDED =
            Set.of(MedicationRequestStatus.STOPPED, MedicationRequestStatus.CANCELLED);
    private static final Set<String> AT_HOME = Set.of("outpatient", "community", "discharge");
    private static final Duration PAPERWORK = Duration.ofHours(24);

    private final EventContext context;
    private final Instant admitted;
    private final Instant discharged;

    Medications(EventContext context, Instant admitted, Instant discharged) {
        this.context = context;
        this.admitted = admitted;
        this.discharged = discharged;
    }

    /** New, changed and stopped ones, in this order. */
    List<Line> changes(List<MedicationRequest> requests) {
        Map<String, MedicationRequest> before = new LinkedHashMap<>();
        Map<String, MedicationRequest> after = new LinkedHashMap<>();
        Map<String, MedicationRequest> stopped = new LinkedHashMap<>();
        for (MedicationRequest request : requests) {
            String key = key(request);
            if (key == null || !isForHome(request)) {
                continue;
            }
            if (isBefore(request)) {
                if (RUNNING.contains(request.getStatus())) {
                    before.putIfAbsent(key, request);
                } else if (endedInStay(request)) {
                    stopped.putIfAbsent(key, request);
                }
            } else if (isInStay(request) && RUNNING.contains(request.getStatus())) {
                after.putIfAbsent(key, request);
            }
        }
        return lines(before, after, stopped);
    }

    private List<Line> lines(
            Map<String, MedicationRequest> before,
            Map<String, MedicationRequest> after,
            Map<String, MedicationRequest> stopped) {
        List<Line> lines = new ArrayList<>();
        after.forEach((key, request) -> {
            if (!before.containsKey(key) && !stopped.containsKey(key)) {
                lines.add(new Line("New: " + describe(request), request));
            }
        });
        after.forEach((key, request) -> {
            MedicationRequest earlier = before.getOrDefault(key, stopped.get(key));
            if (earlier != null && !dosage(earlier).equals(dosage(request))) {
                String was = dosage(earlier).isEmpty() ? "" : " (was: " + dosage(earlier) + ")";
                lines.add(new Line("Changed: " + describe(request) + was, request));
            }
        });
        stopped.forEach((key, request) -> {
            if (!after.containsKey(key) && !before.containsKey(key)) {
                lines.add(new Line("Stopped: " + describe(request), request));
            }
        });
        return lines;
    }

    private boolean isBefore(MedicationRequest request) {
        return request.hasAuthoredOn() && request.getAuthoredOn().toInstant().isBefore(admitted);
    }

    private boolean isInStay(MedicationRequest request) {
        return request.hasAuthoredOn() && !request.getAuthoredOn().toInstant().isAfter(discharged.plus(PAPERWORK));
    }

    /** A prescription says that it ended, not when: the hub heard of it in the stay. */
    private boolean endedInStay(MedicationRequest request) {
        return ENDED.contains(request.getStatus())
                && request.getMeta().hasLastUpdated()
                && !request.getMeta().getLastUpdated().toInstant().isBefore(admitted);
    }

    private static boolean isForHome(MedicationRequest request) {
        boolean isOrder = request.getIntent() == null
                || !Set.of(
                                MedicationRequestIntent.PROPOSAL,
                                MedicationRequestIntent.PLAN,
                                MedicationRequestIntent.OPTION)
                        .contains(request.getIntent());
        Set<String> categories = request.getCategory().stream()
                .flatMap(category -> category.getCoding().stream())
                .map(Coding::getCode)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        boolean onlyInpatient =
                categories.contains("inpatient") && categories.stream().noneMatch(AT_HOME::contains);
        return isOrder && !request.getDoNotPerform() && !onlyInpatient;
    }

    private String describe(MedicationRequest request) {
        String name = Objects.requireNonNullElse(Line.words(concept(request)), "medication without a name");
        String dosage = dosage(request);
        return dosage.isEmpty() ? name : name + ", " + dosage;
    }

    private static String dosage(MedicationRequest request) {
        return request.getDosageInstruction().stream()
                .map(Medications::text)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String text(Dosage dosage) {
        if (dosage.hasText()) {
            return Line.clean(dosage.getText());
        }
        String dose = dosage.hasDoseAndRate() && dosage.getDoseAndRateFirstRep().hasDoseQuantity()
                ? dosage.getDoseAndRateFirstRep().getDoseQuantity().getValue() + " "
                        + Objects.requireNonNullElse(
                                dosage.getDoseAndRateFirstRep()
                                        .getDoseQuantity()
                                        .getUnit(),
                                "")
                : "";
        String often =
                dosage.getTiming().hasCode() ? Line.words(dosage.getTiming().getCode()) : null;
        return Line.clean((dose.strip() + " " + Objects.requireNonNullElse(often, "")).strip());
    }

    private CodeableConcept concept(MedicationRequest request) {
        if (request.getMedication() instanceof CodeableConcept concept) {
            return concept;
        }
        if (request.getMedication() instanceof Reference reference) {
            CodeableConcept named = new CodeableConcept().setText(reference.getDisplay());
            return request.getContained().stream()
                    .filter(resource -> reference.getReference() != null
                            && reference
                                    .getReference()
                                    .endsWith(resource.getIdElement().getIdPart()))
                    .filter(Medication.class::isInstance)
                    .map(resource -> ((Medication) resource).getCode())
                    .findFirst()
                    .or(() -> context.read(reference, Medication.class).map(Medication::getCode))
                    .orElse(named);
        }
        return new CodeableConcept();
    }

    /** The same drug of two sources: by code, else by name. */
    private @Nullable String key(MedicationRequest request) {
        CodeableConcept concept = concept(request);
        for (Coding coding : concept.getCoding()) {
            if (coding.hasSystem() && coding.hasCode()) {
                return coding.getSystem() + "|" + coding.getCode();
            }
        }
        String words = Line.words(concept);
        return words == null ? null : words.toLowerCase(Locale.ROOT);
    }
}
