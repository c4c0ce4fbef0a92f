package dev.tributary.subscriptions.feeds;

import dev.tributary.subscriptions.events.EventKind;
import dev.tributary.subscriptions.events.Facts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds events that tell what was told before: of one stay by two feeds, and of one death.
 *
 * <p>Two events of two sources are the same if they are of one kind and one patient, and the stays share a number within a day, or facility and
 * class within two hours. Stays that were found to be one stay so: of each kind, the n-th event of the second feed is the n-th of the first,
 * whenever it comes. Where nothing shows that two stays are one, both are told: a repeated alert costs less than a missing one.
 */
public final class TwiceTold {

    private static final Duration LONGEST_STAY = Duration.ofDays(60);
    private static final String DEATH = EventKind.DEATH.code();
    private static final String DEATH_CORRECTED = EventKind.DEATH_CORRECTED.code();
    private static final List<String> KINDS = List.of(
            EventKind.ENCOUNTER_START.code(),
            EventKind.EMERGENCY_VISIT.code(),
            EventKind.ADMISSION.code(),
            EventKind.TRANSFER.code(),
            EventKind.DISCHARGE.code(),
            EventKind.ENCOUNTER_CANCELLED.code(),
            EventKind.ENCOUNTER_CORRECTED.code(),
            DEATH,
            DEATH_CORRECTED);

    private static final int PATIENTS_PER_QUERY = 100;

    private final JdbcTemplate jdbc;
    private final InstantSource clock;

    public TwiceTold(JdbcTemplate jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Which of these events tell what was told before, with the number of the event that did. Those told before are the ones with a mark, and the
     * earlier ones of the list. Joins the caller's transaction.
     */
    public Map<Long, Long> among(List<ToldEvent> events) {
        Map<Long, Long> duplicates = new LinkedHashMap<>();
        List<ToldEvent> candidates = events.stream()
                .filter(event -> KINDS.contains(event.kind()))
                .sorted(Comparator.comparing(ToldEvent::seq))
                .toList();
        if (candidates.isEmpty()) {
            return duplicates;
        }
        Map<String, List<ToldEvent>> before = before(candidates);
        for (ToldEvent event : candidates) {
            List<ToldEvent> known = before.computeIfAbsent(event.patient(), unused -> new ArrayList<>());
            Optional<Long> first = event.isOfVisit() ? ofVisit(event, known) : ofDeath(event, known);
            first.ifPresent(seq -> duplicates.put(event.seq(), seq));
            known.add(first.map(event::asDuplicateOf).orElse(event));
        }
        return duplicates;
    }

    /** Keeps in the events themselves what was found. */
    public void mark(Map<Long, Long> duplicates) {
        if (!duplicates.isEmpty()) {
            jdbc.batchUpdate(
                    "update hub.event set duplicate_of = ? where seq = ?",
                    duplicates.entrySet().stream()
                            .map(each -> new Object[] {each.getValue(), each.getKey()})
                            .toList());
        }
    }

    private static Optional<Long> ofDeath(ToldEvent event, List<ToldEvent> known) {
        return known.stream()
                .filter(each -> each.kind().equals(DEATH) || each.kind().equals(DEATH_CORRECTED))
                .filter(each -> each.duplicateOf() == null)
                .max(Comparator.comparing(ToldEvent::seq))
                .filter(last -> last.kind().equals(event.kind()))
                .map(ToldEvent::seq);
    }

    private static Optional<Long> ofVisit(ToldEvent event, List<ToldEvent> known) {
        Set<String> linked = linked(event.focus(), known);
        if (linked.isEmpty()) {
            return known.stream()
                    .filter(each -> each.duplicateOf() == null)
                    .filter(event::isSameAs)
                    .findFirst()
                    .map(ToldEvent::seq);
        }
        long own = known.stream()
                .filter(each ->
                        each.focus().equals(event.focus()) && each.kind().equals(event.kind()))
                .count();
        return linked.stream()
                .flatMap(focus -> known.stream()
                        .filter(each ->
                                each.focus().equals(focus) && each.kind().equals(event.kind()))
                        .skip(own)
                        .limit(1))
                .map(each -> Objects.requireNonNullElse(each.duplicateOf(), each.seq()))
                .min(Long::compare);
    }

    /** The stays that turned out to be the same as this one. */
    private static Set<String> linked(String focus, List<ToldEvent> known) {
        Map<Long, String> focusOf = new HashMap<>();
        known.forEach(each -> focusOf.put(each.seq(), each.focus()));
        Set<String> linked = new HashSet<>();
        for (ToldEvent each : known) {
            String original = each.duplicateOf() == null ? null : focusOf.get(each.duplicateOf());
            if (original != null && !original.equals(each.focus())) {
                if (each.focus().equals(focus)) {
                    linked.add(original);
                } else if (original.equals(focus)) {
                    linked.add(each.focus());
                }
            }
        }
        return linked;
    }

    private Map<String, List<ToldEvent>> before(List<ToldEvent> events) {
        List<String> patients =
                events.stream().map(ToldEvent::patient).collect(Collectors.toCollection(LinkedHashSet::new)).stream()
                        .toList();
        Instant since = clock.instant().minus(LONGEST_STAY);
        Map<String, List<ToldEvent>> found = new HashMap<>();
        for (int from = 0; from < patients.size(); from += PATIENTS_PER_QUERY) {
            read(patients.subList(from, Math.min(patients.size(), from + PATIENTS_PER_QUERY)), since)
                    .forEach(each -> found.computeIfAbsent(each.patient(), unused -> new ArrayList<>())
                            .add(each));
        }
        return found;
    }

    private List<ToldEvent> read(List<String> patients, Instant since) {
        String sql =
                "select seq, kind, focus, patient, occurred_at, facts, duplicate_of from hub.event where patient in ("
                        + marks(patients.size()) + ") and kind in (" + marks(KINDS.size())
                        + ") and (recorded_at >= ? or kind in (?, ?)) and fanned_out_at is not null order by seq";
        List<Object> arguments = new ArrayList<>(patients);
        arguments.addAll(KINDS);
        arguments.add(since.atOffset(ZoneOffset.UTC));
        arguments.add(DEATH);
        arguments.add(DEATH_CORRECTED);
        return jdbc.query(sql, TwiceTold::event, arguments.toArray());
    }

    private static String marks(int count) {
        return String.join(",", java.util.Collections.nCopies(count, "?"));
    }

    private static ToldEvent event(ResultSet row, int index) throws SQLException {
        return new ToldEvent(
                row.getLong("seq"),
                row.getString("kind"),
                row.getString("focus"),
                row.getString("patient"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                Facts.ofJson(row.getString("facts")),
                row.getObject("duplicate_of", Long.class));
    }
}
