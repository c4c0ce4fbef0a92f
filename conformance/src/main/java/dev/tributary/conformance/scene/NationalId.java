package dev.tributary.conformance.scene;

/**
 * How a national identifier, which makes two records one person, is written in FHIR and in HL7 v2.
 *
 * @param system the FHIR identifier system
 * @param authority CX-4, the assigning authority that stands for the same system
 * @param type CX-5, a code of HL7 table 0203
 */
public record NationalId(String system, String authority, String type) {
    /** The US social security number by its FHIR URI and its OID. */
    public static final NationalId US_SSN =
            new NationalId("http://hl7.org/fhir/sid/us-ssn", "USSSA&2.16.840.1.113883.4.1&ISO", "SS");

    /** The identifier as a repetition of PID-3. */
    public String cx(String value) {
        return value + "^^^" + authority + "^" + type;
    }
}
