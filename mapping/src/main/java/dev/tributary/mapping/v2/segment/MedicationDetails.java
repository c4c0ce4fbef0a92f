package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.CweToOrganization;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Segment;
import java.math.BigDecimal;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Medication;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/**
 * What a code alone cannot say of a drug: form, strength, ingredients, batch and maker as a Medication. The order keeps the code itself,
 * so that it stays searchable, and names the Medication among its supporting information.
 */
final class MedicationDetails {

    private static final String UCUM = "http://unitsofmeasure.org";

    private final Medication medication = new Medication();
    private final CodeableConcept code;
    private final Translation translation;

    MedicationDetails(CodeableConcept code, Translation translation) {
        this.code = code;
        this.translation = translation;
    }

    void form(SegmentReader reader, int field) {
        if (!medication.hasForm()) {
            medication.setForm(CweToCodeableConcept.map(reader.value(field), translation));
        }
    }

    /** @param volume number of the field that holds the volume, followed by that of its units; 0 if there is none */
    void strength(SegmentReader reader, int amount, int volume) {
        if (medication.hasIngredient()) {
            return;
        }
        var numerator = CqToQuantity.map(reader.value(amount), reader.value(amount + 1), translation);
        if (numerator == null) {
            return;
        }
        var denominator =
                volume == 0 ? null : CqToQuantity.map(reader.value(volume), reader.value(volume + 1), translation);
        medication
                .addIngredient()
                .setItem(code.copy())
                .setStrength(
                        new Ratio().setNumerator(numerator).setDenominator(denominator == null ? one() : denominator));
    }

    /** <a href="https://hl7-definition.caristix.com/v2/HL7v2.8/Segments/RXC">RXC</a>: base and additives. */
    void component(V2Segment segment) {
        var rxc = translation.read(segment);
        var item = CweToCodeableConcept.map(rxc.value(2), translation);
        if (item == null) {
            return;
        }
        var ingredient = medication.addIngredient().setItem(item);
        var type = rxc.text(1);
        if ("A".equals(type) || "B".equals(type)) {
            ingredient.setIsActive("A".equals(type));
        }
        var amount = CqToQuantity.map(rxc.value(3), rxc.value(4), translation);
        var numerator = amount == null ? CqToQuantity.map(rxc.value(5), rxc.value(6), translation) : amount;
        if (numerator != null) {
            ingredient.setStrength(new Ratio().setNumerator(numerator).setDenominator(one()));
        }
    }

    void batch(@Nullable String lot, SegmentReader reader, int expires) {
        var date = TsToDateTime.map(reader.value(expires), translation);
        if (lot != null) {
            medication.getBatch().setLotNumber(lot);
        }
        if (date != null) {
            medication.getBatch().setExpirationDateElement(date);
        }
    }

    void manufacturer(SegmentReader reader, int field) {
        var maker = CweToOrganization.map(reader.value(field), translation);
        if (maker != null) {
            medication.setManufacturer(maker);
        }
    }

    /** Writes the Medication and refers to it; null if the code says all. */
    @Nullable
    Reference write(String owner) {
        if (medication.isEmpty()) {
            return null;
        }
        medication.setCode(code.copy());
        medication.setId(translation.id("Medication", owner));
        return translation.write(medication);
    }

    private static Quantity one() {
        return new Quantity().setValue(BigDecimal.ONE).setSystem(UCUM).setCode("1");
    }
}
