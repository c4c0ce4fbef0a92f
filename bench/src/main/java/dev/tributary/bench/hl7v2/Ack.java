package dev.tributary.bench.hl7v2;

/**
 * MSA-1 and MSA-2 of an <a href="http://v2plus.hl7.org/2021Jan/segment-definition/MSA.html">acknowledgement</a>; both
 * empty if the text has no MSA segment.
 */
public record Ack(String code, String controlId) {

    public static Ack of(String text) {
        for (var segment : text.split("[\r\n]+")) {
            var fields = segment.split("\\|", -1);
            if (fields[0].equals("MSA") && fields.length > 2) {
                return new Ack(fields[1], fields[2]);
            }
        }
        return new Ack("", "");
    }

    /** AA, or CA in enhanced mode. */
    public boolean isAccepted() {
        return code.equals("AA") || code.equals("CA");
    }
}
