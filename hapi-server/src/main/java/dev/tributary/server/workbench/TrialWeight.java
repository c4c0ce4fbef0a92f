package dev.tributary.server.workbench;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * What a dry run would take, told before anything is parsed. Nothing of it goes to the database bit by bit: the input, its resources, their JSON and
 * where each element comes from are in memory at the same time, so less fits than into intake.
 */
final class TrialWeight {

    /** The body, its text, the document that keeps it, and that in the answer. */
    private static final int HEAP_OF_A_BYTE = 40;

    private static final int HEAP_OF_A_LINE = 150_000;
    private static final int HEAP_OF_A_TAG = 8_000;
    private static final int HEAP_OF_AN_OBJECT = 8_000;

    private final long heap;

    /** @param heap bytes */
    TrialWeight(long heap) {
        this.heap = heap;
    }

    /** How many bytes may come at all. */
    int mostBytes() {
        return (int) Math.min(Integer.MAX_VALUE - 8, heap / HEAP_OF_A_BYTE);
    }

    /** @throws ResponseStatusException (413) if the dry run would not fit into the memory */
    void require(byte[] raw, String format) {
        switch (format) {
            case "hl7v2" -> require(lines(raw), HEAP_OF_A_LINE, "segments");
            case "ccda" -> require(count(raw, '<'), HEAP_OF_A_TAG, "tags");
            case "fhir" -> require(count(raw, '<') / 5 + count(raw, '{'), HEAP_OF_AN_OBJECT, "objects");
            default -> {}
        }
    }

    private void require(long found, int each, String what) {
        var most = heap / each;
        if (found > most) {
            throw new ResponseStatusException(
                    HttpStatus.PAYLOAD_TOO_LARGE,
                    "The body has " + found + " " + what + "; a dry run of more than " + most
                            + " does not fit into this hub's memory. Try a part of it, use bin/hub map, or give the hub more (HUB_JAVA_OPTS=-Xmx2g).");
        }
    }

    private static long count(byte[] raw, char each) {
        long found = 0;
        for (var one : raw) {
            if (one == each) {
                found++;
            }
        }
        return found;
    }

    /** Without what is left of a document that its sender broke into lines: a segment's name is three letters and a separator. */
    private static long lines(byte[] raw) {
        long found = 0;
        for (var i = 0; i + 3 < raw.length; i++) {
            var begins = i == 0 || raw[i - 1] == '\r' || raw[i - 1] == '\n';
            if (begins && isLetter(raw[i]) && !isLetter(raw[i + 3]) && raw[i + 3] > ' ') {
                found++;
            }
        }
        return found;
    }

    private static boolean isLetter(byte each) {
        return each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z' || each >= '0' && each <= '9';
    }
}
