package dev.tributary.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.identity.UnificationPlan.Candidate;
import dev.tributary.identity.UnificationPlan.IdentityKeyHash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnificationPlanTest {

    private static final String SSN = "ssn";
    private static final Set<String> NATIONAL = Set.of(SSN);

    private static IdentityKeyHash key(String system, String value) {
        return new IdentityKeyHash(system, value);
    }

    private static Candidate person(String id, long order, IdentityKeyHash... keys) {
        return new Candidate(id, Set.of(keys), order, false);
    }

    private static Candidate current(String id, long order, IdentityKeyHash... keys) {
        return new Candidate(id, Set.of(keys), order, true);
    }

    private static UnificationPlan plan(Set<IdentityKeyHash> keys, Candidate... candidates) {
        return UnificationPlan.of(keys, List.of(candidates), NATIONAL);
    }

    @Test
    void nobodyShares_meansANewPerson() {
        assertThat(plan(Set.of(key("mrn", "1")))).isEqualTo(new UnificationPlan(null, List.of(), List.of()));
    }

    @Test
    void aSharedNumber_linksToItsPerson() {
        assertThat(plan(Set.of(key("mrn", "1")), person("p", 1, key("mrn", "1")))
                        .person())
                .isEqualTo("p");
    }

    @Test
    void aRecordThatKnowsTwoPersons_makesThemOneAndTheOldestStays() {
        var plan = plan(
                Set.of(key("mrn", "1"), key(SSN, "a")),
                person("younger", 2, key(SSN, "a")),
                person("older", 1, key("mrn", "1")));
        assertThat(plan).isEqualTo(new UnificationPlan("older", List.of("younger"), List.of()));
    }

    @Test
    void anotherNationalNumber_isNeverLinked() {
        var plan = plan(Set.of(key("mrn", "1"), key(SSN, "a")), person("p", 1, key("mrn", "1"), key(SSN, "b")));
        assertThat(plan).isEqualTo(new UnificationPlan(null, List.of(), List.of("p")));
    }

    /** A record without a national number must not be the bridge between two that have different ones. */
    @Test
    void twoPersonsWithDifferentNationalNumbers_areNotBridged() {
        var plan = plan(
                Set.of(key("mrn", "1"), key("mrn", "2")),
                person("older", 1, key("mrn", "1"), key(SSN, "a")),
                person("younger", 2, key("mrn", "2"), key(SSN, "b")));
        assertThat(plan).isEqualTo(new UnificationPlan("older", List.of(), List.of("younger")));
    }

    @Test
    void whereARecordIs_itStays() {
        var plan = plan(Set.of(key(SSN, "a")), current("p", 1, key(SSN, "b")));
        assertThat(plan.person()).isEqualTo("p");
    }

    @Test
    void whoSharesTheNationalNumberAndHasMore_isNoContradiction() {
        var plan = plan(Set.of(key(SSN, "a")), person("p", 1, key(SSN, "a"), key("mrn", "1")));
        assertThat(plan.person()).isEqualTo("p");
        assertThat(plan.contradicted()).isEmpty();
    }

    /** Whatever the candidates: their order changes nothing, each has exactly one fate, and no two national numbers become one. */
    @Test
    void anyCandidates_giveOnePlanWhateverTheirOrder() {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++) {
            var keys = keys(random);
            var candidates = new ArrayList<Candidate>();
            for (var i = random.nextInt(6); i > 0; i--) {
                candidates.add(new Candidate("p" + i, keys(random), random.nextInt(3), false));
            }
            var plan = UnificationPlan.of(keys, candidates, NATIONAL);
            Collections.shuffle(candidates, random);
            assertThat(UnificationPlan.of(keys, candidates, NATIONAL)).isEqualTo(plan);
            eachHasOneFate(plan, candidates);
            noContradictionInside(plan, keys, candidates);
        }
    }

    private static Set<IdentityKeyHash> keys(Random random) {
        var keys = new HashSet<IdentityKeyHash>();
        for (var i = random.nextInt(3); i > 0; i--) {
            keys.add(key("mrn", "" + random.nextInt(3)));
        }
        if (random.nextBoolean()) {
            keys.add(key(SSN, "" + random.nextInt(2)));
        }
        return keys;
    }

    private static void eachHasOneFate(UnificationPlan plan, List<Candidate> candidates) {
        var fates = new ArrayList<>(plan.absorbed());
        fates.addAll(plan.contradicted());
        if (plan.person() != null) {
            fates.add(plan.person());
        }
        assertThat(fates)
                .containsExactlyInAnyOrderElementsOf(
                        candidates.stream().map(Candidate::id).toList());
    }

    private static void noContradictionInside(
            UnificationPlan plan, Set<IdentityKeyHash> keys, List<Candidate> candidates) {
        var national = new HashSet<IdentityKeyHash>();
        keys.stream().filter(key -> key.system().equals(SSN)).forEach(national::add);
        candidates.stream()
                .filter(candidate ->
                        candidate.id().equals(plan.person()) || plan.absorbed().contains(candidate.id()))
                .flatMap(candidate -> candidate.keys().stream())
                .filter(key -> key.system().equals(SSN))
                .forEach(national::add);
        assertThat(national).hasSizeLessThanOrEqualTo(1);
    }
}
