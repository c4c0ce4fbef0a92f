package dev.tributary.subscriptions.quieting;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a subscriber wants less of.
 *
 * @param onePerEpisode only the first event of each encounter
 * @param minimum less severe events are not told
 * @param digest events are collected; null for at once
 * @param quiet hours in which nothing is sent; null for none
 * @param mostPerHour bundles within an hour; 0 for no limit
 * @param pass events this severe are not held by digest, quiet hours or rate, and take along what is held; null for none
 * @param zone of the local times
 */
public record Quieting(
        boolean onePerEpisode,
        Severity minimum,
        @Nullable Digest digest,
        @Nullable QuietHours quiet,
        int mostPerHour,
        @Nullable Severity pass,
        ZoneId zone) {

    /** Everything, at once. */
    public static final Quieting NONE = new Quieting(false, Severity.ROUTINE, null, null, 0, null, ZoneOffset.UTC);

    /** @param at daily at this time; null for every full hour */
    public record Digest(@Nullable LocalTime at) {}

    /** From {@code from} until {@code until}, over midnight if that is earlier. */
    public record QuietHours(LocalTime from, LocalTime until) {

        boolean contains(LocalTime time) {
            return from.isBefore(until)
                    ? !time.isBefore(from) && time.isBefore(until)
                    : !time.isBefore(from) || time.isBefore(until);
        }
    }

    /** Whether events may be held, so that several are told of in one bundle. */
    public boolean holds() {
        return digest != null || quiet != null || mostPerHour > 0;
    }

    boolean passes(Severity severity) {
        return pass != null && severity.compareTo(pass) >= 0;
    }

    /** When something that happens now may be told, by digest and quiet hours; {@code now} if at once. */
    Instant earliest(Instant now) {
        Instant due = digest == null ? now : next(digest, now);
        return quiet == null ? due : after(quiet, due);
    }

    private Instant next(Digest collected, Instant now) {
        ZonedDateTime local = now.atZone(zone);
        LocalTime at = collected.at();
        if (at == null) {
            return local.truncatedTo(ChronoUnit.HOURS).plusHours(1).toInstant();
        }
        // A time that the change to summer time leaves out becomes the first that exists after it.
        ZonedDateTime today = local.toLocalDate().atTime(at).atZone(zone);
        return (today.toInstant().isAfter(now)
                        ? today
                        : local.toLocalDate().plusDays(1).atTime(at).atZone(zone))
                .toInstant();
    }

    private Instant after(QuietHours hours, Instant due) {
        ZonedDateTime local = due.atZone(zone);
        if (!hours.contains(local.toLocalTime())) {
            return due;
        }
        ZonedDateTime end = local.toLocalDate().atTime(hours.until()).atZone(zone);
        if (end.toInstant().isAfter(due)) {
            return end.toInstant();
        }
        // In the hour that the change to winter time repeats, the second end of the two may be still to come.
        ZonedDateTime again = end.withLaterOffsetAtOverlap();
        return (again.toInstant().isAfter(due)
                        ? again
                        : local.toLocalDate().plusDays(1).atTime(hours.until()).atZone(zone))
                .toInstant();
    }
}
