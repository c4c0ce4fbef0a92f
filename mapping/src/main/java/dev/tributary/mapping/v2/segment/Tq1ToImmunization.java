package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Immunization;
import org.hl7.fhir.r4.model.StringType;

/**
 * TQ1 to Immunization: the conditions and the instruction as notes, and when it was to be given, where RXA does not tell when it was.
 * Ours: HL7's guide leaves it open, for a vaccination that was given has no schedule.
 */
public final class Tq1ToImmunization {

    private Tq1ToImmunization() {}

    public static void add(Immunization immunization, SegmentReader tq1, Translation translation) {
        tq1.ignore(1);
        if (immunization.getOccurrence() instanceof StringType) {
            var start = TsToDateTime.map(tq1.value(7), translation);
            if (start != null) {
                immunization.setOccurrence(start);
            }
        }
        for (var field : new int[] {10, 11}) {
            var text = tq1.wholeText(field);
            if (text != null) {
                immunization.addNote().setText(text);
            }
        }
    }
}
