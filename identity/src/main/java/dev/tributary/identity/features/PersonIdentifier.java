package dev.tributary.identity.features;

/**
 * An identifier of which the strength is known.
 *
 * @param value upper-case letters and digits
 * @param former whether it is said to be out of use: then only agreement counts
 */
public record PersonIdentifier(IdentifierStrength strength, String system, String value, boolean former) {}
