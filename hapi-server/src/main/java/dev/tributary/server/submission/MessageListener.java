package dev.tributary.server.submission;

import dev.tributary.server.sources.Source;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;

/** Port: hears of every FHIR message that a source sent, in the transaction that stores it and once only. */
public interface MessageListener {

    /**
     * Must not change the message.
     *
     * @param journalId its row in the journal
     */
    void received(Source source, UUID journalId, Bundle message);
}
