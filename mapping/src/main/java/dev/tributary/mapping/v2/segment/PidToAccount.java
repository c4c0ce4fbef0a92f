package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-pid-to-account.html">PID-18 to Account</a>. */
public final class PidToAccount {

    private PidToAccount() {}

    /** Not yet written; null if there is no account number. */
    public static @Nullable Account map(@Nullable V2Value number, Reference patient, Translation translation) {
        var key = number == null ? null : CxToIdentifier.key(number, "AN", translation.profile());
        if (number == null || key == null) {
            return null;
        }
        var account = new Account()
                .setStatus(AccountStatus.ACTIVE)
                .addIdentifier(CxToIdentifier.map(number, "AN", translation))
                .addSubject(patient.copy());
        account.setId(translation.id("Account", key));
        return account;
    }
}
