package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.Tq1ToDosage;
import dev.tributary.mapping.v2.datatype.TqToDosage;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.hl7.fhir.r4.model.Range;
import org.jspecify.annotations.Nullable;

/**
 * RXG, a dose that the pharmacy schedules, to a MedicationRequest of intent
 * <a href="https://hl7.org/fhir/R4/valueset-medicationrequest-intent.html">instance-order</a>, "an instance for the particular order". HL7's
 * guide has no map.
 */
public final class RxgToMedicationRequest {

    private RxgToMedicationRequest() {}

    /** @return without a medication if neither RXG nor the order names one */
    public static MedicationRequest map(
            PharmacyOrder.Supply supply,
            String orderKey,
            @Nullable MedicationRequest order,
            PatientContext subject,
            Translation translation) {
        var rxg = translation.read(supply.segment());
        rxg.ignore(1, 2);
        var give = new MedicationRequest().setSubject(subject.ofPatient());
        give.setEncounter(subject.ofEncounter());
        give.setStatus(MedicationRequestStatus.ACTIVE).setIntent(MedicationRequestIntent.INSTANCEORDER);
        give.setId(translation.id(
                "MedicationRequest",
                orderKey + "|give|" + supply.segment().raw(1).strip() + "|"
                        + supply.segment().raw(3).strip()));
        var code = RxeToMedicationRequest.code(rxg, 4, 0, translation);
        if (code == null && order != null) {
            code = order.getMedicationCodeableConcept().copy();
        }
        if (code != null) {
            give.setMedication(code);
            var details = new MedicationDetails(code, translation);
            details.form(rxg, 8);
            details.strength(rxg, 17, 0);
            details.batch(rxg.text(19), rxg, 20);
            details.manufacturer(rxg, 21);
            supply.details().components().forEach(details::component);
            var product =
                    details.write("MedicationRequest|" + give.getIdElement().getIdPart());
            if (product != null) {
                give.addSupportingInformation(product);
            }
        }
        if (order != null) {
            give.addBasedOn(PharmacyOrder.reference(order.getIdElement().getIdPart()));
        }
        addDosage(give, rxg, supply, translation);
        for (var value : rxg.values(9)) {
            Instructions.addNote(give, value, translation);
        }
        return give;
    }

    private static void addDosage(
            MedicationRequest give, SegmentReader rxg, PharmacyOrder.Supply supply, Translation translation) {
        var dosage = supply.details().timings().isEmpty()
                ? old(rxg, translation)
                : Tq1ToDosage.map(translation.read(supply.details().timings().get(0)), translation);
        var low = CqToQuantity.map(rxg.value(5), rxg.value(7), translation);
        var high = CqToQuantity.map(rxg.value(6), rxg.value(7), translation);
        if (low != null && high != null && low.getValue().compareTo(high.getValue()) < 0) {
            dosage.getDoseAndRateFirstRep().setDose(new Range().setLow(low).setHigh(high));
        } else if (low != null) {
            dosage.getDoseAndRateFirstRep().setDose(low);
        }
        var rate = CqToQuantity.map(rxg.value(15), rxg.value(16), translation);
        if (rate != null) {
            dosage.getDoseAndRateFirstRep().setRate(rate);
        }
        Instructions.add(dosage, rxg, 13, translation);
        if (!supply.details().routes().isEmpty()) {
            RxrToDosage.add(dosage, translation.read(supply.details().routes().get(0)), translation);
        }
        if (!dosage.isEmpty()) {
            give.addDosageInstruction(dosage);
        }
    }

    private static Dosage old(SegmentReader rxg, Translation translation) {
        var tq = rxg.value(3);
        var dosage = tq == null ? null : TqToDosage.map(tq, translation);
        return dosage == null ? new Dosage() : dosage;
    }
}
