package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import dev.tributary.mapping.Issue;
import dev.tributary.server.intake.BundleReceiver;
import dev.tributary.server.intake.DirectIntake;
import dev.tributary.server.intake.DirectIntake.Submission;
import dev.tributary.server.sources.Source;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/** Bundles from watched folders, in JSON. */
final class DroppedBundles implements BundleReceiver {

    private final FhirContext fhir;
    private final Submissions submissions;
    private final DirectIntake intake;
    private final BodyWeight weight;

    DroppedBundles(FhirContext fhir, Submissions submissions, DirectIntake intake, BodyWeight weight) {
        this.fhir = fhir;
        this.submissions = submissions;
        this.intake = intake;
        this.weight = weight;
    }

    @Override
    public @Nullable OperationOutcome receive(Source source, byte[] raw, String via) {
        var submission = new Submission(source, via, null, "Bundle", raw);
        Bundle bundle;
        try {
            bundle = read(raw);
        } catch (RuntimeException e) {
            var outcome = SubmissionErrors.outcome(e);
            var reason = outcome.getIssueFirstRep().getDiagnostics();
            intake.refuse(submission, reason, List.of(Issue.error("structure", "body", reason)));
            return outcome;
        }
        try {
            submissions.bundle(submission, new SentBundle(bundle, () -> read(raw)));
            return null;
        } catch (RuntimeException e) {
            if (SubmissionErrors.status(e) >= 500) {
                // The feed keeps the file and tries again.
                throw e;
            }
            return SubmissionErrors.outcome(e);
        }
    }

    private Bundle read(byte[] raw) {
        weight.require(raw, false);
        var resource = fhir.newJsonParser()
                .parseResource(new InputStreamReader(new ByteArrayInputStream(raw), StandardCharsets.UTF_8));
        if (resource instanceof Bundle bundle) {
            return bundle;
        }
        throw new InvalidRequestException(
                "The file holds a " + resource.fhirType() + ". Drop a transaction Bundle in JSON.");
    }
}
