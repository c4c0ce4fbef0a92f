package dev.tributary.subscriptions.filters;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * An age in full years at the time of the event, compared by prefix. Of a birth date without a day, any day that makes it hold counts: better
 * told of than missed. Without a birth date it does not hold.
 */
record AgeBand(String prefix, int years) {

    boolean holds(List<String> birthDates, Instant occurred) {
        LocalDate day = occurred.atZone(ZoneOffset.UTC).toLocalDate();
        return birthDates.stream()
                .flatMap(text -> DateSpan.parse(text).stream())
                .anyMatch(born -> {
                    long oldest = age(born.start(), day);
                    long youngest = age(born.end().minus(1, ChronoUnit.DAYS), day);
                    return switch (prefix) {
                        case "ne" -> oldest != years || youngest != years;
                        case "gt", "sa" -> oldest > years;
                        case "lt", "eb" -> youngest < years;
                        case "ge" -> oldest >= years;
                        case "le" -> youngest <= years;
                        default -> youngest <= years && years <= oldest;
                    };
                });
    }

    private static long age(Instant born, LocalDate day) {
        return ChronoUnit.YEARS.between(born.atZone(ZoneOffset.UTC).toLocalDate(), day);
    }
}
