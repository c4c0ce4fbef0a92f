package dev.tributary.subscriptions.rosters;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Port: asks the record who people are. */
public interface PatientDirectory {

    /** Knows nobody. */
    PatientDirectory EMPTY = new PatientDirectory() {
        @Override
        public Map<RosterKey, Set<String>> find(Collection<RosterKey> keys) {
            return Map.of();
        }

        @Override
        public Map<String, Set<RosterKey>> keysOf(Collection<String> patients) {
            return Map.of();
        }
    };

    /** For each key the persons who answer to it, {@code Patient/<id>}; keys that nobody answers to are missing. */
    Map<RosterKey, Set<String>> find(Collection<RosterKey> keys);

    /** For each of these persons all keys that it answers to: each identifier with and without its system, each name with the birth date. */
    Map<String, Set<RosterKey>> keysOf(Collection<String> patients);
}
