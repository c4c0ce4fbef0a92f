package dev.tributary.subscriptions.message;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Numbers whose form <a href="http://hl7.org/fhir/us/core/STU7/StructureDefinition-us-core-practitioner.html">US Core</a> checks (us-core-16 to us-core-19):
 * senders make some up.
 */
final class NationalNumbers {

    private static final String NPI = "http://hl7.org/fhir/sid/us-npi";
    private static final Map<String, Pattern> FORMS = Map.of(
            NPI,
            Pattern.compile("[0-9]{10}"),
            "urn:oid:2.16.840.1.113883.4.7",
            Pattern.compile("[0-9]{2}D[0-9]{7}"),
            "urn:oid:2.16.840.1.113883.6.300",
            Pattern.compile("[0-9]{5}"));
    /** What an NPI is preceded by when its check digit is made. */
    private static final String ISSUER = "80840";

    private NationalNumbers() {}

    /** Whether this may be a number of that system; true for any other system. */
    static boolean isPossible(String system, String value) {
        Pattern form = FORMS.get(system);
        return form == null || (form.matcher(value).matches() && (!NPI.equals(system) || isChecked(ISSUER + value)));
    }

    /** The check digit of ISO/IEC 7812: from the right, each second digit counts twice. */
    private static boolean isChecked(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : digit * 2;
            sum += counted / 10 + counted % 10;
        }
        return sum % 10 == 0;
    }
}
