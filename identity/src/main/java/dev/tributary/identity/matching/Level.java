package dev.tributary.identity.matching;

import java.util.Locale;

/** How far two values of a field agree. What a level means is told by the {@link Field} that has it. */
public enum Level {
    /** Nothing to compare: one side says nothing. */
    MISSING,
    SAME,
    /** Two forms of one name: Bill and William. */
    NICKNAME,
    /** As if mistyped. */
    TYPO,
    SOUNDS_ALIKE,
    /** Some words of the name; of a birth date two of year, month and day, or all but two digits, in years that are near. */
    PART,
    INITIAL,
    /** Day for month, given name for family name. */
    SWAPPED,
    /** The same street or house, said differently. */
    STREET,
    /** The same house and street in another place. */
    ELSEWHERE,
    /** The same town or postcode. */
    LOCALITY,
    /** Nearly the same town or postcode; years of birth too close for parent and child. */
    NEAR,
    DIFFERENT;

    /** As the model's file spells it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
