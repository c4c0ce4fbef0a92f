package dev.tributary.mapping.v2;

/** Which of HL7's two acknowledgement modes a source gets (HL7 v2 chapter 2.9). */
public enum AcknowledgementMode {
    /** Enhanced if MSH-15 or MSH-16 is valued, else original. */
    BY_MESSAGE,
    /** Always AA, AE or AR, whatever MSH-15 and MSH-16 say. */
    ORIGINAL,
    /** Always CA, CE or CR, as MSH-15 demands; always answered if MSH-15 does not say. */
    ENHANCED
}
