package dev.tributary.identity.features;

/**
 * Two people are compared if they share a key.
 *
 * @param hash of the key's text, 64 bits: nothing readable stands in the index
 * @param refinement of the same block when it is over-full: then only who shares this, too, is compared
 */
public record BlockingKey(Kind kind, long hash, long refinement) {

    /** What a key is made of; the number is what an index stores and never changes. */
    public enum Kind {
        IDENTIFIER(1),
        PHONE(2),
        EMAIL(3),
        BIRTH_DATE(4),
        NAMES(5),
        FAMILY_AND_PLACE(6),
        DWELLING(7),
        NAME_STARTS(8),
        NAME_AND_TOWN(9),
        NAME_AND_YEAR(10),
        NAME_AND_REGION(11);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }
}
