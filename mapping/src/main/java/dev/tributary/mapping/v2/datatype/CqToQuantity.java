package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/** <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cq-to-quantity.html">CQ to Quantity</a>. */
public final class CqToQuantity {

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");

    private CqToQuantity() {}

    /** Null if there is no number. */
    public static @Nullable Quantity map(@Nullable V2Value value) {
        var number = value == null ? null : value.component(1);
        if (value == null || number == null || !NUMBER.matcher(number).matches()) {
            return null;
        }
        var quantity = new Quantity().setValue(new BigDecimal(number));
        UcumUnit.set(quantity, value.inner(2));
        return quantity;
    }
}
