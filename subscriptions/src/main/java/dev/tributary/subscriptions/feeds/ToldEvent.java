package dev.tributary.subscriptions.feeds;

import dev.tributary.subscriptions.events.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event as far as it matters whether another feed told the same.
 *
 * @param duplicateOf the event that told it first; null if this one did
 */
public record ToldEvent(
        long seq,
        String kind,
        String focus,
        String patient,
        Instant occurred,
        Facts facts,
        @Nullable Long duplicateOf) {

    /** Feeds of one place differ by their clocks and by what they call the beginning. */
    private static final Duration NEAR = Duration.ofHours(2);

    /** The same number says more, but small numbers are used everywhere. */
    private static final Duration SAME_NUMBER = Duration.ofHours(24);

    private static final Set<String> INPATIENT = Set.of("IMP", "ACUTE", "NONAC");

    ToldEvent asDuplicateOf(long other) {
        return new ToldEvent(seq, kind, focus, patient, occurred, facts, other);
    }

    boolean isOfVisit() {
        return focus.startsWith("Encounter/");
    }

    /** Whether both are the same moment of the same stay, told by two sources. */
    boolean isSameAs(ToldEvent other) {
        return kind.equals(other.kind) && isOfOtherSource(other) && (isSameNumber(other) || isSamePlace(other));
    }

    boolean isOfOtherSource(ToldEvent other) {
        return !focus.equals(other.focus)
                && !first("_source").isEmpty()
                && !first("_source").equals(other.first("_source"));
    }

    private boolean isSameNumber(ToldEvent other) {
        List<String> numbers = numbers();
        return isWithin(SAME_NUMBER, other) && other.numbers().stream().anyMatch(numbers::contains);
    }

    private List<String> numbers() {
        return facts.of("identifier").stream()
                .map(identifier -> identifier.substring(identifier.indexOf('|') + 1))
                .filter(number -> number.length() > 3)
                .toList();
    }

    private boolean isSamePlace(ToldEvent other) {
        String place = first("facility");
        return !place.isEmpty()
                && place.equals(other.first("facility"))
                && !kindOfStay().isEmpty()
                && kindOfStay().equals(other.kindOfStay())
                && isWithin(NEAR, other);
    }

    private String kindOfStay() {
        String code = first("class");
        String bare = code.substring(code.indexOf('|') + 1);
        return INPATIENT.contains(bare) ? "IMP" : bare;
    }

    /** By when both stays began, as far as both say so; a feed may tell late. */
    private boolean isWithin(Duration limit, ToldEvent other) {
        Optional<Instant> began = began();
        Optional<Instant> otherBegan = other.began();
        Duration apart = began.isPresent() && otherBegan.isPresent()
                ? Duration.between(began.get(), otherBegan.get())
                : Duration.between(occurred, other.occurred);
        return apart.abs().compareTo(limit) <= 0;
    }

    private Optional<Instant> began() {
        try {
            String began = first("date").split("/", 2)[0];
            return Optional.of(OffsetDateTime.parse(began).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty(); // Not said, or not to the minute.
        }
    }

    private String first(String fact) {
        return facts.of(fact).stream().findFirst().orElse("");
    }
}
