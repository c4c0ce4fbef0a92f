package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.jspecify.annotations.Nullable;

/**
 * TQ (ORC-7, RXE-1: before v2.5, where segment TQ1 took its place) to Dosage. HL7's guide maps it to ServiceRequest only; this follows its
 * map of TQ1 to MedicationRequest.
 */
public final class TqToDosage {

    private TqToDosage() {}

    /** Without the priority; null if the value says nothing of when or how much. */
    public static @Nullable Dosage map(V2Value tq, Translation translation) {
        var dosage = new Dosage();
        var quantity = tq.isValued(1) ? CqToQuantity.map(tq, 1, translation) : null;
        if (quantity != null) {
            dosage.addDoseAndRate().setDose(quantity);
        }
        var pattern = tq.component(2, 1);
        if (pattern != null) {
            RptToTiming.add(dosage, pattern);
        }
        var times = tq.component(2, 2);
        if (times != null && !dosage.getTiming().getRepeat().hasWhen()) {
            RptToTiming.addTimesOfDay(dosage, times);
        }
        var length = tq.component(3);
        var duration = length == null ? null : TimingBounds.ofTq(length, dosage);
        TimingBounds.set(dosage, TsComponent.map(tq, 4, translation), TsComponent.map(tq, 5, translation), duration);
        var condition = tq.component(7);
        if (condition != null) {
            dosage.setAsNeeded(new CodeableConcept().setText(condition));
        }
        dosage.setText(tq.component(8));
        setCount(dosage, tq.component(12));
        if (dosage.getTiming().isEmpty()) {
            dosage.setTiming(null);
        }
        return dosage.isEmpty() ? null : dosage;
    }

    /** TQ-6, TQ1-9 as a code of FHIR; null if table 0485 does not say. */
    public static @Nullable String priority(@Nullable String code) {
        var entry =
                code == null || code.isEmpty() ? null : CodeTable.of("HL70485").get(code.substring(0, 1));
        return entry == null ? null : entry.target();
    }

    static void setCount(Dosage dosage, @Nullable String text) {
        if (text != null && text.matches("[1-9]\\d{0,5}")) {
            dosage.getTiming().getRepeat().setCount(Integer.parseInt(text));
        }
    }
}
