package dev.tributary.subscriptions.quieting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.quieting.Pace.Turn;
import dev.tributary.subscriptions.quieting.Quieting.Digest;
import dev.tributary.subscriptions.quieting.Quieting.QuietHours;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a subscriber who wants less is told. */
class PaceTest {

    private static final ZoneId ZURICH = ZoneId.of("Europe/Zurich");
    private Pace pace = Pace.NEW;

    private Turn turn(Quieting quieting, Severity severity, String now) {
        Turn turn = pace.next(quieting, severity, Instant.parse(now));
        pace = turn.pace();
        return turn;
    }

    private static Quieting quieting(
            @Nullable Digest digest, @Nullable QuietHours quiet, int mostPerHour, @Nullable Severity pass) {
        return new Quieting(false, Severity.ROUTINE, digest, quiet, mostPerHour, pass, ZURICH);
    }

    private static QuietHours night() {
        return new QuietHours(LocalTime.of(22, 0), LocalTime.of(7, 0));
    }

    @Test
    void withoutWishes_everythingIsToldAtOnce() {
        assertThat(turn(Quieting.NONE, Severity.ROUTINE, "2026-03-01T10:00:00Z"))
                .isEqualTo(new Turn(Pace.NEW, null, false));
    }

    @Test
    void hourlyDigest_collectsUntilTheFullHour() {
        Quieting hourly = quieting(new Digest(null), null, 0, null);
        assertThat(turn(hourly, Severity.ROUTINE, "2026-03-01T10:10:00Z").notBefore())
                .isEqualTo("2026-03-01T11:00:00Z");
        assertThat(turn(hourly, Severity.ROUTINE, "2026-03-01T10:59:59Z").notBefore())
                .isEqualTo("2026-03-01T11:00:00Z");
        assertThat(turn(hourly, Severity.ROUTINE, "2026-03-01T11:00:00Z").notBefore())
                .isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void dailyDigest_goesByLocalTime_alsoAcrossTheChangeToSummerTime() {
        Quieting daily = quieting(new Digest(LocalTime.of(7, 0)), null, 0, null);
        assertThat(turn(daily, Severity.ROUTINE, "2026-03-27T05:59:00Z").notBefore())
                .isEqualTo("2026-03-27T06:00:00Z");
        assertThat(turn(daily, Severity.ROUTINE, "2026-03-28T06:00:00Z").notBefore())
                .isEqualTo("2026-03-29T05:00:00Z");
    }

    @Test
    void dailyDigest_atATimeThatTheChangeLeavesOut_comesAfterIt() {
        Quieting daily = quieting(new Digest(LocalTime.of(2, 30)), null, 0, null);
        assertThat(turn(daily, Severity.ROUTINE, "2026-03-28T12:00:00Z").notBefore())
                .isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void quietHours_holdUntilMorning_andTheUrgentPassesTakingAlongWhatIsHeld() {
        Quieting quiet = quieting(null, night(), 0, Severity.URGENT);
        assertThat(turn(quiet, Severity.ROUTINE, "2026-01-10T20:59:59Z").notBefore())
                .isNull();
        assertThat(turn(quiet, Severity.ROUTINE, "2026-01-10T21:00:00Z").notBefore())
                .isEqualTo("2026-01-11T06:00:00Z");
        Turn urgent = turn(quiet, Severity.URGENT, "2026-01-11T01:00:00Z");
        assertThat(urgent.notBefore()).isNull();
        assertThat(urgent.flushes()).isTrue();
        assertThat(turn(quiet, Severity.URGENT, "2026-01-11T01:01:00Z").flushes())
                .isFalse();
        assertThat(turn(quiet, Severity.IMPORTANT, "2026-01-11T05:59:00Z").notBefore())
                .isEqualTo("2026-01-11T06:00:00Z");
        assertThat(turn(quiet, Severity.ROUTINE, "2026-01-11T06:00:00Z").notBefore())
                .isNull();
    }

    @Test
    void quietHours_thatEndInTheHourWhichComesTwice_endTwice() {
        Quieting quiet = quieting(null, new QuietHours(LocalTime.of(22, 0), LocalTime.of(2, 45)), 0, null);
        assertThat(turn(quiet, Severity.ROUTINE, "2026-10-25T00:30:00Z").notBefore())
                .isEqualTo("2026-10-25T00:45:00Z");
        assertThat(turn(quiet, Severity.ROUTINE, "2026-10-25T01:30:00Z").notBefore())
                .isEqualTo("2026-10-25T01:45:00Z");
    }

    @Test
    void aDigestThatFallsIntoQuietHours_waitsForTheirEnd() {
        Quieting both = quieting(new Digest(null), night(), 0, null);
        assertThat(turn(both, Severity.ROUTINE, "2026-01-10T20:30:00Z").notBefore())
                .isEqualTo("2026-01-11T06:00:00Z");
    }

    @Test
    void maximumRate_holdsTheRestIntoTheNextHour_whereTheBundleCountsAsOne() {
        Quieting two = quieting(null, null, 2, null);
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T10:00:00Z").notBefore())
                .isNull();
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T10:10:00Z").notBefore())
                .isNull();
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T10:20:00Z").notBefore())
                .isEqualTo("2026-01-10T11:00:00Z");
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T10:30:00Z").notBefore())
                .isEqualTo("2026-01-10T11:00:00Z");
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T11:05:00Z").notBefore())
                .isNull();
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T11:06:00Z").notBefore())
                .isEqualTo("2026-01-10T12:00:00Z");
        assertThat(turn(two, Severity.ROUTINE, "2026-01-10T14:00:00Z").notBefore())
                .isNull();
    }

    @Test
    void nothingOvertakesWhatIsHeld() {
        Quieting quiet = quieting(null, night(), 0, null);
        turn(quiet, Severity.ROUTINE, "2026-01-10T21:30:00Z");
        Quieting shorter = quieting(null, new QuietHours(LocalTime.of(22, 0), LocalTime.of(23, 0)), 0, null);
        assertThat(turn(shorter, Severity.ROUTINE, "2026-01-11T00:00:00Z").notBefore())
                .isEqualTo("2026-01-11T06:00:00Z");
    }
}
