package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.segment.PatientContext;
import java.util.Set;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;

/**
 * BAR P01, P02, P05, P06, P10 and P12: patient accounts with insurance, guarantor, diagnoses and procedures
 * (<a href="https://hl7-definition.caristix.com/v2/HL7v2.8/TriggerEvents/BAR_P01">HL7 v2 chapter 6</a>). HL7's guide has no message maps.
 */
final class BarP01 {

    private static final Set<String> ENDS = Set.of("P02", "P06");

    private BarP01() {}

    static void map(V2Message message, Translation translation) {
        var subject = new PatientHeader(message, Set.of()).write(translation);
        if (subject == null) {
            return;
        }
        if (subject.account() == null) {
            translation.warn("required", "PID-18", "No account number; the account itself cannot be recorded.");
        } else {
            complete(message, subject, translation);
        }
    }

    /** P02 and P06 close the account; the visit's times are those of its service. */
    private static void complete(V2Message message, PatientContext subject, Translation translation) {
        if (subject.account() == null
                || !(translation.written(subject.account().getReference()) instanceof Account account)) {
            return;
        }
        var pv1 = message.first("PV1").orElse(null);
        var start = pv1 == null ? null : TsToDateTime.map(pv1.value(44), translation);
        var end = pv1 == null ? null : TsToDateTime.map(pv1.value(45), translation);
        if (start != null) {
            account.getServicePeriod().setStartElement(start);
        }
        if (end != null) {
            account.getServicePeriod().setEndElement(end);
        }
        if (ENDS.contains(translation.event().code())) {
            account.setStatus(AccountStatus.INACTIVE);
            var occurred = translation.event().occurred();
            if (!account.getServicePeriod().hasEnd() && occurred != null) {
                account.getServicePeriod().setEndElement(occurred.copy());
            }
        }
        if (account.getServicePeriod().isEmpty()) {
            account.setServicePeriod(null);
        }
    }
}
