package dev.tributary.mapping.v2;

import java.nio.charset.Charset;

/**
 * The answer to a message, {@code ACK}.
 *
 * @param code MSA-1: AA, AE, AR, CA, CE or CR
 * @param er7 the whole message, each segment ended by CR
 * @param charset of the message that is answered
 */
public record Acknowledgement(String code, String er7, Charset charset) {

    /** What the hub says of a message. */
    public enum Verdict {
        /** Safely kept. */
        ACCEPTED('A'),
        /** Something in it is wrong: sending it again unchanged will not help. */
        ERROR('E'),
        /** Not taken for another reason: wrong sender, hub not able now. */
        REJECTED('R');

        private final char code;

        Verdict(char code) {
            this.code = code;
        }

        char code() {
            return code;
        }
    }

    public byte[] bytes() {
        return er7.getBytes(charset);
    }
}
