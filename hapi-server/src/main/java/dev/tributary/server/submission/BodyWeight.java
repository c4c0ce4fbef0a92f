package dev.tributary.server.submission;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import ca.uhn.fhir.rest.server.exceptions.UnprocessableEntityException;

/**
 * What a body would become in memory, told before it is parsed: elements weigh, not bytes. A document of 60 MB inside a Binary is light, 20 MB of
 * Observations are not.
 */
final class BodyWeight {

    /** Memory that an object of JSON takes, from the parser to the last row. */
    private static final int BYTES_OF_AN_OBJECT = 3_500;
    /** In XML each value is a tag, and most tags are closed. */
    private static final int TAGS_FOR_AN_OBJECT = 5;

    /** Digits of an exponent. 1e1000 written out has a thousand digits, 1e1000000 keeps a thread busy for most of a minute. */
    private static final int MOST_EXPONENT = 3;

    private final long mostObjects;

    /** @param heap bytes */
    BodyWeight(long heap) {
        this.mostObjects = heap / BYTES_OF_AN_OBJECT;
    }

    /** Throws PayloadTooLargeException if the body would not fit into the memory, UnprocessableEntityException if a number of it would not. */
    void require(byte[] body, boolean isXml) {
        var most = isXml ? mostObjects * TAGS_FOR_AN_OBJECT : mostObjects;
        var weighed = (byte) (isXml ? '<' : '{');
        long found = 0;
        for (var each : body) {
            if (each == weighed) {
                found++;
            }
        }
        if (found > most) {
            throw new PayloadTooLargeException(
                    "The body has " + found + (isXml ? " tags" : " objects")
                            + "; more than " + most
                            + " do not fit into this hub's memory. Send it in several bundles, or give the hub more (HUB_JAVA_OPTS=-Xmx2g).");
        }
        if (!isXml) {
            requireShortNumbers(body);
        }
    }

    private static void requireShortNumbers(byte[] body) {
        var text = false;
        for (int i = 0; i < body.length; i++) {
            if (body[i] == '"') {
                text = !text;
            } else if (text && body[i] == '\\') {
                i++;
            } else if (!text && isNumberWithLongExponent(body, i)) {
                throw new UnprocessableEntityException(
                        "A number of the body has an exponent of more than " + MOST_EXPONENT + " digits.");
            }
        }
    }

    /** Whether an exponent begins here; in what is no JSON at all, letters and digits are nothing. */
    private static boolean isNumberWithLongExponent(byte[] body, int at) {
        if (body[at] != 'e' && body[at] != 'E') {
            return false;
        }
        int start = at;
        while (start > 0 && isOneOf("+-.0123456789", body[start - 1])) {
            start--;
        }
        int digits = at + 1 < body.length && isOneOf("+-", body[at + 1]) ? at + 2 : at + 1;
        int end = digits;
        while (end < body.length && isOneOf("0123456789", body[end])) {
            end++;
        }
        return end - digits > MOST_EXPONENT
                && start < at
                && (start == 0 || isOneOf(":,[ \t\r\n", body[start - 1]))
                && end < body.length
                && isOneOf(",]} \t\r\n", body[end]);
    }

    private static boolean isOneOf(String characters, byte character) {
        return characters.indexOf(character) >= 0;
    }
}
