package dev.tributary.subscriptions.registry;

import dev.tributary.subscriptions.sql.InList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Patients that were merged into another, in the caller's transaction. Subscriptions to the old one get the events of the one that lives
 * on; a split gives an alias up again.
 */
public final class PatientAliases {

    private final JdbcTemplate jdbc;

    /** @param jdbc on the same DataSource as the storing transaction */
    public PatientAliases(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Both as {@code Patient/<id>}: the first lives on in the second. */
    public void replace(String patient, String replacedBy) {
        jdbc.update("delete from hub.patient_alias where patient = ?", patient);
        jdbc.update(
                "insert into hub.patient_alias (patient, replaced_by, heir) values (?, ?, ?)",
                patient,
                replacedBy,
                replacedBy);
        settle(List.of(patient, replacedBy));
    }

    /** A patient that is a person of its own again. */
    public void revive(String patient) {
        var heir = heir(patient);
        if (heir.isPresent()) {
            jdbc.update("delete from hub.patient_alias where patient = ?", patient);
            settle(List.of(patient, heir.get()));
        }
    }

    /** Who a replaced patient lives on as; empty if it was not replaced. */
    public Optional<String> heir(String patient) {
        return jdbc.queryForList("select heir from hub.patient_alias where patient = ?", String.class, patient).stream()
                .findFirst();
    }

    /** For each of these patients those who live on in it; nothing for one who replaced nobody. */
    public Map<String, Set<String>> former(Collection<String> heirs) {
        var former = new HashMap<String, Set<String>>();
        for (var part : InList.parts(heirs)) {
            jdbc.query(
                    InList.sql("select heir, patient from hub.patient_alias where heir in (%s)", part),
                    row -> {
                        former.computeIfAbsent(row.getString(1), heir -> new HashSet<>())
                                .add(row.getString(2));
                    },
                    part.toArray());
        }
        return former;
    }

    /** Walks the chains anew that end at one of these. */
    private void settle(List<String> ends) {
        for (var end : ends) {
            var chain = new HashMap<String, String>();
            collect(end, chain);
            chain.keySet()
                    .forEach(patient -> jdbc.update(
                            "update hub.patient_alias set heir = ? where patient = ?", last(patient, chain), patient));
        }
    }

    private void collect(String end, Map<String, String> chain) {
        jdbc.query(
                "select patient, replaced_by from hub.patient_alias where heir = ? or patient = ?",
                row -> {
                    chain.put(row.getString(1), row.getString(2));
                },
                end,
                end);
    }

    private String last(String patient, Map<String, String> chain) {
        var seen = new HashSet<String>();
        var at = patient;
        while (seen.add(at)) {
            var next = chain.get(at);
            if (next == null) {
                return jdbc
                        .queryForList("select heir from hub.patient_alias where patient = ?", String.class, at)
                        .stream()
                        .findFirst()
                        .orElse(at);
            }
            at = next;
        }
        return at;
    }
}
