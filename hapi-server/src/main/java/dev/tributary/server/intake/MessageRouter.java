package dev.tributary.server.intake;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.feeds.MessageReceiver;
import dev.tributary.server.sources.Source;
import dev.tributary.server.sources.SourceCatalogue;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;

/** Hands what a feed took over to the pipeline of its format. */
final class MessageRouter implements MessageReceiver {

    private final SourceCatalogue sources;
    private final Hl7v2Intake hl7v2;
    private final BundleReceiver bundles;
    private final FhirContext fhir;

    MessageRouter(SourceCatalogue sources, Hl7v2Intake hl7v2, BundleReceiver bundles, FhirContext fhir) {
        this.sources = sources;
        this.hl7v2 = hl7v2;
        this.bundles = bundles;
        this.fhir = fhir;
    }

    @Override
    public Optional<byte[]> receive(String sourceId, byte[] raw, String via) {
        var source = sources.byId(sourceId)
                .orElseThrow(() -> new IllegalArgumentException("No source " + sourceId + " is configured"));
        if (source.format() == Source.Format.HL7V2) {
            return hl7v2.receive(source, raw, via);
        }
        var refused = bundles.receive(source, raw, via);
        return Optional.ofNullable(refused).map(this::bytes);
    }

    private byte[] bytes(OperationOutcome outcome) {
        return fhir.newJsonParser()
                .setPrettyPrint(true)
                .encodeResourceToString(outcome)
                .getBytes(StandardCharsets.UTF_8);
    }
}
