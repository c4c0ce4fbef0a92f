package dev.tributary.identity.matching;

import dev.tributary.identity.features.PostalAddress;
import java.util.List;

/**
 * The best that two people's addresses, old ones too, have in common.
 *
 * @param address missing if one side has no street: then the locality speaks
 * @param locality missing if the address speaks
 */
record AddressComparison(Level address, Level locality) {

    private static final AddressComparison NOTHING = new AddressComparison(Level.MISSING, Level.MISSING);

    private static final double SAME_STREET = 0.8;
    private static final double LIKE_STREET = 0.5;
    private static final double CONTAINED_STREET = 0.8;
    private static final int CONTAINED_LENGTH = 5;

    /** How two parts of an address compare. */
    private enum Part {
        SAME,
        LIKE,
        UNLIKE
    }

    static AddressComparison of(List<PostalAddress> ones, List<PostalAddress> others) {
        var address = Level.MISSING;
        var locality = Level.MISSING;
        for (var one : ones) {
            for (var other : others) {
                var comparison = of(one, other);
                address = better(address, comparison.address());
                locality = better(locality, comparison.locality());
            }
        }
        return address == Level.MISSING
                ? new AddressComparison(address, locality)
                : new AddressComparison(address, Level.MISSING);
    }

    private static Level better(Level one, Level other) {
        if (one == Level.MISSING || other == Level.MISSING) {
            return one == Level.MISSING ? other : one;
        }
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static AddressComparison of(PostalAddress one, PostalAddress other) {
        if (!one.hasStreet() || !other.hasStreet()) {
            return one.hasLocality() && other.hasLocality()
                    ? new AddressComparison(Level.MISSING, locality(place(one, other)))
                    : NOTHING;
        }
        return new AddressComparison(address(one, other), Level.MISSING);
    }

    private static Level locality(Part place) {
        return switch (place) {
            case SAME -> Level.SAME;
            case LIKE -> Level.NEAR;
            default -> Level.DIFFERENT;
        };
    }

    private static Level address(PostalAddress one, PostalAddress other) {
        var street = street(one.street(), other.street());
        var place = one.hasLocality() && other.hasLocality() ? place(one, other) : Part.LIKE;
        var numbers = !one.number().isEmpty() && !other.number().isEmpty();
        var sameNumber = numbers && one.number().equals(other.number());
        if (street == Part.UNLIKE) {
            return elsewhere(place, sameNumber);
        }
        if (place == Part.UNLIKE) {
            return numbers && !sameNumber ? Level.DIFFERENT : Level.ELSEWHERE;
        }
        if (numbers && !sameNumber) {
            return Level.STREET;
        }
        return street == Part.SAME && sameNumber ? Level.SAME : Level.TYPO;
    }

    private static Level elsewhere(Part place, boolean sameNumber) {
        return switch (place) {
            case SAME -> sameNumber ? Level.STREET : Level.LOCALITY;
            case LIKE -> Level.NEAR;
            default -> Level.DIFFERENT;
        };
    }

    private static Part street(String one, String other) {
        var dice = Likeness.dice(one, other);
        if (dice >= SAME_STREET) {
            return Part.SAME;
        }
        var contained = Math.min(one.length(), other.length()) >= CONTAINED_LENGTH
                && Likeness.contained(one, other) >= CONTAINED_STREET;
        return dice >= LIKE_STREET || contained ? Part.LIKE : Part.UNLIKE;
    }

    private static Part place(PostalAddress one, PostalAddress other) {
        var sameCode = !one.postcode().isEmpty() && one.postcode().equals(other.postcode());
        if (sameCode) {
            return Part.SAME;
        }
        var cities = !one.city().isEmpty() && !other.city().isEmpty();
        var sameCity = cities && one.city().equals(other.city());
        var codes = !one.postcode().isEmpty() && !other.postcode().isEmpty();
        if (sameCity) {
            return codes && !Likeness.isOneEdit(one.postcode(), other.postcode()) ? Part.LIKE : Part.SAME;
        }
        var likeCity = cities && Likeness.isTypo(one.city(), other.city());
        var likeCode = codes && one.postcode().length() >= 4 && Likeness.isOneEdit(one.postcode(), other.postcode());
        return likeCity || likeCode && !cities ? Part.LIKE : Part.UNLIKE;
    }
}
