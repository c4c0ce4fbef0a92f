package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.intake.DirectIntake;
import dev.tributary.server.intake.DirectIntake.Submission;
import dev.tributary.server.intake.DirectIntake.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;

/**
 * A <a href="https://hl7.org/fhir/R4/http.html#batch">batch</a>: every entry is a message of its own, in their order, and is refused for
 * itself.
 */
final class Batches {

    /** Neighbours that are about no patient share a transaction; more of them would gain little and be repeated in vain. */
    private static final int TOGETHER = 25;

    private final FhirContext fhir;
    private final DirectIntake intake;
    private final Units units;

    Batches(FhirContext fhir, DirectIntake intake, Units units) {
        this.fhir = fhir;
        this.intake = intake;
        this.units = units;
    }

    /** How a transaction of one entry is stored. */
    interface Units {
        Unit<List<SubmissionAnswer>> of(Submission submission, Bundle transaction, boolean retires);
    }

    /** @param retires whether a patient that is deleted is kept as one that its source gave up; else it is refused */
    List<BundleEntryResponseComponent> store(Submission submission, Bundle batch, boolean retires) {
        var responses = new ArrayList<BundleEntryResponseComponent>();
        for (var neighbours : neighbours(batch.getEntry())) {
            var alone = neighbours.stream()
                    .map(entry -> unit(submission, entry, retires))
                    .toList();
            var together =
                    alone.size() > 1 ? intake.applyTogether(alone) : Optional.<List<List<SubmissionAnswer>>>empty();
            together.ifPresentOrElse(
                    answers -> answers.forEach(
                            answer -> responses.add(answer.get(0).toResponse())),
                    () -> alone.forEach(unit -> responses.add(alone(unit))));
        }
        return responses;
    }

    private BundleEntryResponseComponent alone(Unit<List<SubmissionAnswer>> unit) {
        try {
            return intake.apply(unit).get(0).toResponse();
        } catch (RuntimeException e) {
            // Kept in the journal with its reason; the other entries go on.
            var refused = new BundleEntryResponseComponent();
            refused.setStatus(String.valueOf(SubmissionErrors.status(e)));
            refused.setOutcome(SubmissionErrors.outcome(e));
            return refused;
        }
    }

    private Unit<List<SubmissionAnswer>> unit(Submission submission, BundleEntryComponent entry, boolean retires) {
        var transaction = new Bundle().setType(BundleType.TRANSACTION).addEntry(entry);
        var raw = fhir.newJsonParser().encodeResourceToString(transaction).getBytes(StandardCharsets.UTF_8);
        return units.of(submission.part(raw), transaction, retires);
    }

    private List<List<BundleEntryComponent>> neighbours(List<BundleEntryComponent> entries) {
        var groups = new ArrayList<List<BundleEntryComponent>>();
        List<BundleEntryComponent> open = new ArrayList<>();
        for (var entry : entries) {
            if (!isAboutNoPatient(entry)) {
                open = new ArrayList<>();
                groups.add(List.of(entry));
            } else if (open.isEmpty() || open.size() == TOGETHER) {
                open = new ArrayList<>(List.of(entry));
                groups.add(open);
            } else {
                open.add(entry);
            }
        }
        return groups;
    }

    /** Locks of several persons in one transaction would stand in the way of others, and of each other. */
    private boolean isAboutNoPatient(BundleEntryComponent entry) {
        return entry.hasResource()
                && fhir.getResourceDefinition(entry.getResource())
                        .getSearchParamsForCompartmentName("Patient")
                        .isEmpty();
    }
}
