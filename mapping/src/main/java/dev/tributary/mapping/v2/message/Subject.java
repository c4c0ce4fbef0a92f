package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.segment.PidToAccount;
import dev.tributary.mapping.v2.segment.Pv1ToEncounter;
import dev.tributary.mapping.v2.segment.Pv2ToEncounter;
import dev.tributary.mapping.v2.segment.Visit;
import java.util.HashSet;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * Whom an order, a result, a document or an appointment is about. Patient and visit are named, not told: their state is for ADT to say.
 *
 * @param patientKey {@code system|value}
 * @param patient reference to the source's Patient
 * @param encounter reference to the visit; null if the message does not say which
 */
record Subject(
        String patientKey, Reference patient, @Nullable Reference encounter) {

    /** Mentions patient and visit; null, with an error, if the message does not say who it is. */
    static @Nullable Subject mention(V2Message message, Translation translation) {
        translation.mentionPatient();
        var patientKey = PatientSegments.write(message, translation);
        if (patientKey == null) {
            return null;
        }
        var patient = new Reference("Patient/" + translation.id("Patient", patientKey));
        var account = account(message, patient, translation);
        return new Subject(patientKey, patient, encounter(message, patientKey, patient, account, translation));
    }

    /** PID-18; null if there is none. */
    private static @Nullable Reference account(V2Message message, Reference patient, Translation translation) {
        var number =
                message.first("PID").map(pid -> translation.read(pid).value(18)).orElse(null);
        var account = PidToAccount.map(number, patient, translation);
        return account == null ? null : translation.mention(account);
    }

    private static @Nullable Reference encounter(
            V2Message message,
            String patientKey,
            Reference patient,
            @Nullable Reference accountReference,
            Translation translation) {
        var pv1 = message.first("PV1").orElse(null);
        if (pv1 == null) {
            return null;
        }
        var account = message.first("PID").map(pid -> pid.value(18)).orElse(null);
        if (Visit.basis(pv1, account) == Visit.Basis.NONE) {
            translation.read(pv1).ignore(1, 2);
            return null;
        }
        var visit = Visit.of(pv1, account, patientKey, patient, translation.profile());
        var cleared = new HashSet<String>();
        var encounter = Pv1ToEncounter.map(translation.read(pv1), visit, translation, cleared);
        message.first("PV2")
                .ifPresent(pv2 -> Pv2ToEncounter.add(encounter, translation.read(pv2), translation, cleared));
        if (accountReference != null) {
            encounter.addAccount(accountReference);
        }
        Pv1ToEncounter.nameOnly(encounter);
        return translation.write(encounter);
    }
}
