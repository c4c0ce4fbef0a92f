package dev.tributary.conformance.scene;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An HL7 v2 acknowledgement (chapter 2, MSA and ERR) as received. */
public record Ack(String text) {

    /** MSA-1, such as {@code AA}. */
    public String code() {
        return field("MSA", 1).orElseThrow(() -> new Unmet("the answer is not an acknowledgement, it has no MSA-1"));
    }

    /** MSA-2, the control id of the message that is answered. */
    public String controlId() {
        return field("MSA", 2).orElse("");
    }

    /** MSH-9 of the acknowledgement. */
    public String messageType() {
        return field("MSH", 8).orElse("");
    }

    public boolean hasError() {
        return segments().stream().anyMatch(s -> s.startsWith("ERR|") && s.length() > 6);
    }

    /** Meets when MSA-1 is AA or CA and MSA-2 repeats the control id. */
    public Ack expectAccepted(String controlId) {
        Expect.that(List.of("AA", "CA").contains(code()), "MSA-1: expected AA or CA, got " + code());
        Expect.equal("MSA-2", controlId, controlId());
        return this;
    }

    private Optional<String> field(String segment, int index) {
        return segments().stream()
                .filter(s -> s.startsWith(segment + "|"))
                .map(s -> s.split("\\|", -1))
                .filter(fields -> fields.length > index && !fields[index].isEmpty())
                .map(fields -> fields[index])
                .findFirst();
    }

    private List<String> segments() {
        return Arrays.asList(text.split("[\r\n]+"));
    }
}
