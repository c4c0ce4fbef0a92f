package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cwe-to-quantity.html">CWE to the unit of a Quantity</a>: as it was
 * sent, and as a <a href="https://ucum.org/ucum">UCUM</a> code where the sender or the table {@code Units} gives one.
 */
public final class UcumUnit {

    public static final String SYSTEM = "http://unitsofmeasure.org";

    private UcumUnit() {}

    /** Leaves the quantity as it is if there is no unit. */
    public static void set(Quantity quantity, @Nullable V2Value unit) {
        if (unit == null) {
            return;
        }
        var code = code(unit);
        var name = name(unit);
        if (name == null) {
            return;
        }
        quantity.setUnit(name);
        if (code != null) {
            quantity.setSystem(SYSTEM).setCode(code);
        }
    }

    private static @Nullable String name(V2Value unit) {
        for (var component : new int[] {2, 1, 9, 5, 4}) {
            var text = unit.component(component);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static @Nullable String code(V2Value unit) {
        for (var first : new int[] {1, 4}) {
            var code = unit.component(first);
            if (code != null && "UCUM".equalsIgnoreCase(unit.component(first + 2)) && code.indexOf(' ') < 0) {
                var right = CodeTable.of("UcumCorrections").get(code);
                return right == null ? code : right.target();
            }
        }
        for (var component : new int[] {1, 4, 2, 5}) {
            var text = unit.component(component);
            var known = text == null ? null : CodeTable.of("Units").get(normal(text));
            if (known != null) {
                return known.target();
            }
        }
        return null;
    }

    private static String normal(String unit) {
        return unit.replace('\u00B5', 'u').replace('\u03BC', 'u').replace('\u00B3', '3');
    }
}
