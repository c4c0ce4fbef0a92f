package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.La2ToLocation;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationDispense;
import org.hl7.fhir.r4.model.MedicationDispense.MedicationDispenseStatus;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.jspecify.annotations.Nullable;

/** RXD to MedicationDispense. HL7's guide has no map; the fields are those of HL7 v2 chapter 4A.4.6, the elements those of the resource. */
public final class RxdToMedicationDispense {

    private static final String SUBSTITUTION = "http://terminology.hl7.org/CodeSystem/v2-0167";

    private RxdToMedicationDispense() {}

    /**
     * @param order the order that was dispensed
     * @param request its MedicationRequest; null if the message does not name one
     * @return without a medication if neither RXD nor the order names one
     */
    public static MedicationDispense map(
            PharmacyOrder.Supply supply,
            PharmacyOrder order,
            String orderKey,
            @Nullable MedicationRequest request,
            PatientContext subject,
            Translation translation) {
        var rxd = translation.read(supply.segment());
        var dispense = new MedicationDispense().setSubject(subject.ofPatient());
        dispense.setContext(subject.ofEncounter());
        dispense.setId(translation.id("MedicationDispense", key(supply.segment(), orderKey)));
        dispense.setStatus(status(order.orc()));
        setMedication(dispense, rxd, supply, request, translation);
        if (request != null) {
            dispense.addAuthorizingPrescription(
                    PharmacyOrder.reference(request.getIdElement().getIdPart()));
        }
        var prescription = RxeToMedicationRequest.prescription(rxd.text(7), translation);
        if (prescription != null) {
            dispense.addIdentifier(prescription);
        }
        setSupply(dispense, rxd, translation);
        setDosage(dispense, rxd, supply, request, translation);
        addNotes(dispense, rxd, supply, translation);
        return dispense;
    }

    /** The order, the number of the dispense and its day: a correction of the hour finds it again, a refill does not. */
    private static String key(V2Segment rxd, String orderKey) {
        var time = rxd.raw(3).strip();
        return orderKey + "|" + rxd.raw(1).strip() + "|" + rxd.raw(7).strip() + "|"
                + time.substring(0, Math.min(8, time.length()));
    }

    private static MedicationDispenseStatus status(@Nullable V2Segment orc) {
        var control = orc == null ? null : orc.value(1);
        var code = control == null ? null : control.component(1);
        var entry =
                code == null ? null : CodeTable.of("HL70119-MedicationDispense").get(code);
        return entry == null ? MedicationDispenseStatus.COMPLETED : MedicationDispenseStatus.fromCode(entry.target());
    }

    private static void setMedication(
            MedicationDispense dispense,
            SegmentReader rxd,
            PharmacyOrder.Supply supply,
            @Nullable MedicationRequest request,
            Translation translation) {
        var code = RxeToMedicationRequest.code(rxd, 2, 25, translation);
        if (code == null && request != null) {
            code = request.getMedicationCodeableConcept().copy();
        }
        if (code == null) {
            return;
        }
        dispense.setMedication(code);
        var details = new MedicationDetails(code, translation);
        details.form(rxd, 6);
        details.strength(rxd, 16, 28);
        details.batch(rxd.text(18), rxd, 19);
        details.manufacturer(rxd, 20);
        supply.details().components().forEach(details::component);
        var product =
                details.write("MedicationDispense|" + dispense.getIdElement().getIdPart());
        if (product != null) {
            dispense.addSupportingInformation(product);
        }
    }

    private static void setSupply(MedicationDispense dispense, SegmentReader rxd, Translation translation) {
        rxd.text(1);
        dispense.setQuantity(CqToQuantity.map(rxd.value(4), rxd.value(5), translation));
        var time = TsToDateTime.map(rxd.value(3), translation);
        if (time != null) {
            dispense.setWhenHandedOverElement(time);
        }
        for (var value : rxd.values(10)) {
            var dispenser = XcnToPractitioner.map(value, translation);
            if (dispenser != null) {
                dispense.addPerformer().setActor(dispenser);
            }
        }
        dispense.setDestination(La2ToLocation.map(rxd.value(13), translation));
        dispense.setType(
                CweToCodeableConcept.map(rxd.value(33), "http://terminology.hl7.org/CodeSystem/v2-0484", translation));
        var code = rxd.text(11);
        var substituted = code == null ? null : CodeTable.of("HL70167").get(code);
        if (substituted != null) {
            dispense.getSubstitution()
                    .setWasSubstituted(Boolean.parseBoolean(substituted.target()))
                    .setType(new CodeableConcept().addCoding(new Coding(SUBSTITUTION, code, null)));
        }
    }

    /** RXR of its own, else how the order says that it is taken. */
    private static void setDosage(
            MedicationDispense dispense,
            SegmentReader rxd,
            PharmacyOrder.Supply supply,
            @Nullable MedicationRequest request,
            Translation translation) {
        if (supply.details().routes().isEmpty()) {
            if (request != null) {
                request.getDosageInstruction().forEach(each -> dispense.addDosageInstruction(each.copy()));
            }
            return;
        }
        var dosage = request == null || !request.hasDosageInstruction()
                ? new Dosage()
                : request.getDosageInstructionFirstRep().copy();
        RxrToDosage.add(dosage, translation.read(supply.details().routes().get(0)), translation);
        dispense.addDosageInstruction(dosage);
    }

    private static void addNotes(
            MedicationDispense dispense, SegmentReader rxd, PharmacyOrder.Supply supply, Translation translation) {
        for (var field : new int[] {9, 15}) {
            for (var value : rxd.values(field)) {
                var text = Instructions.text(CweToCodeableConcept.map(value, translation));
                if (text != null) {
                    dispense.addNote().setText(text);
                }
            }
        }
        for (var nte : supply.notes()) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                dispense.addNote(note);
            }
        }
    }
}
