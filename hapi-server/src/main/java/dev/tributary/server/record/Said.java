package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Change;
import dev.tributary.mapping.Change.Extent;
import dev.tributary.server.record.ResourceStateTable.State;
import java.util.Map;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * A write with what was said of its resource before.
 *
 * @param hash of what is said now; empty if nobody compares
 */
record Said(Change.Write write, @Nullable State before, String hash) {

    static Said of(FhirContext fhir, Change.Write write, Map<String, State> known) {
        return new Said(write, known.get(id(write)), isTracked(write) ? ContentHash.of(fhir, write) : "");
    }

    boolean isRepeat() {
        return before != null && before.hash().equals(hash);
    }

    /** What HL7 v2 says is told in pieces and out of order; what a FHIR client says of a resource other than a patient is final. */
    static boolean isTracked(Change.Write write) {
        return write.extent() != Extent.WHOLE || write.resource() instanceof Patient;
    }

    static String id(Change.Write write) {
        return write.resource().getIdElement().getIdPart();
    }

    static String reference(Change.Write write) {
        return write.resource().fhirType() + "/" + id(write);
    }
}
