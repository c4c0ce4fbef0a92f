package dev.tributary.server.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.identity.matching.Comparison;
import dev.tributary.identity.matching.Comparison.Obstacle;
import dev.tributary.server.record.Verdicts.Pair;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/** {@code hub.match_decision} and new rows of {@code hub.identity_review}, in the caller's transaction. */
final class DecisionTable {

    private final NamedParameterJdbcTemplate jdbc;
    private final Explanation explanation;
    private final Clock clock;
    private final Supplier<UUID> ids;

    DecisionTable(NamedParameterJdbcTemplate jdbc, Explanation explanation, Clock clock, Supplier<UUID> ids) {
        this.jdbc = jdbc;
        this.explanation = explanation;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * One compared pair and what became of it.
     *
     * @param outcome {@code link}, {@code review}
     */
    record Judged(String record, String source, String candidate, String outcome, Comparison comparison) {}

    /** A pair to review. */
    private record Doubt(
            String record, String source, String candidate, double probability, String model, String detail) {}

    /** Keeps why; for those to review opens a review, once per pair. */
    void keep(List<Judged> judged, String model, UUID messageId) {
        if (judged.isEmpty()) {
            return;
        }
        var now = Timestamp.from(clock.instant());
        jdbc.getJdbcOperations()
                .batchUpdate(
                        "insert into hub.match_decision (source_patient, candidate, outcome, probability, model, detail,"
                                + " message_id, decided_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
                        judged.stream()
                                .map(each -> new Object[] {
                                    each.record(),
                                    each.candidate(),
                                    each.outcome(),
                                    each.comparison().probability(),
                                    model,
                                    explanation.of(each.comparison()).toString(),
                                    messageId.toString(),
                                    now
                                })
                                .toList());
        open(
                judged.stream()
                        .filter(each -> each.outcome().equals("review"))
                        .map(each -> new Doubt(
                                each.record(),
                                each.source(),
                                each.candidate(),
                                each.comparison().probability(),
                                model,
                                explanation.of(each.comparison()).toString()))
                        .toList(),
                now);
    }

    /**
     * A compared pair and what became of it then.
     *
     * @param cause the journalled message
     */
    record Kept(
            String record,
            String candidate,
            String outcome,
            String model,
            JsonNode explanation,
            String cause,
            Instant at) {}

    /** Of a record, or of all records of a person, oldest first. */
    List<Kept> concerning(String id) {
        return jdbc.query(
                "select source_patient, candidate, outcome, model, detail, message_id, decided_at"
                        + " from hub.match_decision where source_patient = :id or candidate = :id"
                        + " or source_patient in (select l.source_patient from hub.patient_link l where l.unified = :id)"
                        + " order by entry",
                Map.of("id", id),
                (row, n) -> new Kept(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        explanation.read(row.getString(5)),
                        row.getString(6),
                        row.getTimestamp(7).toInstant()));
    }

    /** The links to these persons that a message decided are reviews after all, since national numbers differ. */
    void reviewInstead(UUID messageId, String source, String record, Set<String> persons) {
        var which = Map.of("message", messageId.toString(), "record", record, "persons", persons);
        var doubts = new LinkedHashMap<Long, Doubt>();
        jdbc.query(
                "select d.entry, d.candidate, d.probability, d.model, d.detail from hub.match_decision d"
                        + " join hub.patient_link l on l.source_patient = d.candidate and l.unified in (:persons)"
                        + " where d.source_patient = :record and d.message_id = :message and d.outcome = 'link'",
                which,
                row -> {
                    doubts.put(
                            row.getLong(1),
                            new Doubt(
                                    record,
                                    source,
                                    row.getString(2),
                                    row.getDouble(3),
                                    row.getString(4),
                                    explanation.withObstacle(row.getString(5), Obstacle.IDENTIFIERS_DIFFER)));
                });
        doubts.forEach((entry, doubt) -> jdbc.update(
                "update hub.match_decision set outcome = 'review', detail = :detail where entry = :entry",
                Map.of("detail", doubt.detail(), "entry", entry)));
        open(List.copyOf(doubts.values()), Timestamp.from(clock.instant()));
    }

    private void open(List<Doubt> doubts, Timestamp now) {
        if (doubts.isEmpty()) {
            return;
        }
        var wanted = new LinkedHashMap<Pair, Doubt>();
        var records = new HashSet<String>();
        for (var each : doubts) {
            wanted.put(Pair.of(each.record(), each.candidate()), each);
            records.add(each.record());
            records.add(each.candidate());
        }
        jdbc.query(
                "select record_a, record_b from hub.identity_review where record_a in (:records) and record_b in (:records)",
                Map.of("records", records),
                row -> {
                    wanted.remove(new Pair(row.getString(1), row.getString(2)));
                });
        var sources = sources(records);
        jdbc.getJdbcOperations()
                .batchUpdate(
                        "insert into hub.identity_review (review_id, record_a, record_b, source_a, source_b, probability,"
                                + " model, detail, state, created_at, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        wanted.entrySet().stream()
                                .map(each -> row(each.getKey(), each.getValue(), sources, now))
                                .toList());
    }

    private Object[] row(Pair pair, Doubt doubt, Map<String, String> sources, Timestamp now) {
        return new Object[] {
            ids.get().toString(),
            pair.a(),
            pair.b(),
            sources.getOrDefault(pair.a(), doubt.source()),
            sources.getOrDefault(pair.b(), doubt.source()),
            doubt.probability(),
            doubt.model(),
            doubt.detail(),
            "open",
            now,
            now
        };
    }

    private Map<String, String> sources(HashSet<String> records) {
        var sources = new LinkedHashMap<String, String>();
        jdbc.query(
                "select source_patient, source_id from hub.patient_link where source_patient in (:records)",
                Map.of("records", records),
                row -> {
                    sources.put(row.getString(1), row.getString(2));
                });
        return sources;
    }
}
