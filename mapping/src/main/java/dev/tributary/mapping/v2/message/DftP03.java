package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.segment.Ft1ToChargeItem;
import dev.tributary.mapping.v2.segment.PidToAccount;
import dev.tributary.mapping.v2.segment.Subject;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * DFT P03 and P11, BAR P01, P02, P05, P06, P10 and P12: charges and accounts
 * (<a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/DFT_P03">HL7 v2 chapter 6</a>). HL7's guide has no message maps.
 */
final class DftP03 {

    private final Translation translation;
    private final Subject subject;
    private final @Nullable Reference account;

    private DftP03(Translation translation, Subject subject, @Nullable Reference account) {
        this.translation = translation;
        this.subject = subject;
        this.account = account;
    }

    static void map(V2Message message, Translation translation) {
        translation.mentionPatient();
        var subject = SubjectSegments.write(message, translation);
        if (subject == null) {
            return;
        }
        var account = PidToAccount.write(message, subject, translation);
        var charges = new DftP03(translation, subject, account);
        for (var segment : message.segments()) {
            if (!SubjectSegments.isTaken(segment)) {
                charges.take(segment);
            }
        }
    }

    private void take(V2Segment segment) {
        switch (segment.name()) {
            case "FT1" -> Ft1ToChargeItem.write(translation.read(segment), subject, account, translation);
            default -> translation.read(segment);
        }
    }
}
