package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-cq-to-quantity.html">CQ to Quantity</a>, also for a number and its
 * unit in two fields. The unit has a code where the sender says UCUM or table {@code Units} knows it.
 */
public final class CqToQuantity {

    private static final String UCUM = "http://unitsofmeasure.org";
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})");

    private CqToQuantity() {}

    /** CQ: number, and unit as second component; null with a warning if it does not start with a number. */
    public static @Nullable Quantity map(@Nullable V2Value value, Translation translation) {
        if (value == null) {
            return null;
        }
        var number = number(value, translation);
        if (number == null) {
            return null;
        }
        var quantity = new Quantity().setValue(number);
        return unit(quantity, value.component(2, 1), value.component(2, 2), value.component(2, 3));
    }

    /** CQ as a component: number and unit are subcomponents; null if it does not start with a number. */
    static @Nullable Quantity map(V2Value value, int component, Translation translation) {
        var number = decimal(value.component(component));
        if (number == null) {
            translation.warn("value", value.path(component), "Not a number; the quantity is left out.");
            return null;
        }
        return unit(
                new Quantity().setValue(number), value.component(component, 2), value.component(component, 3), null);
    }

    /** A number and the unit that another field holds (CWE); null with a warning if the number is none. */
    public static @Nullable Quantity map(@Nullable V2Value value, @Nullable V2Value unit, Translation translation) {
        var number = value == null ? null : number(value, translation);
        if (number == null) {
            return null;
        }
        var quantity = new Quantity().setValue(number);
        if (unit == null) {
            return quantity;
        }
        if ("UCUM".equals(unit.component(6)) && !"UCUM".equals(unit.component(3))) {
            return unit(quantity, unit.component(4), unit.component(2), "UCUM");
        }
        return unit(quantity, unit.component(1), unit.component(2), unit.component(3));
    }

    /** A time unit in UCUM; null if it is none that FHIR's timings know. */
    static @Nullable String timeUnit(String text) {
        var known = CodeTable.of("Units-time").get(text.strip());
        return known == null ? null : known.target();
    }

    /** Null if the text is no plain number of reasonable length. */
    public static @Nullable BigDecimal decimal(@Nullable String text) {
        if (text == null || !NUMBER.matcher(text).matches()) {
            return null;
        }
        return new BigDecimal(text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
    }

    static Quantity unit(Quantity quantity, @Nullable String code, @Nullable String display, @Nullable String system) {
        var name = code == null ? display : code;
        if (name == null) {
            return quantity;
        }
        quantity.setUnit(display == null ? name : display);
        var known = CodeTable.of("Units").get(name);
        if ("UCUM".equals(system) && name.indexOf(' ') < 0) {
            quantity.setSystem(UCUM).setCode(name);
        } else if (known != null) {
            quantity.setSystem(UCUM).setCode(known.target());
        }
        return quantity;
    }

    private static @Nullable BigDecimal number(V2Value value, Translation translation) {
        var text = value.component(1);
        var number = decimal(text);
        if (text != null && number == null) {
            translation.warn("value", value.path(), "Not a number; the quantity is left out.");
        }
        return number;
    }
}
