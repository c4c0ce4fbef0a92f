package dev.tributary.server.record;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;

/** {@code hub.identity_verdict}, in the caller's transaction: what people decided of two source records, which no model overrules. */
public final class Verdicts {

    /** What was decided. */
    public enum Verdict {
        LINK,
        NEVER_LINK;

        String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Verdict ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** Two source records in the order of their ids: the same pair, whichever is named first. */
    public record Pair(String a, String b) {

        /** Null-free and ordered. */
        public static Pair of(String one, String other) {
            return one.compareTo(other) <= 0 ? new Pair(one, other) : new Pair(other, one);
        }
    }

    /**
     * One that stands.
     *
     * @param operation that made it
     */
    public record Standing(UUID operation, Pair pair, Verdict verdict) {}

    private static final int PAIRS_PER_STATEMENT = 500;

    private final NamedParameterJdbcTemplate jdbc;

    Verdicts(NamedParameterJdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Those that stand between any two of these records. */
    public List<Standing> among(Collection<String> records) {
        if (records.size() < 2) {
            return List.of();
        }
        return jdbc.query(
                "select operation_id, record_a, record_b, verdict from hub.identity_verdict"
                        + " where record_a in (:records) and record_b in (:records) and revoked_by is null",
                Map.of("records", records),
                (row, n) -> new Standing(
                        UUID.fromString(row.getString(1)),
                        new Pair(row.getString(2), row.getString(3)),
                        Verdict.ofCode(row.getString(4))));
    }

    /** The pairs that must stay apart among these records. */
    Set<Pair> apart(Collection<String> records) {
        var apart = new HashSet<Pair>();
        for (var standing : among(records)) {
            if (standing.verdict() == Verdict.NEVER_LINK) {
                apart.add(standing.pair());
            }
        }
        return apart;
    }

    /** Decides pairs anew; what stood between them of the other kind is revoked. */
    public void decide(UUID operation, Verdict verdict, Collection<Pair> pairs) {
        var rows = new ArrayList<SqlParameterSource>();
        for (var pair : pairs) {
            rows.add(new MapSqlParameterSource()
                    .addValue("operation", operation.toString())
                    .addValue("a", pair.a())
                    .addValue("b", pair.b())
                    .addValue("verdict", verdict.code()));
        }
        for (var from = 0; from < rows.size(); from += PAIRS_PER_STATEMENT) {
            var batch = rows.subList(from, Math.min(rows.size(), from + PAIRS_PER_STATEMENT))
                    .toArray(SqlParameterSource[]::new);
            jdbc.batchUpdate(
                    "update hub.identity_verdict set revoked_by = :operation where record_a = :a and record_b = :b"
                            + " and verdict <> :verdict and revoked_by is null",
                    batch);
            jdbc.batchUpdate(
                    "insert into hub.identity_verdict (operation_id, record_a, record_b, verdict)"
                            + " values (:operation, :a, :b, :verdict)",
                    batch);
        }
    }

    /** Whether people decided it, rather than a source by a message. */
    public boolean isByPeople(UUID operation) {
        return count("select count(*) from hub.identity_operation where operation_id = :operation", operation) > 0;
    }

    /** Whether this operation or message decided before: a message that is replayed is not heard twice. */
    boolean isMade(UUID operation) {
        return count("select count(*) from hub.identity_verdict where operation_id = :operation", operation) > 0;
    }

    private int count(String sql, UUID operation) {
        var count = jdbc.queryForObject(sql, Map.of("operation", operation.toString()), Integer.class);
        return count == null ? 0 : count;
    }

    /** Takes these back. */
    void revoke(UUID by, Collection<Standing> standing) {
        for (var each : standing) {
            jdbc.update(
                    "update hub.identity_verdict set revoked_by = :by where operation_id = :operation"
                            + " and record_a = :a and record_b = :b",
                    Map.of(
                            "by",
                            by.toString(),
                            "operation",
                            each.operation().toString(),
                            "a",
                            each.pair().a(),
                            "b",
                            each.pair().b()));
        }
    }

    /** Takes back what an operation decided, and lets stand again what it revoked. */
    public void undo(UUID operation, UUID by) {
        var values = Map.of("operation", operation.toString(), "by", by.toString());
        jdbc.update(
                "update hub.identity_verdict set revoked_by = :by where operation_id = :operation and revoked_by is null",
                values);
        jdbc.update("update hub.identity_verdict set revoked_by = null where revoked_by = :operation", values);
    }
}
