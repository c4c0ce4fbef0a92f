package dev.tributary.server.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Told;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.hl7.fhir.r4.model.Encounter;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code hub.encounter_statement}: all that HL7 v2 said of a visit, in the order in which it came. */
final class EncounterStatements {

    private final FhirContext fhir;
    private final JdbcTemplate jdbc;

    EncounterStatements(FhirContext fhir, JdbcTemplate jdbc) {
        this.fhir = fhir;
        this.jdbc = jdbc;
    }

    /** Call before the statement is stored: storing writes into the resource. */
    void add(String encounter, UUID messageId, Told told) {
        jdbc.update(
                "insert into hub.encounter_statement (encounter_id, occurred_at, message_id, cleared, statement)"
                        + " values (?, ?, ?, ?, ?)",
                encounter,
                Timestamp.from(told.occurred()),
                messageId.toString(),
                String.join(" ", new TreeSet<>(told.cleared())),
                fhir.newJsonParser().encodeResourceToString(told.resource()));
    }

    List<Told> of(String encounter) {
        return new ArrayList<>(jdbc.query(
                "select occurred_at, cleared, statement from hub.encounter_statement where encounter_id = ? order by entry",
                (row, n) -> new Told(
                        row.getTimestamp(1).toInstant(),
                        fhir.newJsonParser().parseResource(Encounter.class, row.getString(3)),
                        cleared(row.getString(2))),
                encounter));
    }

    /** What was said of one visit was said of another. */
    void move(String from, String to) {
        jdbc.update("update hub.encounter_statement set encounter_id = ? where encounter_id = ?", to, from);
    }

    void forget(String encounter) {
        jdbc.update("delete from hub.encounter_statement where encounter_id = ?", encounter);
    }

    private static Set<String> cleared(String words) {
        return words.isEmpty() ? Set.of() : Set.of(words.split(" "));
    }
}
