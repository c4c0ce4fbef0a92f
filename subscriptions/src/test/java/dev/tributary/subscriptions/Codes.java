package dev.tributary.subscriptions;

import dev.tributary.subscriptions.filters.UnansweredFilterException;
import dev.tributary.subscriptions.filters.ValueSets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One ValueSet. */
final class Codes implements ValueSets {

    static final String HEART_FAILURE = "http://example.org/ValueSet/heart-failure";
    private final Map<String, Set<String>> sets = Map.of(
            HEART_FAILURE, Set.of("http://hl7.org/fhir/sid/icd-10|I50.9", "http://hl7.org/fhir/sid/icd-10|I11.0"));

    /** Whether the terminology does not answer. */
    volatile boolean away;

    @Override
    public Optional<String> refusal(String url) {
        return !away && sets.containsKey(url) ? Optional.empty() : ValueSets.NONE.refusal(url);
    }

    @Override
    public boolean contains(String url, String system, String code) {
        if (away) {
            throw new UnansweredFilterException("The ValueSet " + url + " cannot be expanded.");
        }
        return sets.getOrDefault(url, Set.of()).contains(system + "|" + code);
    }
}
