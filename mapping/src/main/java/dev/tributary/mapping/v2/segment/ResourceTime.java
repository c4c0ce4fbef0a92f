package dev.tributary.mapping.v2.segment;

import dev.tributary.mapping.v2.datatype.CodeTable;
import dev.tributary.mapping.v2.datatype.Translation;
import dev.tributary.mapping.v2.datatype.TsToDateTime;
import dev.tributary.mapping.v2.er7.SegmentReader;
import dev.tributary.mapping.v2.er7.V2Value;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;

/**
 * When an appointment, or one of its resources, is to take place.
 *
 * @param start as sent; null if it is not precise to the minute
 * @param end as sent, else start and duration; null if neither is known
 * @param duration null if it is not known
 */
record ResourceTime(
        @Nullable InstantType start,
        @Nullable InstantType end,
        @Nullable Duration duration) {

    static final ResourceTime UNKNOWN = new ResourceTime(null, null, null);

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final int LAST_YEAR = 9999;
    private static final Pattern TQ_DURATION = Pattern.compile("([A-Za-z]?)(\\d{1,5})\\s*([A-Za-z]*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(\\.\\d{1,3})?");

    /**
     * AIS, AIG, AIL and AIP have start, offset, its units, duration, its units in a row.
     *
     * @param first the number of the field that holds the start
     * @param appointment to which an offset counts
     */
    static ResourceTime of(SegmentReader segment, int first, ResourceTime appointment, Translation translation) {
        var start = TsToDateTime.instant(segment.value(first), translation);
        var offset = duration(segment.value(first + 1), segment.value(first + 2), translation);
        var duration = duration(segment.value(first + 3), segment.value(first + 4), translation);
        var base = appointment.start();
        if (start == null && offset != null && base != null) {
            start = plus(base, offset);
        }
        return of(start, null, duration);
    }

    static ResourceTime of(@Nullable InstantType start, @Nullable InstantType end, @Nullable Duration duration) {
        var until = end != null || start == null || duration == null ? end : plus(start, duration);
        return new ResourceTime(start, until, duration);
    }

    /** With what this lacks from another. */
    ResourceTime or(ResourceTime other) {
        var length = duration == null ? other.duration : duration;
        return start == null ? of(other.start, other.end, length) : of(start, end, length);
    }

    /** Null if the start is not known. */
    @Nullable
    Period period() {
        if (start == null) {
            return null;
        }
        var period = new Period().setStartElement(new DateTimeType(start.getValueAsString()));
        if (end != null) {
            period.setEndElement(new DateTimeType(end.getValueAsString()));
        }
        return period;
    }

    /** Null if it is no number, or its unit no unit of time; without unit, minutes. */
    static @Nullable Duration duration(@Nullable V2Value number, @Nullable V2Value unit, Translation translation) {
        var text = number == null ? null : number.component(1);
        if (number == null || text == null) {
            return null;
        }
        var name = unit == null ? null : unit.component(1);
        var known = CodeTable.of("DurationUnits").get(name == null ? "min" : name);
        if (known == null || !NUMBER.matcher(text).matches()) {
            translation.warn("value", number.path(), "No duration in a unit of time that the hub knows; left out.");
            return null;
        }
        return Duration.ofSeconds(Math.round(Double.parseDouble(text) * Integer.parseInt(known.target())));
    }

    /** The duration of TQ: {@code M30}, {@code 30}, {@code 30 min}; null if it is none. */
    static @Nullable Duration duration(@Nullable String text) {
        var match = text == null ? null : TQ_DURATION.matcher(text);
        if (match == null || !match.matches()) {
            return null;
        }
        var unit = match.group(1).isEmpty() ? match.group(3) : match.group(1);
        var known = CodeTable.of("DurationUnits").get(unit.isEmpty() ? "min" : unit);
        return known == null
                ? null
                : Duration.ofSeconds(Long.parseLong(match.group(2)) * Long.parseLong(known.target()));
    }

    /** The text was made by the hub itself and has an offset; FHIR knows no year after 9999. */
    private static InstantType plus(InstantType start, Duration duration) {
        var end = OffsetDateTime.parse(start.getValueAsString()).plus(duration);
        return end.getYear() > LAST_YEAR ? start.copy() : new InstantType(SECONDS.format(end));
    }
}
