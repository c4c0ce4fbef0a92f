package dev.tributary.subscriptions.message;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import dev.tributary.subscriptions.delivery.Reply;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.jspecify.annotations.Nullable;

/**
 * What a receiver of a <a href="https://hl7.org/fhir/R4/messaging.html">message</a> said (AL-01, AL-08): a status, and perhaps a response message or
 * an OperationOutcome. Any 2xx without either is a yes.
 */
public final class MessageReply {

    /** Answers below 500 that time may change. */
    private static final Set<Integer> PASSING = Set.of(408, 409, 421, 423, 425, 429);

    private static final int LONGEST_DETAIL = 300;

    private final FhirContext fhir;

    public MessageReply(FhirContext fhir) {
        this.fhir = fhir;
    }

    /** What came of sending a message. */
    public Reply of(MessagePost.Answer answer) {
        if (answer.failure() != null) {
            return Reply.unanswered(answer.failure());
        }
        IBaseResource said = parse(answer.body());
        if (answer.status() / 100 == 2) {
            return said instanceof Bundle bundle ? ofResponse(bundle) : Reply.TAKEN;
        }
        String reason = "The receiver answered HTTP " + answer.status() + ".";
        if (answer.status() < 500 && !PASSING.contains(answer.status())) {
            return Reply.refused(reason, 1, detail(said));
        }
        return new Reply(reason, true, answer.retryAfter());
    }

    private static Reply ofResponse(Bundle bundle) {
        if (!(bundle.getEntryFirstRep().getResource() instanceof MessageHeader header)) {
            return Reply.TAKEN;
        }
        ResponseType code = header.getResponse().getCode();
        if (code == ResponseType.FATALERROR) {
            return Reply.refused("The receiver answered the message with fatal-error.", 1, details(bundle));
        }
        return code == ResponseType.TRANSIENTERROR
                ? new Reply("The receiver answered the message with transient-error.", true, null)
                : Reply.TAKEN;
    }

    private static String details(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(entry -> detail(entry.getResource()))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String detail(@Nullable IBaseResource said) {
        if (!(said instanceof OperationOutcome outcome)) {
            return "";
        }
        String text = outcome.getIssue().stream()
                .filter(issue ->
                        issue.getSeverity() == IssueSeverity.ERROR || issue.getSeverity() == IssueSeverity.FATAL)
                .map(issue -> issue.hasDiagnostics()
                        ? issue.getDiagnostics()
                        : issue.getDetails().getText())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return text.length() > LONGEST_DETAIL ? text.substring(0, LONGEST_DETAIL) : text;
    }

    private @Nullable IBaseResource parse(String body) {
        String text = body.strip();
        if (text.isEmpty()) {
            return null;
        }
        try {
            IParser parser = text.startsWith("<") ? fhir.newXmlParser() : fhir.newJsonParser();
            return parser.parseResource(text);
        } catch (DataFormatException e) {
            return null; // No FHIR, or cut off: the status has to do.
        }
    }
}
