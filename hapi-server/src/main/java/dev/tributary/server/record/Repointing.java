package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.server.storage.RecordSession;
import dev.tributary.server.storage.References;
import dev.tributary.server.storage.Written;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** When source records move to another person, what they said of the patient moves with them. */
final class Repointing {

    private static final String REFERRING = " from hfj_res_link l"
            + " join hfj_resource s on s.res_id = l.src_resource_id"
            + " join hfj_resource t on t.res_id = l.target_resource_id"
            + " where t.res_type = 'Patient' and t.fhir_id = ? and s.res_type <> 'Patient' and s.res_deleted_at is null";

    private final FhirContext fhir;
    private final JdbcTemplate jdbc;
    private final int atOnce;

    /** @param atOnce the most resources that follow in one transaction */
    Repointing(FhirContext fhir, JdbcTemplate jdbc, int atOnce) {
        this.fhir = fhir;
        this.jdbc = jdbc;
        this.atOnce = atOnce;
    }

    /** How many resources refer to a person; more than one transaction takes is not counted to the end. */
    int count(String person) {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select count(*) from (select distinct s.res_id" + REFERRING + " fetch first ? rows only) as found",
                Integer.class,
                person,
                atOnce + 1));
    }

    /** Whether more refers to a person than follows in one transaction. */
    boolean isLarge(String person) {
        return count(person) > atOnce;
    }

    /** How many are re-pointed in one transaction of a job. */
    int batch() {
        return Math.min(atOnce, 100);
    }

    /** A resource that refers to a person, with its place in an order that stays. */
    record Referring(long position, String reference) {}

    /** The next after this place. */
    List<Referring> referring(String person, long after, int count) {
        return jdbc.query(
                "select distinct s.res_id, s.res_type, s.fhir_id" + REFERRING
                        + " and s.res_id > ? order by s.res_id fetch first ? rows only",
                (row, n) -> new Referring(row.getLong(1), row.getString(2) + "/" + row.getString(3)),
                person,
                after,
                count);
    }

    /**
     * Points resources of moved source records from one person to another.
     *
     * @param since leaves out what was written before; null for everything
     */
    List<Written> move(RecordSession session, Follows follows, @Nullable Instant since) {
        var references = since == null
                ? jdbc.query(
                        "select distinct s.res_type, s.fhir_id" + REFERRING,
                        (row, n) -> row.getString(1) + "/" + row.getString(2),
                        follows.from())
                : jdbc.query(
                        "select distinct s.res_type, s.fhir_id" + REFERRING + " and s.res_updated >= ?",
                        (row, n) -> row.getString(1) + "/" + row.getString(2),
                        follows.from(),
                        Timestamp.from(since));
        session.prefetch(references);
        var changed = new ArrayList<Resource>();
        for (var reference : references) {
            var resource = session.read(reference);
            if (resource != null && repoint(resource, follows)) {
                changed.add(resource);
            }
        }
        return changed.isEmpty() ? List.of() : session.write(changed);
    }

    /** Whether anything in it was re-pointed. */
    boolean repoint(Resource resource, Follows follows) {
        var found = false;
        for (var reference : References.in(fhir, resource)) {
            var to = follows.person(resource, reference);
            if (to != null) {
                reference.setReference("Patient/" + to);
                found = true;
            }
        }
        return found;
    }
}
