package dev.tributary.server.intake;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.feeds.KeptMessage;
import dev.tributary.server.feeds.MessageReceiver;
import dev.tributary.server.sources.SourceCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Hands what a feed took over to the pipeline of its format. */
final class MessageRouter implements MessageReceiver {

    private final SourceCatalogue sources;
    private final Hl7v2Intake hl7v2;
    private final QueuedIntake queued;
    private final BundleReceiver bundles;
    private final FhirContext fhir;

    MessageRouter(
            SourceCatalogue sources, Hl7v2Intake hl7v2, QueuedIntake queued, BundleReceiver bundles, FhirContext fhir) {
        this.sources = sources;
        this.hl7v2 = hl7v2;
        this.queued = queued;
        this.bundles = bundles;
        this.fhir = fhir;
    }

    @Override
    public Optional<byte[]> receive(String sourceId, byte[] raw, String via) {
        var source = sources.byId(sourceId)
                .orElseThrow(() -> new IllegalArgumentException("No source " + sourceId + " is configured"));
        return switch (source.format()) {
            case HL7V2 -> hl7v2.receive(source, raw, via);
            case FHIR -> Optional.ofNullable(bundles.receive(source, raw, via)).map(this::bytes);
            case CSV ->
                throw new IllegalArgumentException("Source " + sourceId + " sends files, which are read row by row");
            case CCDA -> refusal(queued.keep(source, source.format().code(), raw, via));
        };
    }

    @Override
    public void refuse(String sourceId, byte[] head, String via, String reason) {
        sources.byId(sourceId)
                .ifPresent(source -> queued.refuse(source, source.format().code(), head, via, reason));
    }

    private Optional<byte[]> refusal(KeptMessage kept) {
        if (kept.isAccepted()) {
            return Optional.empty();
        }
        var outcome = new OperationOutcome();
        for (var issue : kept.refusal()) {
            outcome.addIssue()
                    .setSeverity(IssueSeverity.fromCode(issue.severity().name().toLowerCase(Locale.ROOT)))
                    .setCode(IssueType.fromCode(issue.code()))
                    .setDiagnostics(issue.path() + ": " + issue.text());
        }
        return Optional.of(bytes(outcome));
    }

    private byte[] bytes(OperationOutcome outcome) {
        return fhir.newJsonParser()
                .setPrettyPrint(true)
                .encodeResourceToString(outcome)
                .getBytes(StandardCharsets.UTF_8);
    }
}
