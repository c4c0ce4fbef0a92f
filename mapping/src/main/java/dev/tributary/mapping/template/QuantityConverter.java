package dev.tributary.mapping.template;

import dev.tributary.mapping.element.ElementPath;
import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;

/** {@code 5.4}, {@code < 0,5}: a <a href="https://hl7.org/fhir/R4/datatypes.html#Quantity">Quantity</a>, its unit in UCUM where the file says so. */
final class QuantityConverter implements Converter {

    static final Set<String> TYPES = Set.of("Quantity", "SimpleQuantity", "Age", "Duration", "Distance", "Count");
    private static final String UCUM = "http://unitsofmeasure.org";
    private static final Pattern COMPARED = Pattern.compile("(<=|>=|<|>)?\\s*(\\S.*)");

    private final ElementPath target;
    private final Conversion how;

    QuantityConverter(ElementPath target, Conversion how) {
        this.target = target;
        this.how = how;
    }

    @Override
    public Converted convert(String text, Scene scene) {
        var match = COMPARED.matcher(text);
        var number = match.matches() ? Numbers.normal(match.group(2), how.decimal()) : null;
        if (number == null) {
            return Converted.failed("is no number" + (how.decimal() == ',' ? " with a decimal comma" : ""));
        }
        var quantity = ((Quantity) target.create()).setValue(new BigDecimal(number));
        if (match.group(1) != null) {
            quantity.setComparator(QuantityComparator.fromCode(match.group(1)));
        }
        return unit(quantity, scene);
    }

    private Converted unit(Quantity quantity, Scene scene) {
        var units = how.quantity();
        if (units.code() != null) {
            return Converted.to(quantity.setUnit(units.code()).setSystem(UCUM).setCode(units.code()));
        }
        var told = units.field() == null ? null : scene.fields().value(units.field());
        if (told == null) {
            return Converted.to(quantity);
        }
        quantity.setUnit(told);
        var map = units.map();
        if (map == null) {
            return Converted.to(quantity);
        }
        var entry = map.find(told);
        if (entry == null) {
            return Converted.to(
                    quantity, "has the unit \"%s\", which is not in the code map %s".formatted(told, map.name()));
        }
        return Converted.to(quantity.setSystem(entry.system() == null ? UCUM : entry.system())
                .setCode(entry.code()));
    }
}
