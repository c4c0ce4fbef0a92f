package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.SourceProfile;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Which order a report and its observations answer.
 *
 * @param key names the report within the source: the filler's number, else the placer's number within this message
 * @param requestKey names the request within the source: the placer's number, else the filler's; null if there is neither
 * @param service OBR-4 as a key, since several OBR may share one number
 * @param patient reference to the source's Patient
 * @param encounter reference to the visit; null if the message does not name it
 */
public record Order(
        String key,
        @Nullable String requestKey,
        String service,
        Reference patient,
        @Nullable Reference encounter) {

    public static Order of(
            V2Segment obr,
            @Nullable V2Segment orc,
            Reference patient,
            @Nullable Reference encounter,
            String controlId,
            SourceProfile profile) {
        var filler = EiToIdentifier.key(value(obr, orc, 3), "FILL", profile);
        var placer = EiToIdentifier.key(value(obr, orc, 2), "PLAC", profile);
        var code = obr.value(4);
        var service = code == null ? null : CweToCodeableConcept.key(code, profile);
        // A placer's number may be filled many times (standing orders), so by itself it must not overwrite earlier
        // results.
        var key = filler != null ? filler : (placer == null ? "" : placer + "|") + controlId + "|" + obr.occurrence();
        return new Order(key, placer != null ? placer : filler, service == null ? "" : service, patient, encounter);
    }

    /** OBR's own number, else ORC's: both have it in the same field. */
    static @Nullable V2Value value(V2Segment obr, @Nullable V2Segment orc, int field) {
        var own = obr.value(field);
        return own != null || orc == null ? own : orc.value(field);
    }

    public String reportKey() {
        return key + "|" + service;
    }
}
