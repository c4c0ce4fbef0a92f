package dev.tributary.mapping.template;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A date or time as precise as it was told.
 *
 * @param date null if only a time of day was told
 * @param precision number of parts of the date that were told: year, month, day
 * @param offset null if none was told
 */
record Moment(
        @Nullable LocalDate date,
        int precision,
        @Nullable LocalTime time,
        @Nullable ZoneOffset offset) {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    /** Null if there is no date. */
    @Nullable
    String dateText() {
        if (date == null) {
            return null;
        }
        var iso = date.toString();
        return precision == 1 ? iso.substring(0, 4) : precision == 2 ? iso.substring(0, 7) : iso;
    }

    @Nullable
    String dateTime(ZoneId zone) {
        return time == null ? dateText() : instant(zone);
    }

    /** Null without a time of day. */
    @Nullable
    String instant(ZoneId zone) {
        if (date == null || time == null) {
            return null;
        }
        OffsetDateTime at = offset == null
                ? date.atTime(time).atZone(zone).toOffsetDateTime()
                : date.atTime(time).atOffset(offset);
        return (at.getNano() == 0 ? SECONDS : MILLIS).format(at);
    }

    @Nullable
    String clock() {
        return time == null ? null : CLOCK.format(time);
    }
}
