package dev.tributary.mapping.ccda.datatype;

import dev.tributary.mapping.ccda.xml.CdaElement;
import dev.tributary.mapping.v2.datatype.DrToPeriod;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** <a href="https://hl7.org/fhir/us/ccda/mappingGuidance.html#cda--fhir-timedates">CDA times</a>: precision is kept. */
public final class IvlTsToPeriod {

    private IvlTsToPeriod() {}

    /** A point in time ({@code value}); null if absent or no time. */
    public static @Nullable DateTimeType point(CdaElement time, CdaTranslation translation) {
        var text = time.attribute("value");
        if (text == null) {
            return null;
        }
        var parsed = parse(text, translation);
        if (parsed == null) {
            translation.warn("value", time, "Not a time of CDA (YYYYMMDDHHMMSS+ZZZZ); the element is left out.");
        }
        return parsed;
    }

    private static @Nullable DateTimeType parse(String text, CdaTranslation translation) {
        var zone = translation.profile().zone();
        var parsed = TsToDateTime.parse(text, zone);
        if (parsed == null && text.length() > 8 && text.charAt(4) == '-') {
            parsed = TsToDateTime.parse(text.replaceAll("(?<=\\d)-(?=\\d\\d(-|T|$))|:|T", ""), zone);
        }
        return parsed;
    }

    /** The point, else the beginning, else the middle, else the end. */
    public static @Nullable DateTimeType dateTime(CdaElement time, CdaTranslation translation) {
        var point = point(time, translation);
        for (var part : new String[] {"low", "center", "high"}) {
            point = point == null ? point(time.child(part), translation) : point;
        }
        return point;
    }

    /** Null if neither beginning nor end is known; a point is the beginning. */
    public static @Nullable Period map(CdaElement time, CdaTranslation translation) {
        var point = point(time, translation);
        var start = point == null ? point(time.child("low"), translation) : point;
        var end = point(time.child("high"), translation);
        if (point == null && end == null) {
            end = Width.after(start, time.child("width"));
        } else if (start == null) {
            start = Width.before(end, time.child("width"));
        }
        if (start == null && end == null) {
            return null;
        }
        var period = new Period();
        if (start != null) {
            period.setStartElement(start);
        }
        if (end != null && !DrToPeriod.isBefore(end, start)) {
            period.setEndElement(end);
        } else if (end != null) {
            translation.warn("value", time, "The end lies before the start; the end is left out.");
        }
        return period;
    }

    /** A dateTime for a point or for equal ends, else a Period; null if nothing is known. */
    public static @Nullable Type effective(CdaElement time, CdaTranslation translation) {
        var point = point(time, translation);
        if (point != null) {
            return point;
        }
        var low = time.child("low").attribute("value");
        var high = time.child("high").attribute("value");
        var hasWidth = time.child("width").attribute("value") != null;
        if (!hasWidth && high == null || high != null && high.equals(low)) {
            return dateTime(time, translation);
        }
        return map(time, translation);
    }
}
