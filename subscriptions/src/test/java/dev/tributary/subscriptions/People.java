package dev.tributary.subscriptions;

import dev.tributary.subscriptions.rosters.PatientDirectory;
import dev.tributary.subscriptions.rosters.RosterKey;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A record of people in memory. */
final class People implements PatientDirectory {

    private final Map<String, Set<RosterKey>> keys = new ConcurrentHashMap<>();
    volatile int asked;

    void are(String patient, RosterKey... its) {
        keys.put(patient, Set.copyOf(Arrays.asList(its)));
    }

    void isGone(String patient) {
        keys.remove(patient);
    }

    @Override
    public Map<RosterKey, Set<String>> find(Collection<RosterKey> wanted) {
        Map<RosterKey, Set<String>> found = new HashMap<>();
        keys.forEach((patient, its) -> its.stream()
                .filter(wanted::contains)
                .forEach(key ->
                        found.computeIfAbsent(key, any -> new HashSet<>()).add(patient)));
        return found;
    }

    @Override
    public Map<String, Set<RosterKey>> keysOf(Collection<String> patients) {
        asked++;
        Map<String, Set<RosterKey>> found = new HashMap<>(keys);
        found.keySet().retainAll(patients);
        return found;
    }
}
