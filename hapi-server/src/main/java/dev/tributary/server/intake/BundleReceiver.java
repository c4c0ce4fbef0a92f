package dev.tributary.server.intake;

import dev.tributary.server.sources.Source;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.jspecify.annotations.Nullable;

/** Stores a FHIR bundle that came by another way than REST. */
public interface BundleReceiver {

    /** Null if it was stored; otherwise why not. */
    @Nullable
    OperationOutcome receive(Source source, byte[] raw, String via);
}
