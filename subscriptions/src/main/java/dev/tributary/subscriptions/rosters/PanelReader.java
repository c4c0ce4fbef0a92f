package dev.tributary.subscriptions.rosters;

import java.util.List;

/** Port: reads a Group or List of Patients from the record. */
public interface PanelReader {

    /** Knows none. */
    PanelReader NONE = reference -> new Panel("There is no " + reference + ".", List.of());

    /**
     * What a Group or List holds.
     *
     * @param refusal why it cannot be followed, in a sentence; empty if it can
     * @param patients its members that are Patients, {@code Patient/<id>}
     */
    record Panel(String refusal, List<String> patients) {}

    /** @param reference {@code Group/<id>} or {@code List/<id>} */
    Panel read(String reference);
}
