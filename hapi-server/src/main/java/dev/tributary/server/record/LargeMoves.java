package dev.tributary.server.record;

import java.util.Collection;
import java.util.UUID;

/** Takes over what is too much for one transaction: resources that follow their records in a job. */
public interface LargeMoves {

    /**
     * All records of a person are another's now, in the caller's transaction; what refers to it follows after that has committed.
     *
     * @param cause the operation or the message that moved them
     */
    void begin(UUID cause, String from, String to, Collection<String> records);
}
