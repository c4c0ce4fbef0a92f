package dev.tributary.identity.matching;

import java.util.Map;

/**
 * How common names are: that two Smiths are strangers is likelier than that two Featherstonehaughs are.
 *
 * @param given share of people with the given name, by folded name
 * @param family share of people with the family name, by folded name
 * @param unlistedGiven share of a given name that is not listed
 * @param unlistedFamily share of a family name that is not listed
 */
public record TermFrequencies(
        Map<String, Double> given, Map<String, Double> family, double unlistedGiven, double unlistedFamily) {

    public TermFrequencies {
        given = Map.copyOf(given);
        family = Map.copyOf(family);
    }

    double ofGiven(String name) {
        return given.getOrDefault(name, unlistedGiven);
    }

    double ofFamily(String name) {
        return family.getOrDefault(name, unlistedFamily);
    }
}
