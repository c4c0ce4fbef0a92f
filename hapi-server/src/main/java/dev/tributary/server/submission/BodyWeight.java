package dev.tributary.server.submission;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;

/**
 * What a body would become in memory, told before it is parsed: elements weigh, not bytes. A document of 60 MB inside a Binary is light, 20 MB of
 * Observations are not.
 */
final class BodyWeight {

    /** Memory that an object of JSON takes, from the parser to the last row. */
    private static final int BYTES_OF_AN_OBJECT = 3_500;
    /** In XML each value is a tag, and most tags are closed. */
    private static final int TAGS_FOR_AN_OBJECT = 5;

    private final long mostObjects;

    /** @param heap bytes */
    BodyWeight(long heap) {
        this.mostObjects = heap / BYTES_OF_AN_OBJECT;
    }

    /** @throws PayloadTooLargeException if the body would not fit into the memory */
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
    }
}
