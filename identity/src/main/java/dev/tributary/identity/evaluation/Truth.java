package dev.tributary.identity.evaluation;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which records are of one person: a number per record, equal for the records of one person. */
public final class Truth {

    /** FEBRL: {@code rec-12-org}, {@code rec-12-dup-0}. */
    private static final Pattern FEBRL = Pattern.compile("(rec-\\d+)-(?:org|dup(?:-?\\d+)?)");

    private final Map<String, String> parents = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    private Truth() {}

    /** From the records themselves: a column of persons, else FEBRL's record ids; empty if they do not tell. */
    public static java.util.Optional<Truth> of(List<PersonRow> rows) {
        var truth = new Truth();
        var told = 0;
        for (var row : rows) {
            var febrl = FEBRL.matcher(row.id());
            var person = row.value(Column.PERSON);
            if (!person.isEmpty()) {
                truth.join(row.id(), "person " + person);
                told++;
            } else if (febrl.matches()) {
                truth.join(row.id(), "person " + febrl.group(1));
                told++;
            }
        }
        return told > 0 ? java.util.Optional.of(truth) : java.util.Optional.empty();
    }

    /**
     * A truth file: two columns of record ids, a pair a line (pairs of pairs are one person, too); or an id and a person.
     *
     * @throws IllegalArgumentException that says what is wrong
     */
    public static Truth read(Reader reader) throws IOException {
        var file = TruthFile.read(reader);
        var truth = new Truth();
        for (var line : file.lines()) {
            truth.join(line.get(0), file.pairs() ? line.get(1) : "person " + line.get(1));
            truth.named.add(line.get(0));
            if (file.pairs()) {
                truth.named.add(line.get(1));
            }
        }
        return truth;
    }

    /** The record ids that a truth file names; empty if the records themselves tell. */
    public Set<String> named() {
        return Set.copyOf(named);
    }

    private void join(String one, String other) {
        parents.put(root(one), root(other));
    }

    private String root(String id) {
        var root = id;
        for (var parent = parents.get(root); parent != null && !parent.equals(root); parent = parents.get(root)) {
            root = parent;
        }
        for (var each = id; !each.equals(root); ) {
            var parent = parents.put(each, root);
            each = parent == null ? root : parent;
        }
        return root;
    }

    /** Whom each record is of, by its place in the list. */
    int[] persons(List<PersonRow> rows) {
        var numbers = new HashMap<String, Integer>();
        var persons = new ArrayList<Integer>(rows.size());
        for (var row : rows) {
            var root = root(row.id());
            var known = numbers.get(root);
            var number = known == null ? numbers.size() : known;
            numbers.put(root, number);
            persons.add(number);
        }
        return persons.stream().mapToInt(Integer::intValue).toArray();
    }
}
