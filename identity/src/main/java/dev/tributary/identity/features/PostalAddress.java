package dev.tributary.identity.features;

/**
 * An address in comparable form.
 *
 * @param number house number, with its letter; empty if there is none
 * @param street what the lines say besides numbers and street types, without blanks
 * @param city without blanks
 * @param postcode letters and digits only
 * @param state folded
 */
public record PostalAddress(String number, String street, String city, String postcode, String state) {

    public boolean hasStreet() {
        return !street.isEmpty();
    }

    public boolean hasLocality() {
        return !city.isEmpty() || !postcode.isEmpty();
    }
}
