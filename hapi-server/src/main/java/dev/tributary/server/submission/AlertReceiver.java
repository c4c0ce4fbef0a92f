package dev.tributary.server.submission;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.mapping.Issue;
import dev.tributary.mapping.Mapped;
import dev.tributary.server.intake.DirectIntake;
import dev.tributary.server.intake.DirectIntake.Submission;
import dev.tributary.server.intake.DirectIntake.Unit;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.springframework.dao.DuplicateKeyException;

/**
 * Receives <a href="http://hl7.org/fhir/us/davinci-alerts/">Da Vinci Unsolicited Notifications</a> (AL-01, AL-11): stored as a transaction of their sender,
 * answered with a response message. A message that comes again changes nothing and goes nowhere twice.
 */
final class AlertReceiver {

    private final FhirContext fhir;
    private final DirectIntake intake;
    private final ReceivedMessageTable received;
    private final List<MessageListener> listeners;
    private final String fhirBase;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** @param listeners told of each message once, in the storing transaction */
    AlertReceiver(
            FhirContext fhir,
            DirectIntake intake,
            ReceivedMessageTable received,
            List<MessageListener> listeners,
            String fhirBase,
            Clock clock,
            Supplier<UUID> ids) {
        this.fhir = fhir;
        this.intake = intake;
        this.received = received;
        this.listeners = List.copyOf(listeners);
        this.fhirBase = fhirBase;
        this.clock = clock;
        this.ids = ids;
    }

    /** Stores a transaction and runs what belongs to it in the same database transaction. */
    @FunctionalInterface
    interface Storing {
        void store(Submission submission, Bundle transaction, Consumer<UUID> within);
    }

    Bundle answer(Submission sent, Bundle message, Storing storing) {
        var alert = AlertMessage.read(fhir, message);
        var submission = new Submission(sent.source(), sent.via(), alert.id(), alert.event(), sent.raw());
        var sourceId = sent.source().id();
        if (alert.id() != null && received.knows(sourceId, alert.id())) {
            noteRepeat(submission);
            return response(alert);
        }
        try {
            storing.store(submission, alert.content(), journalId -> {
                if (alert.id() != null) {
                    received.put(sourceId, alert.id(), clock.instant());
                }
                listeners.forEach(listener -> listener.received(sent.source(), journalId, message));
            });
        } catch (DuplicateKeyException e) {
            if (alert.id() == null || !received.knows(sourceId, alert.id())) {
                throw e;
            }
            noteRepeat(submission);
        }
        return response(alert);
    }

    private void noteRepeat(Submission submission) {
        var repeated = Issue.information(
                "duplicate", "MessageHeader.id", "The message was received before; nothing was done again.");
        intake.apply(new Unit<>(
                submission,
                () -> new Mapped(submission.trigger(), null, List.of(), List.of(repeated)),
                (id, stored) -> stored));
    }

    /** Where messages are taken. */
    String endpoint() {
        return fhirBase + "/$process-message";
    }

    private Bundle response(AlertMessage alert) {
        var header = new MessageHeader();
        header.setId(ids.get().toString());
        header.setEvent(alert.header().getEvent().copy());
        header.getSource().setName("Tributary").setEndpoint(endpoint());
        var sender = alert.header().getSource().getEndpoint();
        if (sender != null) {
            header.addDestination().setEndpoint(sender);
        }
        var answered = alert.id() == null ? "unknown" : alert.id();
        header.getResponse().setIdentifier(answered).setCode(ResponseType.OK);
        var response = new Bundle().setType(BundleType.MESSAGE).setTimestamp(Date.from(clock.instant()));
        response.setId(ids.get().toString());
        response.addEntry()
                .setFullUrl("urn:uuid:" + header.getIdElement().getIdPart())
                .setResource(header);
        return response;
    }
}
