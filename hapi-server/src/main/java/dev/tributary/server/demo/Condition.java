package dev.tributary.server.demo;

import static dev.tributary.server.demo.Table.get;

import java.util.Map;
import java.util.TreeMap;

/** What somebody is treated for, in the code systems that the sources speak. */
record Condition(Coded icd10, Coded snomed, Coded medication, Coded allergy, String reaction, String panel) {

    /** A code and its display; the code is empty if there is none. */
    record Coded(String code, String display) {
        boolean present() {
            return !code.isEmpty();
        }
    }

    static Map<String, Condition> all() {
        var conditions = new TreeMap<String, Condition>();
        for (var row : Table.read("conditions")) {
            var name = get(row, "name");
            conditions.put(
                    get(row, "condition"),
                    new Condition(
                            new Coded(get(row, "icd10"), name),
                            new Coded(get(row, "snomed"), name),
                            new Coded(get(row, "rxnorm"), get(row, "medication")),
                            new Coded(get(row, "allergySnomed"), get(row, "allergy")),
                            get(row, "reaction"),
                            get(row, "panel")));
        }
        return conditions;
    }
}
