package dev.tributary.mapping.v2.datatype;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Dosage;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Timing.DayOfWeek;
import org.hl7.fhir.r4.model.Timing.EventTiming;
import org.hl7.fhir.r4.model.Timing.TimingRepeatComponent;
import org.hl7.fhir.r4.model.Timing.UnitsOfTime;
import org.jspecify.annotations.Nullable;

/**
 * <a href="https://build.fhir.org/ig/HL7/v2-to-fhir/ConceptMap-datatype-rpt-to-timing.html">RPT to Timing</a>: a repeat pattern of table
 * 0335 ({@code BID}, {@code Q4H}, {@code QHS}, {@code 3 times daily}, {@code PRN}) as code and as frequency. What cannot be computed stays
 * as text.
 */
public final class RptToTiming {

    private static final Pattern EVERY = Pattern.compile(
            "(?:Q|EVERY ?)(\\d{1,3})(?:-(\\d{1,3}))? ?(S|SEC|M|MIN|MINUTES?|H|HRS?|HOURS?|D|DAYS?|W|WKS?|WEEKS?|L|MO|MONTHS?)");
    private static final Pattern TIMES_A_DAY =
            Pattern.compile("(\\d{1,2})(?:ID| ?(?:X|TIMES)(?: ?(?:/ ?DAY|DAILY|A DAY|PER DAY|EVERY DAY)))");
    private static final Pattern DAYS_OF_WEEK = Pattern.compile("QJ([1-7]{1,7})");
    private static final Pattern CLOCK = Pattern.compile("([01]?\\d|2[0-3]):?([0-5]\\d)(?::?([0-5]\\d))?");
    private static final Pattern AS_NEEDED = Pattern.compile("\\bPRN|PRN\\b|\\bAS NEEDED\\b");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private RptToTiming() {}

    /** Adds the pattern's code, frequency and whether it is as needed. */
    public static void add(Dosage dosage, String pattern) {
        var plain =
                SPACE.matcher(pattern.toUpperCase(Locale.ROOT)).replaceAll(" ").strip();
        var asNeeded = AS_NEEDED.matcher(plain);
        if (asNeeded.find()) {
            if (!dosage.hasAsNeeded()) {
                dosage.setAsNeeded(new BooleanType(true));
            }
            plain = asNeeded.replaceAll("").strip();
        }
        var code = CodeTable.of("HL70335").get(plain);
        var concept = new CodeableConcept().setText(pattern);
        if (code != null) {
            concept.addCoding(code.toCoding());
        }
        dosage.getTiming().setCode(concept);
        addRepeat(dosage, plain);
    }

    /** HHMM or HH:MM, several parted by commas; those that are no times stay out. */
    public static boolean addTimesOfDay(Dosage dosage, String times) {
        var isComplete = true;
        for (var time : times.split("[,;]", 30)) {
            var match = CLOCK.matcher(time.strip());
            if (match.matches()) {
                var hour = match.group(1).length() == 1 ? "0" + match.group(1) : match.group(1);
                var second = match.group(3) == null ? "00" : match.group(3);
                dosage.getTiming()
                        .getRepeat()
                        .getTimeOfDay()
                        .add(new TimeType(hour + ":" + match.group(2) + ":" + second));
            } else {
                isComplete = false;
            }
        }
        return isComplete;
    }

    private static void addRepeat(Dosage dosage, String plain) {
        var known = CodeTable.of("HL70335-repeat").get(plain);
        var every = EVERY.matcher(plain);
        var daily = TIMES_A_DAY.matcher(plain);
        var days = DAYS_OF_WEEK.matcher(plain);
        if (known != null) {
            addKnown(dosage.getTiming().getRepeat(), known.target());
        } else if (every.matches()) {
            addEvery(dosage.getTiming().getRepeat(), every);
        } else if (daily.matches() && Integer.parseInt(daily.group(1)) > 0) {
            period(dosage.getTiming().getRepeat(), Integer.parseInt(daily.group(1)), BigDecimal.ONE, "d");
        } else if (days.matches()) {
            var repeat = dosage.getTiming().getRepeat();
            days.group(1).chars().distinct().forEach(day -> repeat.addDayOfWeek(day(day - '0')));
        }
    }

    /** {@code frequency/period/unit}, then {@code /when}; a frequency without a period is a count. */
    private static void addKnown(TimingRepeatComponent repeat, String target) {
        var parts = target.split("/", -1);
        if (parts[1].isEmpty()) {
            repeat.setCount(Integer.parseInt(parts[0]));
        } else {
            period(repeat, Integer.parseInt(parts[0]), new BigDecimal(parts[1]), parts[2]);
        }
        if (parts.length > 3) {
            repeat.addWhen(EventTiming.fromCode(parts[3]));
        }
    }

    private static void addEvery(TimingRepeatComponent repeat, Matcher every) {
        var count = Integer.parseInt(every.group(1));
        var unit = CqToQuantity.timeUnit(every.group(3));
        if (count == 0 || unit == null) {
            return;
        }
        period(repeat, 1, BigDecimal.valueOf(count), unit);
        var upTo = every.group(2);
        if (upTo != null && Integer.parseInt(upTo) > count) {
            repeat.setPeriodMax(BigDecimal.valueOf(Integer.parseInt(upTo)));
        }
    }

    static void period(TimingRepeatComponent repeat, int frequency, BigDecimal period, @Nullable String unit) {
        if (unit != null && period.signum() > 0) {
            repeat.setFrequency(frequency).setPeriod(period).setPeriodUnit(UnitsOfTime.fromCode(unit));
        }
    }

    static DayOfWeek day(int number) {
        return switch (number) {
            case 1 -> DayOfWeek.MON;
            case 2 -> DayOfWeek.TUE;
            case 3 -> DayOfWeek.WED;
            case 4 -> DayOfWeek.THU;
            case 5 -> DayOfWeek.FRI;
            case 6 -> DayOfWeek.SAT;
            default -> DayOfWeek.SUN;
        };
    }
}
