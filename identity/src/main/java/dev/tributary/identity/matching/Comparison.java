package dev.tributary.identity.matching;

import java.util.List;
import java.util.stream.Stream;

/**
 * What two records have in common and what it is worth: the explanation that a decision stores. Holds no personal data.
 *
 * @param probability that both are of one person, 0 to 1
 * @param weight evidence for one person against the strongest other explanation, in bits, priors included
 * @param rival the strongest other explanation
 * @param fields those that both sides speak about
 * @param obstacles why there is no automatic link whatever the probability; empty if nothing stands against it
 * @param named whether an equal trusted number says that they are one, and nothing that is known of both speaks against it
 */
public record Comparison(
        double probability,
        double weight,
        Relation rival,
        List<FieldWeight> fields,
        List<Obstacle> obstacles,
        boolean named) {

    public Comparison {
        fields = List.copyOf(fields);
        obstacles = List.copyOf(obstacles);
    }

    /**
     * One field's part in it.
     *
     * @param againstStrangers evidence in bits that they are one person rather than strangers
     * @param againstRelatives evidence in bits that they are one person rather than the likeliest kind of relatives
     */
    public record FieldWeight(Field field, Level level, double againstStrangers, double againstRelatives) {}

    /** What forbids an automatic link. */
    public enum Obstacle {
        GIVEN_NAME_MISSING,
        FAMILY_NAME_MISSING,
        BIRTH_DATE_MISSING,
        /** The given names cannot be the same one written differently, and no trusted identifier says that they are one person's. */
        GIVEN_NAME_NOT_COMPARABLE,
        /** National or trusted identifiers of one system differ by more than a typing error. */
        IDENTIFIERS_DIFFER,
        /** The birth dates differ by more than a typing error, and no identifier is shared: father and son, perhaps, or cousins. */
        BIRTH_DATES_DIFFER,
        /** Jr and Sr. */
        NAME_SUFFIXES_DIFFER,
        /** First and second twin. */
        BIRTH_ORDERS_DIFFER,
        /** Another record of the person says the opposite. */
        CONTRADICTED_BY_ANOTHER_RECORD,
        /** Another person fits as well and is somebody else. */
        AMBIGUOUS
    }

    /** Whether the given names agree in an initial only: that fits twins as well, and is no bridge between two names. */
    boolean isByInitial() {
        return given() == Level.INITIAL;
    }

    boolean hasSameGivenName() {
        return given() == Level.SAME;
    }

    /** Whether what one says in the place of the given name, the other says in the place of the family name. */
    boolean isSwapped() {
        return level(Field.NAME_ORDER) == Level.SWAPPED;
    }

    boolean hasOtherFamilyName() {
        return level(Field.FAMILY_NAME) == Level.DIFFERENT;
    }

    /** Whether both have given names that are not the same, and no number says that they are one person's. */
    boolean hasOtherGivenName() {
        return given() == Level.DIFFERENT && obstacles.contains(Obstacle.GIVEN_NAME_NOT_COMPARABLE);
    }

    /** Whether a number is the same but for a typing error: relatives have their own. */
    boolean hasLikeNumber() {
        return Stream.of(Field.NATIONAL_IDENTIFIER, Field.TRUSTED_IDENTIFIER, Field.RECORD_NUMBER)
                .map(this::level)
                .anyMatch(level -> level == Level.SAME || level == Level.TYPO);
    }

    private Level given() {
        return level(Field.GIVEN_NAME);
    }

    private Level level(Field field) {
        return fields.stream()
                .filter(weight -> weight.field() == field)
                .map(FieldWeight::level)
                .findFirst()
                .orElse(Level.MISSING);
    }

    public boolean mayLink() {
        return obstacles.isEmpty();
    }

    Comparison with(Obstacle obstacle) {
        var more = new java.util.ArrayList<>(obstacles);
        if (!more.contains(obstacle)) {
            more.add(obstacle);
        }
        return new Comparison(probability, weight, rival, fields, more, false);
    }
}
