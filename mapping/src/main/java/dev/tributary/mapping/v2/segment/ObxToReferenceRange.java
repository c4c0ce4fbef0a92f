package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.er7.SegmentReader;
import java.util.Locale;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Observation;

/** OBX-7 to Observation.referenceRange: always as text, and as low and high where it reads like a range or a bound. */
final class ObxToReferenceRange {

    private static final String NUMBER = "([+-]?(?:\\d+(?:[.,]\\d+)?|\\.\\d+))";
    /** The unit may be repeated behind the numbers: {@code 3.5-5.1 mmol/L}. */
    private static final Pattern RANGE = Pattern.compile(
            "[\\[(]?\\s*" + NUMBER + "\\s*(?:-|\u2013|\\.\\.|to|and)\\s*" + NUMBER + "\\s*[\\])]?(?:\\s+[^\\d\\s].*)?");

    private static final Pattern UPPER =
            Pattern.compile("(?:<=?|=<|\u2264|up to|less than)\\s*" + NUMBER + "(?:\\s+[^\\d\\s].*)?");
    private static final Pattern LOWER =
            Pattern.compile("(?:>=?|=>|\u2265|greater than|more than)\\s*" + NUMBER + "(?:\\s+[^\\d\\s].*)?");

    private ObxToReferenceRange() {}

    static void add(Observation observation, SegmentReader obx) {
        for (var value : obx.values(7)) {
            var text = value.text();
            if (text == null) {
                continue;
            }
            var range = observation.addReferenceRange().setText(text);
            var plain = text.strip().toLowerCase(Locale.ROOT);
            var both = RANGE.matcher(plain);
            var upper = UPPER.matcher(plain);
            var lower = LOWER.matcher(plain);
            if (both.matches()) {
                var isComma = DecimalComma.isCertain(both.group(1)) || DecimalComma.isCertain(both.group(2));
                var low = ObxToValue.quantity(point(both.group(1), isComma), obx);
                var high = ObxToValue.quantity(point(both.group(2), isComma), obx);
                // Half a range would say something else.
                if (low != null && high != null) {
                    range.setLow(low).setHigh(high);
                }
            } else if (upper.matches()) {
                range.setHigh(ObxToValue.quantity(upper.group(1), obx));
            } else if (lower.matches()) {
                range.setLow(ObxToValue.quantity(lower.group(1), obx));
            }
        }
    }

    /** One number of a range tells how the other is to be read. */
    private static String point(String number, boolean isComma) {
        return isComma ? DecimalComma.always(number) : number;
    }
}
