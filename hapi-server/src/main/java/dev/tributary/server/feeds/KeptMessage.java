package dev.tributary.server.feeds;

import dev.tributary.mapping.Issue;
import java.util.List;
import java.util.UUID;

/**
 * A message as the journal has it.
 *
 * @param id in the journal; of the first one if this is a resend
 * @param duplicate whether the same content came before from the same source
 * @param refusal why it was not accepted; empty if it waits to be applied or has been
 */
public record KeptMessage(UUID id, boolean duplicate, List<Issue> refusal) {

    public KeptMessage {
        refusal = List.copyOf(refusal);
    }

    public boolean isAccepted() {
        return refusal.isEmpty();
    }
}
