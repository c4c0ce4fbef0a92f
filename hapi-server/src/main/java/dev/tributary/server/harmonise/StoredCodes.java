package dev.tributary.server.harmonise;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds stored resources that hold a code anywhere, in HAPI's tables: search indexes know only some elements. */
final class StoredCodes {

    private static final String HOLDING = "select r.res_id, r.res_type, r.fhir_id from hfj_resource r"
            + " join hfj_res_ver v on v.res_id = r.res_id and v.res_ver = r.res_ver"
            + " where r.res_id > ? and r.res_id <= ? and r.res_deleted_at is null and r.res_type <> 'ConceptMap'"
            + " and r.res_updated >= ? and %s like ? escape '!' order by r.res_id fetch first ? rows only";

    private final JdbcTemplate jdbc;

    StoredCodes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A stored resource that seems to hold the code. */
    record Holder(long number, String reference) {}

    long last() {
        var last = jdbc.queryForObject("select coalesce(max(res_id), 0) from hfj_resource", Long.class);
        return last == null ? 0 : last;
    }

    /** In the order of their numbers: those after one and up to another. */
    List<Holder> find(HarmoniseJob job, long after, long upTo, int most) {
        var code = job.code();
        var isText = job.system().equals(LocalCode.TEXT);
        var quoted = code.replace("\\", "\\\\").replace("\"", "\\\"");
        var pattern = "%\"" + (isText ? "text" : "code") + "\":\""
                + quoted.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "\"%";
        return jdbc.query(
                HOLDING.formatted(isText ? "lower(v.res_text_vc)" : "v.res_text_vc"),
                (row, n) -> new Holder(row.getLong(1), row.getString(2) + "/" + row.getString(3)),
                after,
                upTo,
                Timestamp.from(job.writtenSince() == null ? Instant.EPOCH : job.writtenSince()),
                pattern,
                most);
    }
}
