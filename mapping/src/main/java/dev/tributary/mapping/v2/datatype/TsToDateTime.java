package dev.tributary.mapping.v2.datatype;

import dev.tributary.mapping.v2.er7.V2Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.InstantType;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-dtm-to-datetime.html">DTM to dateTime</a>: the precision of the
 * sender is kept, the zone is the sender's offset, else the source's zone. A missing minute or second counts as zero, as FHIR demands.
 */
public final class TsToDateTime {

    private static final Pattern DTM =
            Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(\\.\\d{1,9})?)?)?)?)?)?"
                    + "([+-]\\d{4})?");
    private static final Pattern ISO = Pattern.compile(
            "(\\d{9,14}|\\d{4}-\\d{2}(?:-\\d{2}(?:[T ]\\d{2}(?::\\d{2}(?::\\d{2})?)?)?)?)(\\.\\d{1,9})?(Z|[+-]\\d{2}(?::?\\d{2})?)?");
    private static final int EARLIEST = 1800;
    private static final int EARLIEST_ALONE = 1500;
    private static final int LATEST = 2199;
    private static final int NO_END = 9999;
    private static final Pattern UNKNOWN = Pattern.compile("(\\d{4}|\\d{4}(?!00)\\d{2})00(?:\\d{2})*");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx");

    private TsToDateTime() {}

    /** Null with a warning if the value is no time. */
    public static @Nullable DateTimeType map(@Nullable V2Value value, Translation translation) {
        var text = text(value);
        if (value == null || text == null) {
            return null;
        }
        var dateTime = parse(text, translation.profile().zone());
        if (dateTime == null) {
            warn(value, translation);
        }
        return dateTime;
    }

    /** The same of a component that is a time. */
    public static @Nullable DateTimeType map(V2Value value, int component, Translation translation) {
        return TsComponent.map(value, component, translation);
    }

    /** The date alone, as precise as it was sent. */
    public static @Nullable DateType date(@Nullable V2Value value, Translation translation) {
        var text = text(value);
        if (value == null || text == null) {
            return null;
        }
        var match = DTM.matcher(normal(text));
        var iso = match.matches() ? isoDate(match) : null;
        if (iso == null) {
            warn(value, translation);
        }
        return iso == null ? null : new DateType(iso);
    }

    /** An instant, if the value is precise to the minute at least. */
    public static @Nullable InstantType instant(@Nullable V2Value value, Translation translation) {
        var dateTime = map(value, translation);
        return dateTime == null || dateTime.getValueAsString().length() < 19
                ? null
                : new InstantType(dateTime.getValueAsString());
    }

    /** The moment, the first one that the text can mean if it is not precise; null if it is no time. */
    public static @Nullable Instant toInstant(String text, ZoneId zone) {
        var match = DTM.matcher(normal(text));
        return match.matches() ? instantOf(match, zone) : null;
    }

    /** Null if the text is no time. */
    public static @Nullable DateTimeType parse(String text, ZoneId zone) {
        var match = DTM.matcher(normal(text));
        if (!match.matches()) {
            return null;
        }
        if (match.group(4) == null) {
            var iso = isoDate(match);
            return iso == null ? null : new DateTimeType(iso);
        }
        var time = offsetDateTime(match, zone);
        if (time == null) {
            return null;
        }
        return new DateTimeType(iso(time));
    }

    static String iso(OffsetDateTime time) {
        return (time.getNano() == 0 ? SECONDS : MILLIS).format(time);
    }

    private static @Nullable String text(@Nullable V2Value value) {
        if (value == null) {
            return null;
        }
        value.component(2); // the degree of precision, withdrawn in v2.5 and told by the length anyway
        var text = value.component(1);
        return text == null ? null : known(text);
    }

    /** Zeros for a month or a day that nobody knows, as in 19450000, say no more than the year. */
    private static String known(String text) {
        var unknown = UNKNOWN.matcher(text);
        return unknown.matches() ? unknown.group(1) : text;
    }

    /**
     * As HL7 writes it: many send ISO 8601 ({@code 2026-02-12T10:15:00Z}), and a time that was cut in the middle of two digits says what is
     * before them.
     */
    private static String normal(String text) {
        var iso = ISO.matcher(text.strip());
        if (!iso.matches()) {
            return text.strip();
        }
        var digits = iso.group(1).replaceAll("[-:T ]", "");
        var isCut = digits.length() > 8 && digits.length() % 2 == 1;
        var offset = iso.group(3) == null ? "" : iso.group(3).replace(":", "");
        return (isCut ? digits.substring(0, digits.length() - 1) : digits)
                + (iso.group(2) == null || isCut ? "" : iso.group(2))
                + (offset.equals("Z") ? "+0000" : offset.length() == 3 ? offset + "00" : offset);
    }

    /** Years of which nobody tells, as a time without its century seems to be (591001), are no years; 9999 stands for no end. */
    private static boolean isPlausible(int year) {
        return year >= EARLIEST && year <= LATEST || year == NO_END;
    }

    private static void warn(V2Value value, Translation translation) {
        translation.warn(
                "value", value.path(), "Not a date or time of HL7 v2 (YYYYMMDDHHMMSS); the element is left out.");
    }

    private static @Nullable String isoDate(Matcher match) {
        try {
            var date = LocalDate.of(number(match, 1, 0), number(match, 2, 1), number(match, 3, 1));
            // A year alone lacks no century; nothing longer could be told from a date without one.
            var isYear = match.group(2) == null && date.getYear() >= EARLIEST_ALONE && date.getYear() <= LATEST;
            if (!isYear && !isPlausible(date.getYear())) {
                return null;
            }
            var iso = date.toString();
            return match.group(2) == null ? iso.substring(0, 4) : match.group(3) == null ? iso.substring(0, 7) : iso;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant instantOf(Matcher match, ZoneId zone) {
        var time = offsetDateTime(match, zone);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime offsetDateTime(Matcher match, ZoneId zone) {
        try {
            var hour = number(match, 4, 0);
            var isEndOfDay = hour == 24 && number(match, 5, 0) == 0 && number(match, 6, 0) == 0;
            var local = LocalDateTime.of(
                            number(match, 1, 0),
                            number(match, 2, 1),
                            number(match, 3, 1),
                            isEndOfDay ? 0 : hour,
                            number(match, 5, 0),
                            number(match, 6, 0),
                            nanos(match.group(7)))
                    .plusDays(isEndOfDay ? 1 : 0);
            if (!isPlausible(local.getYear())) {
                return null;
            }
            var offset = match.group(8);
            if (offset != null) {
                return local.atOffset(ZoneOffset.of(offset));
            }
            return local.atZone(zone).toOffsetDateTime();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher match, int group, int otherwise) {
        return match.group(group) == null ? otherwise : Integer.parseInt(match.group(group));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction.substring(1) + "000000000").substring(0, 9));
    }
}
