package dev.tributary.subscriptions.quieting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.subscriptions.quieting.Quieting.Digest;
import dev.tributary.subscriptions.quieting.Quieting.QuietHours;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;

/** De-noising as subscribers ask for it. */
class QuietingReaderTest {

    private final Subscription subscription = new Subscription();
    private final Extension extension = new Extension(QuietingReader.URL);

    QuietingReaderTest() {
        subscription.addExtension(extension);
    }

    private void part(String name, Type value) {
        extension.addExtension(name, value);
    }

    @Test
    void allWishes_areRead() {
        part("one-per-episode", new BooleanType(true));
        part("minimum-severity", new CodeType("important"));
        part("digest", new CodeType("daily"));
        part("digest-time", new TimeType("07:00:00"));
        part("quiet-from", new TimeType("22:00:00"));
        part("quiet-until", new TimeType("06:30:00"));
        part("time-zone", new StringType("Europe/Zurich"));
        part("most-per-hour", new PositiveIntType(10));
        part("pass-severity", new CodeType("urgent"));
        var read = QuietingReader.read(subscription);
        assertThat(read.problems()).isEmpty();
        assertThat(read.quieting())
                .isEqualTo(new Quieting(
                        true,
                        Severity.IMPORTANT,
                        new Digest(LocalTime.of(7, 0)),
                        new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30)),
                        10,
                        Severity.URGENT,
                        ZoneId.of("Europe/Zurich")));
    }

    @Test
    void withoutTheExtension_nothingIsHeld() {
        assertThat(QuietingReader.read(new Subscription()).quieting()).isEqualTo(Quieting.NONE);
    }

    @Test
    void whatCannotBeHonoured_isRefusedWithTheReason() {
        part("digest", new CodeType("weekly"));
        part("quiet-from", new TimeType("22:00:00"));
        part("minimum-severity", new CodeType("high"));
        part("most-per-hour", new StringType("0"));
        part("volume", new StringType("low"));
        part("time-zone", new StringType("Zurich"));
        assertThat(QuietingReader.read(subscription).problems())
                .hasSize(6)
                .anyMatch(problem -> problem.contains("digest must be hourly, or daily with digest-time"))
                .anyMatch(problem -> problem.contains("quiet-from and quiet-until"))
                .anyMatch(problem -> problem.contains("minimum-severity must be routine, important or urgent"))
                .anyMatch(problem -> problem.contains("most-per-hour must be a positive number"))
                .anyMatch(problem -> problem.contains("has no part volume"))
                .anyMatch(problem -> problem.contains("time-zone must be an IANA time zone"));
    }

    @Test
    void localTimes_needAZone() {
        part("digest", new CodeType("daily"));
        part("digest-time", new TimeType("07:00:00"));
        assertThat(QuietingReader.read(subscription).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("time-zone"));
    }

    @Test
    void severity_comesFromTheFactsOrTheInterpretationOrTheTopic() {
        var none = List.<String>of();
        assertThat(Severity.of("discharge", none, none)).isEqualTo(Severity.IMPORTANT);
        assertThat(Severity.of("death", none, none)).isEqualTo(Severity.URGENT);
        assertThat(Severity.of("https://example.org/t", none, none)).isEqualTo(Severity.ROUTINE);
        assertThat(Severity.of("result", none, List.of("http://x|N", "http://x|HH")))
                .isEqualTo(Severity.URGENT);
        assertThat(Severity.of("result", List.of("routine"), List.of("http://x|HH")))
                .isEqualTo(Severity.ROUTINE);
    }
}
