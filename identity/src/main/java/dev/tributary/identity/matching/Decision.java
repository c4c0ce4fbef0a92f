package dev.tributary.identity.matching;

import java.util.List;

/** What becomes of an arriving record. */
public sealed interface Decision {

    /** The model's version, for the record of decisions. */
    String modelVersion();

    /** Persons that a steward should compare with the record's person, likeliest first; empty if there are none. */
    List<PersonComparison> reviews();

    /**
     * It belongs to a person who is known.
     *
     * @param manual whether a person said so, not the model
     * @param reviews other persons who may be the same: possible duplicates of this one
     */
    record Link(String modelVersion, PersonComparison link, boolean manual, List<PersonComparison> reviews)
            implements Decision {

        public Link {
            reviews = List.copyOf(reviews);
        }

        public String person() {
            return link.person();
        }

        public Comparison comparison() {
            return link.comparison();
        }
    }

    /** It is somebody new, without doubt. */
    record NewPerson(String modelVersion) implements Decision {

        @Override
        public List<PersonComparison> reviews() {
            return List.of();
        }
    }

    /**
     * It is taken for somebody new until a person has looked.
     *
     * @param reviews never empty
     */
    record NewPersonWithReview(String modelVersion, List<PersonComparison> reviews) implements Decision {

        public NewPersonWithReview {
            reviews = List.copyOf(reviews);
        }
    }
}
