package dev.tributary.mapping.v2.message;

import dev.tributary.mapping.Change;
import dev.tributary.mapping.v2.datatype.CxToIdentifier;
import dev.tributary.mapping.v2.datatype.PatientKey;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Message;
import dev.tributary.mapping.v2.er7.V2Segment;
import dev.tributary.mapping.v2.er7.V2Value;
import dev.tributary.mapping.v2.segment.Visit;
import java.util.List;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and visits that get another number (A49, A50, A51), turn out to be one (A35, A41, A42) or belong to another patient (A44,
 * A45). HL7's guide has no map for them but
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-mrg-to-account.html">MRG to Account</a>; what they do is told by HL7
 * v2.8 chapter 3.
 */
final class AdtNumbers {

    private AdtNumbers() {}

    /** A35, A41, A49: the account of MRG-3 is that of PID-18. */
    static void account(V2Message message, Translation translation) {
        each(message, translation, (mrg, subject) -> account(mrg, subject, translation));
    }

    /** A42, A50: the visit of MRG-5 is that of PV1-19. */
    static void visit(V2Message message, Translation translation) {
        each(message, translation, (mrg, subject) -> visit(mrg, subject, translation));
    }

    /** A51: the visit of PV1-19 was also known by MRG-6. */
    static void alternateVisit(V2Message message, Translation translation) {
        each(message, translation, (mrg, subject) -> {
            var former = mrg.value(6);
            var identifier = former == null ? null : CxToIdentifier.map(former, "VN", translation);
            if (identifier == null || subject.encounterKey() == null) {
                translation.error("required", mrg.segment().path(6), "No alternate visit number, or no visit.");
                return;
            }
            var encounter = new Encounter().addIdentifier(identifier.setUse(IdentifierUse.OLD));
            encounter.setId(translation.id("Encounter", subject.encounterKey()));
            translation.add(encounter);
        });
    }

    /** A44: the account of MRG-3, else of PID-18, is the patient's of the PID and no longer that of MRG-1. */
    static void moveAccount(V2Message message, Translation translation) {
        each(message, translation, (mrg, subject) -> {
            var number = mrg.value(3) == null ? subject.account() : mrg.value(3);
            var key = number == null ? null : CxToIdentifier.key(number, "AN", translation.profile());
            if (number == null || key == null) {
                translation.error("required", mrg.segment().path(3), "No account number: nobody can say what moves.");
                return;
            }
            former(mrg, subject, translation);
            var account = new Account()
                    .setStatus(AccountStatus.ACTIVE)
                    .addIdentifier(CxToIdentifier.map(number, "AN", translation))
                    .addSubject(subject.patient().copy());
            account.setId(translation.id("Account", key));
            translation.write(account);
            translation.change(
                    new Change.MoveToPatient("Account", account.getIdElement().getIdPart(), subject.id()));
        });
    }

    /** A45: the visit of MRG-5, else of PV1-19, is the patient's of the PID and no longer that of MRG-1. */
    static void moveVisit(V2Message message, Translation translation) {
        each(message, translation, (mrg, subject) -> {
            var number = mrg.value(5);
            var moved = number == null ? null : Visit.key(number, translation.profile());
            var key = moved == null ? subject.encounterKey() : moved;
            if (key == null) {
                translation.error("required", mrg.segment().path(5), "No visit number: nobody can say what moves.");
                return;
            }
            former(mrg, subject, translation);
            var encounter = new Encounter()
                    .setStatus(EncounterStatus.UNKNOWN)
                    .setSubject(subject.patient().copy());
            if (number != null) {
                encounter.addIdentifier(CxToIdentifier.map(number, "VN", translation));
            }
            encounter.setId(translation.id("Encounter", key));
            translation.write(encounter);
            translation.change(new Change.MoveToPatient(
                    "Encounter", encounter.getIdElement().getIdPart(), subject.id()));
        });
    }

    static void account(SegmentReader mrg, AdtMessage.Subject subject, Translation translation) {
        var account = subject.account();
        var survivor = account == null ? null : CxToIdentifier.key(account, "AN", translation.profile());
        var former = mrg.value(3);
        var retired = former == null ? null : CxToIdentifier.key(former, "AN", translation.profile());
        supersede("Account", survivor, retired, mrg.segment().path(3), translation);
    }

    private static void visit(SegmentReader mrg, AdtMessage.Subject subject, Translation translation) {
        var former = mrg.value(5);
        var retired = former == null ? null : Visit.key(former, translation.profile());
        var survivor = subject.encounterKey();
        supersede("Encounter", survivor, retired, mrg.segment().path(5), translation);
        if (survivor != null && former != null) {
            var old = CxToIdentifier.map(former, "VN", translation);
            var encounter = new Encounter();
            encounter.setId(translation.id("Encounter", survivor));
            if (old != null) {
                translation.add(encounter.addIdentifier(old.setUse(IdentifierUse.OLD)));
            }
        }
    }

    private static void supersede(
            String type, @Nullable String survivor, @Nullable String retired, String path, Translation translation) {
        if (survivor == null || retired == null) {
            translation.error(
                    "required", path, "Not both the old and the new number: nobody can say what becomes of what.");
        } else if (!survivor.equals(retired)) {
            translation.change(
                    new Change.Supersede(type, translation.id(type, survivor), translation.id(type, retired)));
        }
    }

    /** Tells whose it was, so that a reader of the issues can see it. */
    private static void former(SegmentReader mrg, AdtMessage.Subject subject, Translation translation) {
        List<V2Value> numbers = mrg.values(1);
        var former = PatientKey.best(numbers, translation.profile());
        if (subject.key().equals(former)) {
            translation.warn(
                    "business-rule", mrg.segment().path(1), "It is moved to the patient that it belongs to already.");
        }
    }

    private static void each(
            V2Message message, Translation translation, BiConsumer<SegmentReader, AdtMessage.Subject> change) {
        for (var group : PatientGroups.of(message.segments())) {
            var subject = AdtMessage.map(group, translation);
            if (subject == null) {
                continue;
            }
            for (V2Segment segment : group) {
                if (segment.name().equals("MRG")) {
                    var mrg = translation.read(segment);
                    // The patient's number is that of the PID, or was; his former name is for merges to tell.
                    mrg.ignore(1, 7);
                    change.accept(mrg, subject);
                }
            }
        }
    }
}
