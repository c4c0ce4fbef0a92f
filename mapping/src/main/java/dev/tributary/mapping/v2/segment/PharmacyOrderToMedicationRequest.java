package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XonToOrganization;
import dev.tributary.mapping.v2.er7.SegmentReader;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestIntent;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestStatus;
import org.jspecify.annotations.Nullable;

/**
 * ORC with RXO, RXE, TQ1, RXR and RXC to one MedicationRequest: what the placer ordered, in the words of the pharmacy where it encoded the
 * order. HL7's guide maps RXO, RXR and TQ1; the rest is ours and follows them.
 */
public final class PharmacyOrderToMedicationRequest {

    private PharmacyOrderToMedicationRequest() {}

    /** What the order's dispenses and administrations refer to. */
    public record Written(String key, @Nullable MedicationRequest request) {}

    /**
     * Writes the order if it names a drug. In a message about its dispense or administration it is only named.
     *
     * @param isMention whether the message is about something else
     */
    public static Written write(
            PharmacyOrder order, PatientContext subject, boolean isMention, Translation translation) {
        var key = order.key(translation);
        if (order.rxe() == null && order.rxo() == null) {
            return new Written(key, null);
        }
        var request = map(order, key, subject, translation);
        if (request == null) {
            return new Written(key, null);
        }
        if (isMention) {
            translation.mention(request);
        } else {
            translation.write(request);
        }
        return new Written(key, request);
    }

    private static @Nullable MedicationRequest map(
            PharmacyOrder order, String key, PatientContext subject, Translation translation) {
        var rxo = order.rxo() == null ? null : translation.read(order.rxo());
        var rxe = order.rxe() == null ? null : translation.read(order.rxe());
        var orc = order.orc() == null ? null : translation.read(order.orc());
        var request = new MedicationRequest().setSubject(subject.ofPatient());
        request.setEncounter(subject.ofEncounter());
        request.setIntent(rxo == null ? MedicationRequestIntent.ORDER : MedicationRequestIntent.ORIGINALORDER);
        request.setStatus(MedicationRequestStatus.ACTIVE);
        if (orc != null) {
            OrcToMedicationRequest.add(request, orc, translation);
        }
        var code = code(request, order, rxo, rxe, translation);
        if (code == null) {
            var path = rxe == null ? "RXO-1" : "RXE-2";
            translation.warn("required", path, "No drug; the order cannot be recorded.");
            return null;
        }
        var unique = unique(key, code, translation);
        request.setId(translation.id("MedicationRequest", unique));
        request.setMedication(code);
        addDetails(request, order, rxo, rxe, translation);
        addDosage(request, order, orc, rxo, rxe, translation);
        addNotes(request, order, translation);
        if (!request.hasRequester() && orc != null) {
            request.setRequester(XonToOrganization.map(orc.value(21), translation));
        }
        if (request.getDispenseRequest().isEmpty()) {
            request.setDispenseRequest(null);
        }
        return request;
    }

    /** Several orders of one message may share a number. */
    private static String unique(String key, CodeableConcept code, Translation translation) {
        if (!translation.isWritten("MedicationRequest/" + translation.id("MedicationRequest", key))) {
            return key;
        }
        var coding = code.getCodingFirstRep();
        return key + "|" + (coding.hasCode() ? coding.getSystem() + "|" + coding.getCode() : code.getText());
    }

    private static @Nullable CodeableConcept code(
            MedicationRequest request,
            PharmacyOrder order,
            @Nullable SegmentReader rxo,
            @Nullable SegmentReader rxe,
            Translation translation) {
        var encoded = rxe == null ? null : RxeToMedicationRequest.code(rxe, 2, 31, translation);
        var ordered = rxo == null ? null : RxeToMedicationRequest.code(rxo, 1, 24, translation);
        if (encoded != null && ordered != null && !ordered.equalsDeep(encoded)) {
            request.addNote().setText("Ordered as: " + Instructions.text(ordered));
        }
        if (encoded != null || ordered != null) {
            return encoded == null ? ordered : encoded;
        }
        for (var rxc : order.components()) {
            var component = CweToCodeableConcept.map(rxc.value(2), translation);
            if (component != null) {
                return component;
            }
        }
        return null;
    }

    private static void addDetails(
            MedicationRequest request,
            PharmacyOrder order,
            @Nullable SegmentReader rxo,
            @Nullable SegmentReader rxe,
            Translation translation) {
        var details = new MedicationDetails(request.getMedicationCodeableConcept(), translation);
        if (rxe != null) {
            details.form(rxe, 6);
            details.strength(rxe, 25, 33);
        }
        if (rxo != null) {
            details.form(rxo, 5);
            details.strength(rxo, 18, 25);
        }
        order.components().forEach(details::component);
        var product =
                details.write("MedicationRequest|" + request.getIdElement().getIdPart());
        if (product != null) {
            request.addSupportingInformation(product);
        }
    }

    private static void addDosage(
            MedicationRequest request,
            PharmacyOrder order,
            @Nullable SegmentReader orc,
            @Nullable SegmentReader rxo,
            @Nullable SegmentReader rxe,
            Translation translation) {
        var dosages = new PharmacyOrderToDosage(request, translation);
        dosages.addTimings(order, orc, rxe);
        if (rxe != null) {
            dosages.addRxe(rxe);
            RxeToMedicationRequest.add(request, rxe, translation);
        }
        if (rxo != null) {
            if (rxe == null) {
                dosages.addRxo(rxo);
            } else {
                dosages.addPatientInstruction(rxo);
            }
            RxoToMedicationRequest.add(request, rxo, translation);
        }
        dosages.addRoutes(order);
        dosages.finish();
        order.overridden().forEach(translation::read);
    }

    private static void addNotes(MedicationRequest request, PharmacyOrder order, Translation translation) {
        for (var nte : order.notes()) {
            var note = NteToAnnotation.map(translation.read(nte), translation);
            if (note != null) {
                request.addNote(note);
            }
        }
    }
}
