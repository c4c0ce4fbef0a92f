package dev.tributary.server.identity;

import dev.tributary.identity.features.BlockingKey;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.matching.Candidate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * {@code hub.person_feature} and {@code hub.blocking_key}, in the caller's transaction. A look-up costs two statements, a third if a block
 * is over-full, and reads a bounded number of rows however many people there are.
 */
final class FeatureIndex {

    private static final String BLOCK = "(select key_hash, source_patient from hub.blocking_key where key_hash = ?"
            + " and source_patient <> ? fetch first ? rows only)";
    private static final String SPLIT_BLOCK =
            "(select key_hash, source_patient from hub.blocking_key where key_hash = ?"
                    + " and refinement = ? and source_patient <> ? fetch first ? rows only)";

    /** One array rather than hundreds of parameters: the database need not plan it anew for every number of them. */
    private static final String PERSONS = "select l.unified, l.source_patient, l.linked_at, f.features"
            + " from (select distinct c.unified from hub.patient_link c where c.source_patient = any(?)) p"
            + " join hub.patient_link l on l.unified = p.unified"
            + " join hub.person_feature f on f.source_patient = l.source_patient where l.source_patient <> ?"
            + " order by l.unified, l.linked_at, l.source_patient";

    private final NamedParameterJdbcTemplate jdbc;
    private final int blockSize;
    private final int mostRecords;

    FeatureIndex(NamedParameterJdbcTemplate jdbc, int blockSize, int mostRecords) {
        this.jdbc = jdbc;
        this.blockSize = blockSize;
        this.mostRecords = mostRecords;
    }

    /** What is indexed of a record; null if nothing is. */
    byte @Nullable [] stored(String record) {
        return jdbc
                .query(
                        "select features from hub.person_feature where source_patient = :record",
                        Map.of("record", record),
                        (row, n) -> row.getBytes(1))
                .stream()
                .findFirst()
                .orElse(null);
    }

    /** @param replaces whether the record is indexed already */
    void put(String record, byte[] features, Set<BlockingKey> keys, boolean replaces) {
        var values = new HashMap<String, Object>(Map.of("record", record, "features", features));
        if (replaces) {
            jdbc.update("update hub.person_feature set features = :features where source_patient = :record", values);
            jdbc.update("delete from hub.blocking_key where source_patient = :record", values);
        } else {
            jdbc.update(
                    "insert into hub.person_feature (source_patient, features) values (:record, :features)", values);
        }
        jdbc.getJdbcOperations()
                .batchUpdate(
                        "insert into hub.blocking_key (key_hash, refinement, source_patient) values (?, ?, ?)",
                        keys.stream()
                                .map(key -> new Object[] {key.hash(), key.refinement(), record})
                                .toList());
    }

    /**
     * Who shares keys with a record.
     *
     * @param overFull blocks that were split
     * @param cut blocks of which even the part was too large, and arrivals with too many candidates: some were not looked at
     */
    record Found(Map<String, Integer> sharedKeys, int overFull, int cut) {}

    /** Records that share a key with this one, with the number of keys, most first. */
    Found sharing(String record, Set<BlockingKey> keys) {
        if (keys.isEmpty()) {
            return new Found(Map.of(), 0, 0);
        }
        var blocks = new HashMap<Long, Set<String>>();
        read(keys, record, false, blocks);
        var overFull = keys.stream()
                .filter(key -> size(blocks, key) > blockSize)
                .distinct()
                .toList();
        var cut = 0;
        if (!overFull.isEmpty()) {
            overFull.forEach(key -> blocks.remove(key.hash()));
            read(overFull, record, true, blocks);
            for (var key : overFull) {
                cut += size(blocks, key) > blockSize ? 1 : 0;
            }
        }
        var shared = new HashMap<String, Integer>();
        blocks.values().forEach(records -> records.forEach(each -> shared.merge(each, 1, Integer::sum)));
        var most = new LinkedHashMap<String, Integer>();
        shared.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(mostRecords)
                .forEach(entry -> most.put(entry.getKey(), entry.getValue()));
        return new Found(most, overFull.size(), cut + (shared.size() > mostRecords ? 1 : 0));
    }

    private static int size(Map<Long, Set<String>> blocks, BlockingKey key) {
        return blocks.getOrDefault(key.hash(), Set.of()).size();
    }

    private void read(Collection<BlockingKey> keys, String record, boolean split, Map<Long, Set<String>> blocks) {
        var sql = new ArrayList<String>();
        var values = new ArrayList<Object>();
        for (var key : keys) {
            sql.add(split ? SPLIT_BLOCK : BLOCK);
            values.addAll(
                    split
                            ? List.of(key.hash(), key.refinement(), record, blockSize + 1)
                            : List.of(key.hash(), record, blockSize + 1));
        }
        jdbc.getJdbcOperations()
                .query(
                        String.join(" union all ", sql),
                        row -> {
                            blocks.computeIfAbsent(row.getLong(1), any -> new LinkedHashSet<>())
                                    .add(row.getString(2));
                        },
                        values.toArray());
    }

    /** A person with the ids of its records, in the order of the candidate's features. */
    record PersonRecords(Candidate candidate, List<String> records) {}

    /** The persons of these records with the features of all their records but one. */
    List<PersonRecords> persons(Collection<String> records, String except) {
        if (records.isEmpty()) {
            return List.of();
        }
        var byPerson = new LinkedHashMap<String, List<Row>>();
        jdbc.getJdbcOperations()
                .query(
                        PERSONS,
                        values -> {
                            values.setArray(
                                    1, values.getConnection().createArrayOf("varchar", records.toArray(String[]::new)));
                            values.setString(2, except);
                        },
                        row -> {
                            byPerson.computeIfAbsent(row.getString(1), any -> new ArrayList<>())
                                    .add(new Row(
                                            row.getString(2),
                                            row.getTimestamp(3).getTime(),
                                            row.getBytes(4)));
                        });
        var persons = new ArrayList<PersonRecords>();
        byPerson.forEach((person, rows) -> persons.add(person(person, rows)));
        return persons;
    }

    private static PersonRecords person(String person, List<Row> rows) {
        var order = rows.stream().mapToLong(Row::linkedAt).min().orElse(Long.MAX_VALUE);
        return new PersonRecords(
                new Candidate(
                        person,
                        order,
                        rows.stream()
                                .map(row -> PersonFeatures.of(row.features()))
                                .toList()),
                rows.stream().map(Row::record).toList());
    }

    private record Row(String record, long linkedAt, byte[] features) {}

    static boolean same(byte @Nullable [] stored, byte[] now) {
        return Arrays.equals(stored, now);
    }
}
