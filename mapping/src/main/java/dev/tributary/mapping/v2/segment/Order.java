package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Which order a report and its observations answer.
 *
 * @param key names the report within the source: the filler's number, else the placer's number or the patient with the time of OBR-7,
 *     else this message
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

    private static final int TO_THE_MINUTE = 12;

    /** At least one of the segments is there; both may be null for observations outside any order. */
    public static Order of(
            @Nullable V2Segment obr,
            @Nullable V2Segment orc,
            Reference patient,
            @Nullable Reference encounter,
            Translation translation) {
        var profile = translation.profile();
        var filler = EiToIdentifier.key(value(obr, orc, 3), "FILL", profile);
        var placer = EiToIdentifier.key(value(obr, orc, 2), "PLAC", profile);
        var code = obr == null ? null : obr.value(4);
        var service = code == null ? null : CweToCodeableConcept.key(code, profile);
        var key = filler != null
                ? filler
                : keyWithoutFiller(obr, placer, service == null ? "" : service, patient, translation);
        return new Order(key, placer != null ? placer : filler, service == null ? "" : service, patient, encounter);
    }

    /** A placer's number may be filled many times (standing orders): by itself it must not overwrite earlier results. */
    private static String keyWithoutFiller(
            @Nullable V2Segment obr,
            @Nullable String placer,
            String service,
            Reference patient,
            Translation translation) {
        var observed = obr == null ? null : obr.value(7);
        var time = observed == null ? null : observed.component(1);
        if (time != null && time.length() >= TO_THE_MINUTE) {
            return (placer == null ? patient.getReference() : placer) + "|" + time + "|" + service;
        }
        return (placer == null ? "" : placer + "|")
                + translation.event().controlId()
                + "|"
                + (obr == null ? 0 : obr.occurrence());
    }

    /** OBR's own number, else ORC's: both have it in the same field. */
    static @Nullable V2Value value(@Nullable V2Segment obr, @Nullable V2Segment orc, int field) {
        var own = obr == null ? null : obr.value(field);
        return own != null || orc == null ? own : orc.value(field);
    }

    public String reportKey() {
        return key + "|" + service;
    }

    /** The same order as one that has a number, for messages that order something without giving it a number. */
    public Order numbered() {
        return requestKey != null ? this : new Order(key, key, service, patient, encounter);
    }
}
