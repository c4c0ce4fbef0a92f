package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CpToMoney;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CweToOrganization;
import dev.tributary.mapping.v2.datatype.EiToIdentifier;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.math.BigDecimal;
import java.util.Objects;
import org.hl7.fhir.r4.model.ChargeItem;
import org.hl7.fhir.r4.model.ChargeItem.ChargeItemStatus;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * FT1 to ChargeItem. HL7's guide has no map; the fields are those of
 * <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/FT1">HL7 v2 chapter 6</a>. Payments and adjustments are no charges.
 */
public final class Ft1ToChargeItem {

    private static final String FUNCTION = "http://terminology.hl7.org/CodeSystem/v2-0443";

    private Ft1ToChargeItem() {}

    /** Writes nothing for a payment or adjustment (FT1-6). */
    public static void write(SegmentReader ft1, PatientContext subject, Translation translation) {
        ft1.ignore(1);
        var type = ft1.text(6);
        var known = CodeTable.of("HL70017").get(type == null ? "CG" : type);
        if (known == null) {
            translation.warn(
                    "code-invalid",
                    ft1.segment().path(6),
                    "Not a code of table 0017 (transaction type); taken for a charge.");
        } else if (known.target().isEmpty()) {
            translation.inform(
                    "not-supported",
                    ft1.segment().path(6),
                    "A payment or an adjustment is no charge; kept in the message only.");
            ft1.ignoreAll();
            return;
        }
        var charge = new ChargeItem().setSubject(subject.ofPatient());
        charge.setContext(subject.ofEncounter());
        charge.setStatus(known == null ? ChargeItemStatus.UNKNOWN : ChargeItemStatus.fromCode(known.target()));
        charge.setId(translation.id("ChargeItem", key(ft1, subject, translation)));
        addIdentifiers(charge, ft1, translation);
        setCode(charge, ft1, translation);
        setTimes(charge, ft1, translation);
        setPrice(charge, ft1, "CD".equals(type), translation);
        addPeople(charge, ft1, translation);
        for (var value : ft1.values(19)) {
            var reason = CweToCodeableConcept.map(value, translation);
            if (reason != null) {
                charge.addReason(reason);
            }
        }
        var account = subject.ofAccount();
        if (account != null) {
            charge.addAccount(account);
        }
        translation.write(charge);
    }

    private static String key(SegmentReader ft1, PatientContext subject, Translation translation) {
        var transaction = ft1.segment().value(2);
        var number = EiToIdentifier.key(transaction, "transaction", translation.profile());
        return number != null
                ? number
                : subject.key() + "|" + translation.event().controlId() + "|"
                        + ft1.segment().occurrence();
    }

    private static void addIdentifiers(ChargeItem charge, SegmentReader ft1, Translation translation) {
        var transaction = number(ft1, 2, "transaction", "Transaction", translation);
        if (transaction != null) {
            charge.addIdentifier(transaction);
        }
        var reference = number(ft1, 31, "transaction", "Transaction referred to", translation);
        if (reference != null) {
            charge.addSupportingInformation(
                    new Reference().setType("ChargeItem").setIdentifier(reference));
        }
        var filler = EiToIdentifier.map(ft1.value(23), "FILL", translation);
        if (filler != null) {
            charge.addSupportingInformation(new Reference().setIdentifier(filler));
        }
    }

    private static @Nullable Identifier number(
            SegmentReader ft1, int field, String system, String type, Translation translation) {
        var identifier = EiToIdentifier.map(ft1.value(field), system, translation);
        return identifier == null ? null : identifier.setType(new CodeableConcept().setText(type));
    }

    /** The charge's own code and beside it, since both bill the same, that of the procedure. */
    private static void setCode(ChargeItem charge, SegmentReader ft1, Translation translation) {
        var code = CweToCodeableConcept.map(ft1.value(7), translation);
        var procedure = CweToCodeableConcept.map(ft1.value(25), translation);
        var description = ft1.wholeText(8);
        if (code == null) {
            code = procedure == null ? new CodeableConcept() : procedure;
        } else if (procedure != null) {
            for (var coding : procedure.getCoding()) {
                if (code.getCoding().stream().noneMatch(each -> isSame(each, coding))) {
                    code.addCoding(coding);
                }
            }
        }
        if (description != null && !code.hasText()) {
            code.setText(description);
        }
        charge.setCode(code.isEmpty() ? code.setText("Unnamed charge") : code);
        for (var value : ft1.values(26)) {
            var modifier = CweToCodeableConcept.map(value, translation);
            if (modifier != null) {
                charge.addNote().setText("Procedure code modifier: " + Instructions.text(modifier));
            }
        }
        var product = CweToCodeableConcept.map(ft1.value(29), translation);
        if (product != null) {
            charge.setProduct(product);
        }
    }

    private static boolean isSame(Coding left, Coding right) {
        return left.getCode().equals(right.getCode()) && Objects.equals(left.getSystem(), right.getSystem());
    }

    private static void setTimes(ChargeItem charge, SegmentReader ft1, Translation translation) {
        var value = ft1.value(4);
        var start = TsToDateTime.map(value, translation);
        if (start != null) {
            charge.setOccurrence(start);
        }
        var posted = TsToDateTime.map(ft1.value(5), translation);
        if (posted != null) {
            charge.setEnteredDateElement(posted);
        }
    }

    /** The extended amount is the total; without one it is reckoned. A credit takes away. */
    private static void setPrice(ChargeItem charge, SegmentReader ft1, boolean isCredit, Translation translation) {
        var quantity = CqToQuantity.map(ft1.value(10), translation);
        if (quantity != null) {
            charge.setQuantity(quantity);
        }
        var extended = CpToMoney.map(ft1.value(11), translation);
        var unit = CpToMoney.map(ft1.value(12), translation);
        var total = extended == null ? unit : extended;
        if (total == null) {
            return;
        }
        if (extended == null && quantity != null && quantity.getValue().signum() > 0) {
            total.setValue(total.getValue().multiply(quantity.getValue()));
        }
        if (isCredit && total.getValue().compareTo(BigDecimal.ZERO) > 0) {
            total.setValue(total.getValue().negate());
        }
        charge.setPriceOverride(total);
    }

    private static void addPeople(ChargeItem charge, SegmentReader ft1, Translation translation) {
        addPerformer(charge, ft1, 20, null, translation);
        addPerformer(charge, ft1, 21, new Coding(FUNCTION, "OP", "Ordering Provider"), translation);
        charge.setEnterer(XcnToPractitioner.map(ft1.value(24), translation));
        var department = CweToOrganization.map(ft1.value(13), translation);
        if (department != null) {
            charge.setPerformingOrganization(department);
        }
    }

    private static void addPerformer(
            ChargeItem charge, SegmentReader ft1, int field, @Nullable Coding function, Translation translation) {
        for (var value : ft1.values(field)) {
            var practitioner = XcnToPractitioner.map(value, translation);
            if (practitioner != null) {
                var performer = charge.addPerformer().setActor(practitioner);
                if (function != null) {
                    performer.setFunction(new CodeableConcept().addCoding(function.copy()));
                }
            }
        }
    }
}
