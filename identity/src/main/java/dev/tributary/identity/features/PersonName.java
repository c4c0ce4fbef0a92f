package dev.tributary.identity.features;

import java.util.List;

/**
 * A name in comparable form: lower-case ASCII, without titles, particles and placeholders.
 *
 * @param given the given names in order; may be empty
 * @param family the words of the family name; may be empty
 * @param suffix {@code jr}, {@code sr}, {@code ii} …; empty if there is none
 * @param former whether it is said to be an earlier name
 */
public record PersonName(List<String> given, List<String> family, String suffix, boolean former) {

    public PersonName {
        given = List.copyOf(given);
        family = List.copyOf(family);
    }

    public boolean hasGiven() {
        return !given.isEmpty();
    }

    public boolean hasFamily() {
        return !family.isEmpty();
    }
}
