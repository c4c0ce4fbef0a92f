package dev.tributary.identity.matching;

import dev.tributary.identity.features.BirthDate;
import dev.tributary.identity.features.IdentifierStrength;
import dev.tributary.identity.features.PersonFeatures;
import dev.tributary.identity.features.PersonIdentifier;
import java.util.List;
import java.util.Objects;

/**
 * On which level two people agree, field by field: all that a model weighs. Knows no model.
 *
 * @param levels by the ordinal of {@link Field}
 * @param agreedGiven the given name on which both agree; empty if they do not
 * @param agreedFamily the family name on which both agree; empty if they do not
 * @param firstOfJanuary whether they agree on a birth date that clerks invent
 */
public record PairLevels(List<Level> levels, String agreedGiven, String agreedFamily, boolean firstOfJanuary) {

    /** Years between two birth dates that parent and child cannot have. */
    private static final int GENERATION = 12;

    private static final int FIELDS = Field.values().length;

    /** The order of the arguments does not matter. */
    public static PairLevels of(PersonFeatures one, PersonFeatures other) {
        var levels = new Level[FIELDS];
        java.util.Arrays.fill(levels, Level.MISSING);
        var name = NameComparison.of(one.names(), other.names());
        names(levels, name);
        var birth = birthDate(one.birthDate(), other.birthDate());
        var full = one.birthDate().isFull() && other.birthDate().isFull();
        set(levels, full ? Field.BIRTH_DATE : Field.PARTIAL_BIRTH_DATE, birth);
        set(levels, Field.SEX, sex(one.sex(), other.sex()));
        var address = AddressComparison.of(one.addresses(), other.addresses());
        set(levels, Field.ADDRESS, address.address());
        set(levels, Field.LOCALITY, address.locality());
        set(levels, Field.PHONE, values(one.phones(), other.phones()));
        set(levels, Field.EMAIL, values(one.emails(), other.emails()));
        set(levels, Field.NATIONAL_IDENTIFIER, identifiers(one, other, IdentifierStrength.NATIONAL));
        set(levels, Field.TRUSTED_IDENTIFIER, identifiers(one, other, IdentifierStrength.TRUSTED));
        set(levels, Field.RECORD_NUMBER, identifiers(one, other, IdentifierStrength.RECORD));
        set(levels, Field.INSURANCE_NUMBER, identifiers(one, other, IdentifierStrength.SHARED));
        set(levels, Field.MOTHERS_MAIDEN_NAME, text(one.mothersMaidenName(), other.mothersMaidenName()));
        set(levels, Field.BIRTH_ORDER, birthOrder(one.birthOrder(), other.birthOrder()));
        set(levels, Field.DECEASED, deceased(one.deceased(), other.deceased()));
        set(levels, Field.PRACTICE, practice(one.practice(), other.practice()));
        return new PairLevels(
                List.of(levels),
                name.agreedGiven(),
                name.agreedFamily(),
                full && birth == Level.SAME && one.birthDate().isFirstOfJanuary());
    }

    public Level level(Field field) {
        return levels.get(field.ordinal());
    }

    private static void set(Level[] levels, Field field, Level level) {
        levels[field.ordinal()] = level;
    }

    private static void names(Level[] levels, NameComparison name) {
        set(levels, Field.GIVEN_NAME, name.given());
        set(levels, Field.FAMILY_NAME, name.family());
        var both = name.given() != Level.MISSING && name.family() != Level.MISSING;
        set(levels, Field.NAME_ORDER, both ? name.swapped() ? Level.SWAPPED : Level.SAME : Level.MISSING);
        set(levels, Field.MIDDLE_NAME, name.middle());
        set(levels, Field.NAME_SUFFIX, name.suffix());
    }

    static Level birthDate(BirthDate one, BirthDate other) {
        if (!one.isKnown() || !other.isKnown()) {
            return Level.MISSING;
        }
        if (!one.isPlausible() || !other.isPlausible()) {
            return mistyped(one, other);
        }
        if (!one.isFull() || !other.isFull()) {
            var months = one.month() == 0 || other.month() == 0 || one.month() == other.month();
            return one.year() == other.year() && months ? Level.SAME : Level.DIFFERENT;
        }
        if (one.equals(other)) {
            return Level.SAME;
        }
        if (one.year() == other.year() && one.month() == other.day() && one.day() == other.month()) {
            return Level.SWAPPED;
        }
        if (Likeness.isOneEdit(Integer.toString(one.asNumber()), Integer.toString(other.asNumber()))) {
            return Level.TYPO;
        }
        var parts = (one.year() == other.year() ? 1 : 0)
                + (one.month() == other.month() ? 1 : 0)
                + (one.day() == other.day() ? 1 : 0);
        if (Math.abs(one.year() - other.year()) > GENERATION) {
            return Level.DIFFERENT;
        }
        return parts == 2 || digitsThatDiffer(one.asNumber(), other.asNumber()) <= 2 ? Level.PART : Level.NEAR;
    }

    /** A year in which nobody was born is a typing error: the date tells nothing unless it is the other one but for that. */
    private static Level mistyped(BirthDate one, BirthDate other) {
        if (one.equals(other)) {
            return Level.SAME;
        }
        return Likeness.isOneEdit(Integer.toString(one.asNumber()), Integer.toString(other.asNumber()))
                ? Level.TYPO
                : Level.MISSING;
    }

    private static int digitsThatDiffer(int one, int other) {
        var differ = 0;
        for (int i = one, j = other; i > 0 || j > 0; i /= 10, j /= 10) {
            differ += i % 10 == j % 10 ? 0 : 1;
        }
        return differ;
    }

    private static Level sex(char one, char other) {
        if (one == ' ' || other == ' ' || one == 'O' || other == 'O') {
            return Level.MISSING;
        }
        return one == other ? Level.SAME : Level.DIFFERENT;
    }

    /** One in common is enough. */
    private static Level values(List<String> ones, List<String> others) {
        if (ones.isEmpty() || others.isEmpty()) {
            return Level.MISSING;
        }
        if (ones.stream().anyMatch(others::contains)) {
            return Level.SAME;
        }
        return ones.stream().anyMatch(one -> others.stream().anyMatch(other -> isSuffixOrEdit(one, other)))
                ? Level.TYPO
                : Level.DIFFERENT;
    }

    private static boolean isSuffixOrEdit(String one, String other) {
        return Math.min(one.length(), other.length()) >= 6 && Likeness.isOneEdit(one, other);
    }

    /** Per system; a difference in one outweighs agreement in another. */
    private static Level identifiers(PersonFeatures one, PersonFeatures other, IdentifierStrength strength) {
        var worst = Level.MISSING;
        for (var identifier : one.identifiers()) {
            if (identifier.strength() == strength) {
                var best = best(identifier, one, other);
                worst = best.compareTo(worst) > 0 ? best : worst;
            }
        }
        return worst;
    }

    /** The best agreement within the identifier's system: a person may have an old and a new number there. */
    private static Level best(PersonIdentifier identifier, PersonFeatures one, PersonFeatures other) {
        var best = Level.MISSING;
        for (var ours : one.identifiers()) {
            for (var theirs : other.identifiers()) {
                if (ours.system().equals(identifier.system()) && theirs.system().equals(identifier.system())) {
                    var level = identifier(ours, theirs);
                    best = best == Level.MISSING || level != Level.MISSING && level.compareTo(best) < 0 ? level : best;
                }
            }
        }
        return best;
    }

    private static Level identifier(PersonIdentifier one, PersonIdentifier other) {
        if (one.value().equals(other.value())) {
            return Level.SAME;
        }
        if (one.former() || other.former()) {
            return Level.MISSING;
        }
        var longEnough = Math.min(one.value().length(), other.value().length()) >= 6;
        return longEnough && Likeness.isOneEdit(one.value(), other.value()) ? Level.TYPO : Level.DIFFERENT;
    }

    private static Level text(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Level.MISSING;
        }
        if (one.equals(other)) {
            return Level.SAME;
        }
        return Likeness.isTypo(one, other) ? Level.TYPO : Level.DIFFERENT;
    }

    private static Level birthOrder(int one, int other) {
        if (one == 0 || other == 0) {
            return Level.MISSING;
        }
        return one == other ? Level.SAME : Level.DIFFERENT;
    }

    private static Level deceased(BirthDate one, BirthDate other) {
        if (!one.isKnown() || !other.isKnown()) {
            return Level.MISSING;
        }
        var level = birthDate(one, other);
        if (level == Level.MISSING) {
            return level;
        }
        return level == Level.SAME || level == Level.TYPO || level == Level.SWAPPED ? Level.SAME : Level.DIFFERENT;
    }

    private static Level practice(String one, String other) {
        if (one.isEmpty() || other.isEmpty()) {
            return Level.MISSING;
        }
        return Objects.equals(one, other) ? Level.SAME : Level.DIFFERENT;
    }
}
