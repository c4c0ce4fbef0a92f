package dev.tributary.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;

/**
 * The unified Patient's fields: one record gives each, as the rules say; identifiers are united, those of retired records as {@code
 * use=old}.
 */
public final class Survivorship {

    private static final Comparator<SourceRecord> BEST_FIRST = Comparator.comparing(SourceRecord::isActive)
            .thenComparingInt(SourceRecord::trust)
            .thenComparing(SourceRecord::asOf)
            .reversed()
            // The same records give the same person, in whatever order they are read.
            .thenComparing(record -> record.patient().getIdElement().getIdPart());

    private Survivorship() {}

    /** By trust and recency; see {@link #unify(List, SurvivorshipRules)}. */
    public static Patient unify(List<SourceRecord> records) {
        return unify(records, SurvivorshipRules.NONE);
    }

    /** A new Patient without id, meta and links; the arguments stay as they are. */
    public static Patient unify(List<SourceRecord> records, SurvivorshipRules rules) {
        var best = records.stream().sorted(BEST_FIRST).toList();
        var unified = new Patient();
        unified.setActive(best.stream().anyMatch(SourceRecord::isActive));
        unified.setIdentifier(identifiers(best));
        unified.setTelecom(telecoms(best));
        for (var field : PersonField.values()) {
            speaking(records, field, rules).stream()
                    .findFirst()
                    .ifPresent(record -> field.copy(record.patient(), unified));
        }
        return unified.copy();
    }

    /**
     * Where a field of the unified Patient comes from.
     *
     * @param from the record whose value it has
     * @param others records that say something else, best first
     */
    public record Origin(PersonField field, SourceRecord from, List<SourceRecord> others) {}

    /** One entry for each field that somebody speaks about. */
    public static List<Origin> origins(List<SourceRecord> records, SurvivorshipRules rules) {
        var origins = new ArrayList<Origin>();
        for (var field : PersonField.values()) {
            var speaking = speaking(records, field, rules);
            if (!speaking.isEmpty()) {
                var from = speaking.get(0);
                var others = speaking.stream()
                        .filter(record -> !field.isSame(from.patient(), record.patient()))
                        .toList();
                origins.add(new Origin(field, from, others));
            }
        }
        return origins;
    }

    private static List<SourceRecord> speaking(List<SourceRecord> records, PersonField field, SurvivorshipRules rules) {
        return records.stream()
                .filter(SourceRecord::isActive)
                .filter(record -> !field.values(record.patient()).isEmpty())
                .sorted(rules.order(field))
                .toList();
    }

    private static List<Identifier> identifiers(List<SourceRecord> best) {
        var united = new ArrayList<Identifier>();
        for (var record : best) {
            for (var identifier : record.patient().getIdentifier()) {
                if (united.stream().noneMatch(present -> same(present, identifier))) {
                    var copy = identifier.copy();
                    if (!record.isActive()) {
                        copy.setUse(IdentifierUse.OLD);
                    }
                    united.add(copy);
                }
            }
        }
        return united;
    }

    private static boolean same(Identifier one, Identifier other) {
        return Objects.equals(one.getSystem(), other.getSystem()) && Objects.equals(one.getValue(), other.getValue());
    }

    /** Every number somebody can be reached at, each once. */
    private static List<ContactPoint> telecoms(List<SourceRecord> best) {
        var united = new ArrayList<ContactPoint>();
        for (var record : best) {
            if (record.isActive()) {
                for (var telecom : record.patient().getTelecom()) {
                    if (united.stream().noneMatch(present -> Objects.equals(present.getValue(), telecom.getValue()))) {
                        united.add(telecom.copy());
                    }
                }
            }
        }
        return united;
    }
}
