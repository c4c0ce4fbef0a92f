package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.Tq1ToDosage;
import dev.tributary.mapping.v2.datatype.TqToDosage;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.er7.SegmentReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.MedicationRequest;
import org.hl7.fhir.r4.model.MedicationRequest.MedicationRequestPriority;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/**
 * How much, when and which way: the Dosages of an order, one for each TQ1 (before v2.5 TQ in RXE-1 or ORC-7). Dose and instructions come
 * from RXE, else RXO; route and site from RXR.
 */
final class PharmacyOrderToDosage {

    private static final Pattern PER = Pattern.compile("([SMHDWL])(\\d{1,4})");
    private static final String UCUM = "http://unitsofmeasure.org";

    private final MedicationRequest request;
    private final Translation translation;
    private final List<Dosage> dosages = new ArrayList<>();

    PharmacyOrderToDosage(MedicationRequest request, Translation translation) {
        this.request = request;
        this.translation = translation;
    }

    /** Fields that RXO and RXE number differently. */
    private record Fields(
            int minimum, int maximum, int units, int instructions, int per, int rate, int rateUnits, int daily) {

        static final Fields RXO = new Fields(2, 3, 4, 7, 17, 21, 22, 23);
        static final Fields RXE = new Fields(3, 4, 5, 7, 22, 23, 24, 19);
    }

    void addTimings(PharmacyOrder order, @Nullable SegmentReader orc, @Nullable SegmentReader rxe) {
        for (var tq1 : order.timings()) {
            var reader = translation.read(tq1);
            dosages.add(Tq1ToDosage.map(reader, translation));
            setPriority(reader.wholeText(9));
        }
        if (dosages.isEmpty()) {
            dosages.addAll(ofTq(rxe, 1));
            addPlaced(ofTq(orc, 7));
        }
        if (dosages.isEmpty()) {
            dosages.add(new Dosage());
        }
    }

    private List<Dosage> ofTq(@Nullable SegmentReader reader, int field) {
        var found = new ArrayList<Dosage>();
        if (reader != null) {
            for (var tq : reader.values(field)) {
                var dosage = TqToDosage.map(tq, translation);
                if (dosage != null) {
                    found.add(dosage);
                }
                setPriority(tq.component(6));
            }
        }
        return found;
    }

    /** RXE-1 often repeats only the start of what ORC-7 says in full. */
    private void addPlaced(List<Dosage> placed) {
        if (dosages.isEmpty()) {
            dosages.addAll(placed);
        }
        if (dosages.size() != 1 || placed.size() != 1) {
            return;
        }
        var timing = dosages.get(0).getTiming();
        var other = placed.get(0).getTiming();
        if (!timing.hasCode() && !timing.getRepeat().hasFrequency() && other.hasCode()) {
            var bounds = timing.getRepeat().getBounds();
            dosages.get(0).setTiming(other.copy());
            if (bounds != null) {
                dosages.get(0).getTiming().getRepeat().setBounds(bounds);
            }
        }
    }

    void addRxe(SegmentReader rxe) {
        add(rxe, Fields.RXE);
    }

    void addRxo(SegmentReader rxo) {
        add(rxo, Fields.RXO);
    }

    /** What the placer told the patient, where the pharmacy has its own words. */
    void addPatientInstruction(SegmentReader rxo) {
        var text = rxo.values(7).stream()
                .map(value -> Instructions.text(CweToCodeableConcept.map(value, translation)))
                .filter(Objects::nonNull)
                .collect(Collectors.joining("\n"));
        for (var dosage : dosages) {
            if (!text.isEmpty() && !text.equals(dosage.getText())) {
                dosage.setPatientInstruction(text);
            }
        }
    }

    private void add(SegmentReader reader, Fields fields) {
        var low = CqToQuantity.map(reader.value(fields.minimum()), reader.value(fields.units()), translation);
        var high = CqToQuantity.map(reader.value(fields.maximum()), reader.value(fields.units()), translation);
        var perUnit = per(reader.text(fields.per()));
        var rate = CqToQuantity.map(reader.value(fields.rate()), reader.value(fields.rateUnits()), translation);
        for (var dosage : dosages) {
            if (rate == null && perUnit != null && low != null) {
                var ratio = new Ratio().setNumerator(low.copy()).setDenominator(perUnit.copy());
                dosage.getDoseAndRateFirstRep().setRate(ratio);
            } else if (low != null || high != null) {
                setDose(dosage, low, high);
            }
            if (rate != null && !dosage.getDoseAndRateFirstRep().hasRate()) {
                dosage.getDoseAndRateFirstRep().setRate(rate(rate, perUnit));
            }
            if (dosage.getDoseAndRateFirstRep().isEmpty()) {
                dosage.setDoseAndRate(null);
            }
        }
        addDaily(reader, fields);
        for (var dosage : dosages) {
            Instructions.add(dosage, reader, fields.instructions(), translation);
        }
    }

    private static Type rate(Quantity rate, @Nullable Quantity per) {
        return per == null || rate.hasUnit() && rate.getUnit().indexOf('/') > 0
                ? rate.copy()
                : new Ratio().setNumerator(rate.copy()).setDenominator(per.copy());
    }

    private static void setDose(Dosage dosage, @Nullable Quantity low, @Nullable Quantity high) {
        var dose = dosage.getDoseAndRateFirstRep();
        if (low != null && high != null && low.getValue().compareTo(high.getValue()) < 0) {
            dose.setDose(new Range().setLow(low.copy()).setHigh(high.copy()));
        } else if (low != null) {
            dose.setDose(low.copy());
        } else if (high != null) {
            dose.setDose(new Range().setHigh(high.copy()));
        }
    }

    private void addDaily(SegmentReader reader, Fields fields) {
        var daily = CqToQuantity.map(reader.value(fields.daily()), translation);
        if (daily == null) {
            return;
        }
        var day = new Quantity()
                .setValue(BigDecimal.ONE)
                .setUnit("d")
                .setSystem(UCUM)
                .setCode("d");
        for (var dosage : dosages) {
            if (!dosage.hasMaxDosePerPeriod()) {
                dosage.setMaxDosePerPeriod(
                        new Ratio().setNumerator(daily.copy()).setDenominator(day.copy()));
            }
        }
    }

    /** {@code H1}: every hour. */
    private static @Nullable Quantity per(@Nullable String text) {
        var match = text == null ? null : PER.matcher(text);
        if (match == null || !match.matches() || Integer.parseInt(match.group(2)) == 0) {
            return null;
        }
        var entry = CodeTable.of("GivePer").get(match.group(1));
        if (entry == null) {
            return null;
        }
        var unit = entry.target();
        return new Quantity()
                .setValue(Integer.parseInt(match.group(2)))
                .setUnit(unit)
                .setSystem(UCUM)
                .setCode(unit);
    }

    void addRoutes(PharmacyOrder order) {
        var isFirst = true;
        for (var rxr : order.routes()) {
            var reader = translation.read(rxr);
            for (var dosage : dosages) {
                if (isFirst) {
                    RxrToDosage.add(dosage, reader, translation);
                } else {
                    RxrToDosage.addAlternative(dosage, reader, translation);
                }
            }
            isFirst = false;
        }
    }

    void finish() {
        dosages.removeIf(Dosage::isEmpty);
        var sequence = 1;
        for (var dosage : dosages) {
            if (dosages.size() > 1) {
                dosage.setSequence(sequence++);
            }
            request.addDosageInstruction(dosage);
        }
    }

    private void setPriority(@Nullable String code) {
        var priority = TqToDosage.priority(code);
        if (priority != null && !request.hasPriority()) {
            request.setPriority(MedicationRequestPriority.fromCode(priority));
        }
    }
}
