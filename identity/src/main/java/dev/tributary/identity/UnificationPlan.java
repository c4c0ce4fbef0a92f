package dev.tributary.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to do with a source record whose strong identifiers are known: which person it belongs to, and which persons turn out to be
 * one through it.
 *
 * @param person the person to link to; null for a new one
 * @param absorbed persons that this record shows to be the same, to be united with {@code person}
 * @param contradicted persons that share a strong identifier but have another national number: never linked automatically
 */
public record UnificationPlan(@Nullable String person, List<String> absorbed, List<String> contradicted) {

    /**
     * A person that shares a strong identifier with the record, or holds it already.
     *
     * @param id logical id of the unified Patient
     * @param keys strong identifiers of all its source records but this one
     * @param order when it came to be; the oldest person stays
     * @param current whether the record is linked to it now
     * @param barred whether people decided that the record is not this person
     * @param apart other candidates of whom people decided that they are somebody else
     */
    public record Candidate(
            String id, Set<IdentityKeyHash> keys, long order, boolean current, boolean barred, Set<String> apart) {

        /** One that nobody has decided about. */
        public Candidate(String id, Set<IdentityKeyHash> keys, long order, boolean current) {
            this(id, keys, order, current, false, Set.of());
        }
    }

    /** The hash of an {@link IdentityKey} with its system: all that the index keeps. */
    public record IdentityKeyHash(String system, String hash) {}

    /** Same arguments, same plan, in whatever order the candidates are given. */
    public static UnificationPlan of(Set<IdentityKeyHash> keys, List<Candidate> candidates, Set<String> national) {
        var fitting = new ArrayList<Candidate>();
        var contradicted = new ArrayList<String>();
        var all = new HashSet<>(keys);
        var oldestFirst = Comparator.comparing(Candidate::current)
                .reversed()
                .thenComparingLong(Candidate::order)
                .thenComparing(Candidate::id);
        for (var candidate : candidates.stream().sorted(oldestFirst).toList()) {
            if (!candidate.current() && (isApart(candidate, fitting) || contradict(all, candidate.keys(), national))) {
                contradicted.add(candidate.id());
            } else {
                fitting.add(candidate);
                all.addAll(candidate.keys());
            }
        }
        var stays = fitting.stream()
                .min(Comparator.comparingLong(Candidate::order).thenComparing(Candidate::id))
                .map(Candidate::id)
                .orElse(null);
        var absorbed = fitting.stream()
                .map(Candidate::id)
                .filter(id -> !id.equals(stays))
                .toList();
        return new UnificationPlan(stays, absorbed, List.copyOf(contradicted));
    }

    private static boolean isApart(Candidate candidate, List<Candidate> fitting) {
        return candidate.barred()
                || fitting.stream().anyMatch(other -> candidate.apart().contains(other.id()));
    }

    /** Whether two have a number of one national system and not the same. */
    public static boolean contradict(Set<IdentityKeyHash> one, Set<IdentityKeyHash> other, Set<String> national) {
        return one.stream()
                .anyMatch(key -> national.contains(key.system())
                        && !other.contains(key)
                        && other.stream().anyMatch(theirs -> theirs.system().equals(key.system())));
    }
}
