package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CweToOrganization;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.jspecify.annotations.Nullable;

/** RXE, the order as the pharmacy encoded it, to MedicationRequest. HL7's guide has no map; this follows its map of RXO field by field. */
final class RxeToMedicationRequest {

    private RxeToMedicationRequest() {}

    /** The drug's code, with the supplementary codes beside it; null if the segment names none. */
    static @Nullable CodeableConcept code(SegmentReader reader, int field, int supplementary, Translation translation) {
        var code = CweToCodeableConcept.map(reader.value(field), translation);
        if (supplementary == 0) {
            return code;
        }
        for (var value : reader.values(supplementary)) {
            var further = CweToCodeableConcept.map(value, translation);
            if (further == null) {
                continue;
            }
            if (code == null) {
                code = further;
            } else {
                code.getCoding().addAll(further.getCoding());
            }
        }
        return code;
    }

    static void add(MedicationRequest request, SegmentReader rxe, Translation translation) {
        addPrescriptionNumber(request, rxe, translation);
        var repeats = rxe.text(12);
        if (repeats != null && repeats.matches("\\d{1,4}")) {
            request.getDispenseRequest().setNumberOfRepeatsAllowed(Integer.parseInt(repeats));
        }
        var quantity = CqToQuantity.map(rxe.value(10), rxe.value(11), translation);
        if (quantity != null) {
            request.getDispenseRequest().setQuantity(quantity);
        }
        var initial = CqToQuantity.map(rxe.value(39), translation);
        if (initial != null) {
            request.getDispenseRequest().getInitialFill().setQuantity(initial);
        }
        var pharmacy = CweToOrganization.map(rxe.value(40), translation);
        if (pharmacy != null) {
            request.getDispenseRequest().setPerformer(pharmacy);
        }
        addSubstitution(request, rxe);
        for (var value : rxe.values(27)) {
            var reason = CweToCodeableConcept.map(value, translation);
            if (reason != null) {
                request.addReasonCode(reason);
            }
        }
        for (var value : rxe.values(21)) {
            Instructions.addNote(request, value, translation);
        }
        if (!request.hasRequester()) {
            var orderer = XcnToPractitioner.map(rxe.value(13), translation);
            request.setRequester(orderer);
        }
        var ordered = request.hasAuthoredOn() ? null : TsToDateTime.map(rxe.value(32), translation);
        if (ordered != null) {
            request.setAuthoredOnElement(ordered);
        }
    }

    private static void addPrescriptionNumber(MedicationRequest request, SegmentReader rxe, Translation translation) {
        var number = prescription(rxe.text(15), translation);
        if (number != null) {
            request.addIdentifier(number);
        }
    }

    /** RXE-15, RXD-7: unique at the pharmacy. */
    static @Nullable Identifier prescription(@Nullable String number, Translation translation) {
        return number == null
                ? null
                : new Identifier()
                        .setSystem(translation.profile().ownSystem("prescription"))
                        .setValue(number)
                        .setType(new CodeableConcept().setText("Prescription number"));
    }

    /** RXE-9 tells whether the prescriber allows it only for some codes. */
    private static void addSubstitution(MedicationRequest request, SegmentReader rxe) {
        var code = rxe.text(9);
        if (code == null) {
            return;
        }
        var known = CodeTable.of("HL70167-allowed").get(code);
        if (known != null && !known.target().isEmpty()) {
            request.getSubstitution().setAllowed(new BooleanType(Boolean.parseBoolean(known.target())));
        }
    }
}
