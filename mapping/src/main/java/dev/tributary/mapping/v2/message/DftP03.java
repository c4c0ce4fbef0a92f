package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.segment.Ft1ToChargeItem;
import java.util.Set;

/**
 * DFT P03 and P11: charges, and what they were for
 * (<a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/DFT_P03">HL7 v2 chapter 6</a>). HL7's guide has no message maps.
 */
final class DftP03 {

    private DftP03() {}

    static void map(V2Message message, Translation translation) {
        translation.mentionPatient();
        var charges = message.segments().stream()
                .filter(segment -> segment.name().equals("FT1"))
                .toList();
        var others = new V2Message(
                message.delimiters(),
                message.segments().stream()
                        .filter(segment -> !segment.name().equals("FT1"))
                        .toList());
        var subject = new PatientHeader(others, Set.of()).write(translation);
        if (subject != null) {
            charges.forEach(ft1 -> Ft1ToChargeItem.write(translation.read(ft1), subject, translation));
        }
    }
}
