package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.CqToQuantity;
import dev.tributary.mapping.v2.datatype.CweToCodeableConcept;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.datatype.UcumUnit;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Quantity.QuantityComparator;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** OBX-5 by the data type that OBX-2 names to Observation.value[x]. What is not of its declared type is kept as text. */
final class ObxToValue {

    private static final String ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
    private static final Pattern NUMBER = Pattern.compile(
            "\\s*(<=|>=|<|>)?\\s*([+-]?(?:\\d{1,30}(?:\\.\\d{0,30})?|\\.\\d{1,30})(?:[eE][+-]?\\d{1,2})?)\\s*");
    private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3])([0-5]\\d)([0-5]\\d)?.*");

    private ObxToValue() {}

    /** Sets value or components, or the reason why there is none. */
    static void set(Observation observation, SegmentReader obx, Translation translation) {
        var code = obx.text(2);
        var type = code == null ? "ST" : code.toUpperCase(Locale.ROOT);
        var values = new ArrayList<Type>();
        if (type.equals("NA") || type.equals("MA")) {
            add(values, NaToSampledData.map(obx, translation));
        }
        if (values.isEmpty()) {
            for (var value : obx.values(5)) {
                add(values, map(value, type, obx, translation));
            }
        }
        if (values.isEmpty()) {
            setAbsence(observation, obx, translation);
        } else if (values.stream().allMatch(StringType.class::isInstance)) {
            observation.setValue(new StringType(
                    String.join("\n", values.stream().map(Type::primitiveValue).toList())));
        } else if (values.size() == 1) {
            observation.setValue(values.get(0));
        } else {
            for (var each : values) {
                observation.addComponent().setCode(observation.getCode().copy()).setValue(each);
            }
        }
    }

    private static void add(List<Type> values, @Nullable Type value) {
        if (value != null) {
            values.add(value);
        }
    }

    /** What is withdrawn, or made final without being sent again, keeps the value that it had. */
    private static void setAbsence(Observation observation, SegmentReader obx, Translation translation) {
        var status = obx.text(11);
        var declared = CweToCodeableConcept.map(obx.value(32), translation);
        var entry = CodeTable.of("HL70085-DataAbsentReason").get(status == null ? "" : status);
        if (declared != null) {
            observation.setDataAbsentReason(declared);
        } else if (entry == null) {
            observation.setDataAbsentReason(new CodeableConcept().addCoding(new Coding(ABSENT, "unknown", "Unknown")));
        } else if (!entry.target().isEmpty()) {
            observation.setDataAbsentReason(new CodeableConcept().addCoding(entry.toCoding()));
        }
    }

    /** Null if the value is empty. */
    static @Nullable Type map(V2Value value, String type, SegmentReader obx, Translation translation) {
        return switch (type) {
            case "NM" -> number(value, obx, translation);
            case "SN" -> structured(value, obx, translation);
            case "CE", "CWE", "CNE", "CF", "IS" -> ReadableConcept.map(value, translation);
            case "DT", "TS", "DTM" -> orText(TsToDateTime.map(value, translation), value);
            case "TM" -> time(value, translation);
            case "DR" ->
                orText(DrToPeriod.map(component(value, 1, translation), component(value, 2, translation)), value);
            case "NR" -> range(value, obx);
            case "CQ" -> orText(CqToQuantity.map(value, translation), value);
            case "ST" -> measured(value, obx);
            case "TX", "FT", "ID", "SI", "GTS", "VS" -> text(value);
            case "XAD", "XPN", "XCN", "XON", "XTN", "PN", "AD", "TN", "CX", "EI", "PL", "VR" -> joined(value);
            default -> {
                translation.inform(
                        "not-supported",
                        obx.segment().path(2),
                        "No FHIR type for this data type; the value is kept as text.");
                yield text(value);
            }
        };
    }

    /** Text, except that a number with a unit in OBX-6 is a quantity: the unit must not get lost. */
    private static @Nullable Type measured(V2Value value, SegmentReader obx) {
        var quantity = obx.segment().isValued(6) ? quantity(value.component(1), obx) : null;
        return quantity != null && value.size() == 1 ? quantity : text(value);
    }

    private static @Nullable Type range(V2Value value, SegmentReader obx) {
        var low = quantity(value.component(1), obx);
        var high = quantity(value.component(2), obx);
        return low == null && high == null
                ? text(value)
                : new Range().setLow(low).setHigh(high);
    }

    /** The valued components of an address, a name, a number. */
    private static @Nullable StringType joined(V2Value value) {
        var text = value.text();
        return text == null ? null : new StringType(text.replaceAll(" {2,}", " "));
    }

    static @Nullable StringType text(V2Value value) {
        var text = value.text();
        return text == null ? null : new StringType(text);
    }

    /** A quantity in the unit of OBX-6; null if the text is no number. */
    static @Nullable Quantity quantity(@Nullable String text, SegmentReader obx) {
        var match = text == null ? null : NUMBER.matcher(DecimalComma.point(text));
        if (match == null || !match.matches()) {
            return null;
        }
        var quantity = new Quantity().setValue(decimal(match.group(2)));
        if (match.group(1) != null) {
            quantity.setComparator(QuantityComparator.fromCode(match.group(1)));
        }
        UcumUnit.set(quantity, obx.value(6));
        return quantity;
    }

    private static @Nullable Type number(V2Value value, SegmentReader obx, Translation translation) {
        var quantity = quantity(value.component(1), obx);
        if (quantity == null && value.text() != null) {
            translation.warn("value", value.path(), "Not a number although OBX-2 is NM; kept as text.");
        } else if (quantity != null && String.valueOf(value.component(1)).indexOf(',') >= 0) {
            translation.inform("value", value.path(), "Read with a decimal comma.");
        }
        return orText(quantity, value);
    }

    private static @Nullable Type structured(V2Value value, SegmentReader obx, Translation translation) {
        var comparator = value.component(1);
        var separator = value.component(3);
        var first = quantity(value.component(2), obx);
        var second = quantity(value.component(4), obx);
        if (first != null && second == null && separator == null) {
            return comparator == null || setComparator(first, comparator) ? first : text(value);
        }
        // A range or ratio of FHIR has no comparator: "> 1:256" must not become 1:256.
        var isExact = comparator == null || comparator.equals("=");
        if (isExact && first != null && second != null && "-".equals(separator)) {
            return new Range().setLow(first).setHigh(second);
        }
        if (isExact && first != null && second != null && (":".equals(separator) || "/".equals(separator))) {
            return new Ratio().setNumerator(first).setDenominator(second);
        }
        translation.inform("value", value.path(), "This structured number has no FHIR type; kept as text.");
        var text = value.text();
        return text == null ? null : new StringType(text.replace(" ", ""));
    }

    private static boolean setComparator(Quantity quantity, String comparator) {
        switch (comparator) {
            case "<", "<=", ">", ">=" -> quantity.setComparator(QuantityComparator.fromCode(comparator));
            case "=" -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal decimal(String digits) {
        return new BigDecimal(digits.endsWith(".") ? digits.substring(0, digits.length() - 1) : digits);
    }

    private static @Nullable Type time(V2Value value, Translation translation) {
        var text = value.component(1);
        var match = text == null ? null : TIME.matcher(text);
        if (match != null && match.matches()) {
            var seconds = match.group(3) == null ? "00" : match.group(3);
            return new TimeType(match.group(1) + ":" + match.group(2) + ":" + seconds);
        }
        translation.warn("value", value.path(), "Not a time of HL7 v2 (HHMM[SS]); kept as text.");
        return text(value);
    }

    private static @Nullable DateTimeType component(V2Value value, int number, Translation translation) {
        var text = value.component(number);
        return text == null
                ? null
                : TsToDateTime.parse(text, translation.profile().zone());
    }

    private static @Nullable Type orText(@Nullable Type typed, V2Value value) {
        return typed == null ? text(value) : typed;
    }
}
