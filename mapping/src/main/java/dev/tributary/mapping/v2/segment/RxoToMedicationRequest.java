package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CweToOrganization;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.XcnToPractitioner;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.math.BigDecimal;
import org.hl7.fhir.r4.model.Duration;
import org.hl7.fhir.r4.model.MedicationRequest;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-segment-rxo-to-medicationrequest.html">RXO to MedicationRequest</a>. Where
 * the pharmacy encoded the order (RXE), its word counts; RXO adds what RXE leaves open.
 */
final class RxoToMedicationRequest {

    private static final String SUBSTITUTION = "http://terminology.hl7.org/CodeSystem/v2-0161";

    private RxoToMedicationRequest() {}

    static void add(MedicationRequest request, SegmentReader rxo, Translation translation) {
        addDispense(request, rxo, translation);
        if (!request.hasSubstitution()) {
            var substitution = CweToCodeableConcept.map(rxo.value(9), SUBSTITUTION, translation);
            if (substitution != null) {
                request.getSubstitution().setAllowed(substitution);
            }
        }
        for (var value : rxo.values(6)) {
            Instructions.addNote(request, value, translation);
        }
        if (!request.hasReasonCode()) {
            for (var value : rxo.values(20)) {
                var reason = CweToCodeableConcept.map(value, translation);
                if (reason != null) {
                    request.addReasonCode(reason);
                }
            }
        }
        if (!request.hasRequester()) {
            request.setRequester(XcnToPractitioner.map(rxo.value(14), translation));
        }
    }

    private static void addDispense(MedicationRequest request, SegmentReader rxo, Translation translation) {
        var dispense = request.getDispenseRequest();
        if (!dispense.hasQuantity()) {
            dispense.setQuantity(CqToQuantity.map(rxo.value(11), rxo.value(12), translation));
        } else if (rxo.text(11) != null) {
            rxo.ignore(12);
        }
        var repeats = rxo.text(13);
        if (!dispense.hasNumberOfRepeatsAllowed() && repeats != null && repeats.matches("\\d{1,4}")) {
            dispense.setNumberOfRepeatsAllowed(Integer.parseInt(repeats));
        }
        var interval = CqToQuantity.decimal(rxo.text(28));
        if (interval != null && interval.compareTo(BigDecimal.ZERO) > 0) {
            var days = new Duration();
            days.setValue(interval)
                    .setUnit("d")
                    .setSystem("http://unitsofmeasure.org")
                    .setCode("d");
            dispense.setDispenseInterval(days);
        }
        var pharmacy = CweToOrganization.map(rxo.value(32), translation);
        if (!dispense.hasPerformer() && pharmacy != null) {
            dispense.setPerformer(pharmacy);
        }
    }
}
