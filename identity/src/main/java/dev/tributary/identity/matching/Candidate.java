package dev.tributary.identity.matching;

import dev.tributary.identity.features.PersonFeatures;
import java.util.List;

/**
 * A person that shares a blocking key with the arriving record.
 *
 * @param person its id
 * @param order when it came to be: of two that fit alike the older is chosen
 * @param records the features of all its source records, without the arriving one
 */
public record Candidate(String person, long order, List<PersonFeatures> records) {

    public Candidate {
        records = List.copyOf(records);
    }
}
