package dev.tributary.server.sources;

/**
 * Which acknowledgement a source is given,
 * <a href="https://www.hl7.eu/HL7v2x/v251/std251/ch02.html#Heading34">HL7 v2.5.1, 2.9</a>.
 */
public enum AcknowledgementMode {
    /** MSH-15 and MSH-16 decide: both empty is original mode, otherwise enhanced mode. */
    BY_MESSAGE,
    /** AA, AE or AR whatever the message asks for. */
    ORIGINAL,
    /** CA, CE or CR whatever the message asks for. */
    ENHANCED
}
