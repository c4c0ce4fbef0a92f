package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import java.util.Calendar;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.jspecify.annotations.Nullable;

/** The {@code width} of an IVL_TS: how long it is, so that one end tells the other (HL7 v3 data types: low + width = high). */
final class Width {

    private static final Pattern WHOLE = Pattern.compile("\\d{1,4}");

    private Width() {}

    /** Null if the width is no whole number of units, or finer than the time is known, or the time no day. */
    static @Nullable DateTimeType after(@Nullable DateTimeType start, CdaElement width) {
        return moved(start, width, 1);
    }

    /** As {@link #after}, backwards. */
    static @Nullable DateTimeType before(@Nullable DateTimeType end, CdaElement width) {
        return moved(end, width, -1);
    }

    private static @Nullable DateTimeType moved(@Nullable DateTimeType time, CdaElement width, int sign) {
        var value = width.attribute("value");
        var unit = width.attribute("unit");
        if (time == null
                || value == null
                || unit == null
                || !WHOLE.matcher(value).matches()) {
            return null;
        }
        var field = switch (unit) {
            case "a" -> Calendar.YEAR;
            case "mo" -> Calendar.MONTH;
            case "wk", "d" -> Calendar.DATE;
            case "h" -> Calendar.HOUR;
            case "min" -> Calendar.MINUTE;
            case "s" -> Calendar.SECOND;
            default -> -1;
        };
        // January and a month is not January to February: a year or a month cannot be counted from.
        var precision = time.getPrecision().getCalendarConstant();
        if (field < 0 || precision < Calendar.DATE || precision == Calendar.DATE && field > precision) {
            return null;
        }
        var other = time.copy();
        other.add(field, sign * Integer.parseInt(value) * (unit.equals("wk") ? 7 : 1));
        return other;
    }
}
