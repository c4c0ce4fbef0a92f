package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda--fhir-quantity">Physical quantities and their ranges</a>. */
public final class PqToQuantity {

    private static final String UCUM = "http://unitsofmeasure.org";
    private static final Pattern NUMBER =
            Pattern.compile("(<=|>=|<|>)?\\s*([+-]?(?:\\d{1,40}\\.?\\d{0,40}|\\.\\d{1,40})(?:[eE][+-]?\\d{1,2})?)");

    /** The same amount in another unit. */
    private static final String TRANSLATION = "http://hl7.org/fhir/StructureDefinition/iso21090-PQ-translation";

    private PqToQuantity() {}

    /** Null if there is no number. A translation stands in where the unit is none of UCUM. */
    public static @Nullable Quantity map(CdaElement quantity, CdaTranslation translation) {
        var text = quantity.attribute("value");
        if (text == null) {
            var other = quantity.child("translation");
            return other.exists() ? translated(other, translation) : null;
        }
        var mapped = number(text);
        if (mapped == null) {
            translation.warn("value", quantity, "Not a number; the quantity is left out.");
            return null;
        }
        setUnit(mapped, quantity.attribute("unit"));
        if (!mapped.hasUnit() && quantity.child("translation").exists()) {
            setCodedUnit(mapped, quantity.child("translation"), translation);
        }
        for (var other : quantity.children("translation")) {
            var same = translated(other, translation);
            if (same != null && same.hasCode() && !same.getCode().equals(mapped.getCode())) {
                mapped.addExtension(new Extension(TRANSLATION, same));
            }
        }
        return mapped;
    }

    private static @Nullable Quantity translated(CdaElement other, CdaTranslation translation) {
        var text = other.attribute("value");
        var mapped = text == null ? null : number(text);
        if (mapped != null) {
            setCodedUnit(mapped, other, translation);
        }
        return mapped;
    }

    private static void setCodedUnit(Quantity quantity, CdaElement other, CdaTranslation translation) {
        var words = NarrativeText.of(other.child("originalText"), translation);
        var code = other.attribute("code");
        var display = words != null ? words : other.attribute("displayName");
        quantity.setUnit(display != null ? display : code);
        var system = OidToUri.map(other.attribute("codeSystem"));
        if (code != null && system != null) {
            quantity.setSystem(system).setCode(code);
        }
    }

    /** A number with an optional comparator; null if the text is none. */
    public static @Nullable Quantity number(String text) {
        var match = NUMBER.matcher(text.strip());
        if (!match.matches()) {
            return null;
        }
        var quantity = new Quantity().setValue(new BigDecimal(match.group(2)));
        if (match.group(1) != null) {
            quantity.setComparator(QuantityComparator.fromCode(match.group(1)));
        }
        return quantity;
    }

    static void setUnit(Quantity quantity, @Nullable String unit) {
        if (unit == null) {
            return;
        }
        quantity.setUnit(unit);
        // Blanks and letters beyond ASCII occur in no code of UCUM: such a unit is words.
        if (unit.chars().allMatch(letter -> letter > ' ' && letter < 127)) {
            quantity.setSystem(UCUM).setCode(unit);
        }
    }

    /** IVL_PQ: two ends are a Range, one end a Quantity with comparator; null if there is no number. */
    public static @Nullable Type interval(CdaElement interval, CdaTranslation translation) {
        if (interval.attribute("value") != null) {
            return map(interval, translation);
        }
        var low = map(interval.child("low"), translation);
        var high = map(interval.child("high"), translation);
        if (low != null && high != null && low.getValue().signum() != 0) {
            return new Range().setLow(plain(low)).setHigh(plain(high));
        }
        if (high != null) {
            return high.setComparator(
                    interval.child("high").has("inclusive", "false")
                            ? QuantityComparator.LESS_THAN
                            : QuantityComparator.LESS_OR_EQUAL);
        }
        if (low != null) {
            return low.setComparator(
                    interval.child("low").has("inclusive", "false")
                            ? QuantityComparator.GREATER_THAN
                            : QuantityComparator.GREATER_OR_EQUAL);
        }
        return map(interval.child("center"), translation);
    }

    /** Ends of a range carry no comparator. */
    public static Quantity plain(Quantity quantity) {
        quantity.setComparator(null);
        return quantity;
    }

    /** RTO: null unless both parts are numbers. */
    public static @Nullable Ratio ratio(CdaElement ratio, CdaTranslation translation) {
        var numerator = map(ratio.child("numerator"), translation);
        var denominator = map(ratio.child("denominator"), translation);
        return numerator == null || denominator == null
                ? null
                : new Ratio().setNumerator(numerator).setDenominator(denominator);
    }
}
